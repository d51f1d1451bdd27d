"""What a message asks by numbered options, and what a reply means (P6). Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from unicodedata import normalize

from care.contact.senses import sense_of, senses_in

__all__ = ["MOST_ASKED", "Asked", "Option", "Question", "Talk", "meant_by"]

MOST_ASKED = 20
"""Questions that are remembered of one member; older ones can no longer be answered by number."""
_SAME_BREATH = timedelta(minutes=2)
"""Whoever sends the same number twice within this has answered once."""
_NUMERALS = dict(zip("一二两三四五六七八九", "1223456789", strict=True))
_LEAD = re.compile(r"^(?:我|要|就|想|回复|回|选择|选|第|数字)+")
_TAIL = re.compile(r"(?:吧|了|项|号|个|谢谢|哦|呢|的|啊|呀|啦)+$")
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to answer: the number that the member sends, and what it says."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a message asks. `kind` says who acts on the answer (handlers/reactions.py); `subject` and `generation` are
    theirs. After `until` a reply goes to a person.
    """

    kind: str
    subject: str
    generation: int = 0
    options: tuple[Option, ...]
    until: datetime

    def offers(self, key: str) -> bool:
        return any(each.key == key for each in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that has gone out with a message. `option`: the answer, where there is one; `closed_at`: whoever asked
    has taken it back.
    """

    message_id: str
    question: Question
    at: datetime
    option: str | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None

    def open_at(self, now: datetime) -> bool:
        return self.option is None and self.closed_at is None and now <= self.question.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What a member has been asked, the oldest first: one item a member."""

    member_id: str
    asked: tuple[Asked, ...] = ()
    version: int = 0

    def of_message(self, message_id: str) -> Asked | None:
        return next((each for each in self.asked if each.message_id == message_id), None)

    def with_question(self, message_id: str, question: Question, now: datetime) -> "Talk":
        """Asked once, however often its message is tried."""
        if self.of_message(message_id):
            return self
        row = Asked(message_id=message_id, question=question, at=now)
        return replace(self, asked=(*self.asked, row)[-MOST_ASKED:])

    def answered(self, message_id: str, option: str, now: datetime) -> "Talk":
        def after(each: Asked) -> Asked:
            meant = each.message_id == message_id
            return replace(each, option=option, answered_at=now) if meant else each

        return replace(self, asked=tuple(after(each) for each in self.asked))

    def closed(self, message_id: str, now: datetime) -> "Talk":
        """It can no longer be answered; what was answered stays."""

        def after(each: Asked) -> Asked:
            meant = each.message_id == message_id and each.option is None and each.closed_at is None
            return replace(each, closed_at=now) if meant else each

        return replace(self, asked=tuple(after(each) for each in self.asked))

    def answerable(self, text: str, now: datetime) -> tuple[Asked, str] | None:
        """The latest open question that the text answers, and the option."""
        found = ((each, meant_by(each.question, text)) for each in reversed(self.asked) if each.open_at(now))
        return next(((each, key) for each, key in found if key), None)

    def repeats(self, text: str, now: datetime) -> bool:
        """Whether the text says again what was answered a moment ago."""
        last = max((each for each in self.asked if each.answered_at), key=_answered, default=None)
        if last is None or now - _answered(last) > _SAME_BREATH:
            return False
        return meant_by(last.question, text) == last.option


def meant_by(question: Question, text: str) -> str | None:
    """The key of the one option that a reply names: "1", "1。", "选1", "第一个", its words, number and words, or words
    of its sense: "要退钱".
    """
    plain = _plain(text)
    meant = {key for key, forms in _forms(question).items() if plain in forms or _number(plain) == key}
    if not meant and (sense := sense_of(plain)):
        meant = {each.key for each in question.options if sense in senses_in(_plain(each.title))}
    return meant.pop() if len(meant) == 1 else None


def _forms(question: Question) -> Mapping[str, frozenset[str]]:
    return {each.key: frozenset(_ways(each)) for each in question.options}


def _ways(option: Option) -> Iterator[str]:
    title = _plain(option.title)
    yield from (title, option.key + title, title + option.key)


def _plain(text: str) -> str:
    return _NOISE.sub("", normalize("NFKC", text)).casefold()


def _number(plain: str) -> str:
    bare = _TAIL.sub("", _LEAD.sub("", plain))
    return _NUMERALS.get(bare, bare)


def _answered(asked: Asked) -> datetime:
    return asked.answered_at or asked.at
