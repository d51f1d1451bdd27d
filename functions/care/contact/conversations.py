"""The waiting conversation (P6): what a member was asked, what they reply, and who acts on it.

    a claimed message with a question ──▶ asked ──reply──▶ `contact.answered`: the domain that asked acts
                                                └─any other text──▶ `contact.unclear`: a person reads it

Facts. `contact.answered`: subject and generation the question's, part the message's id; payload `member_id`, `kind`,
`option`. `contact.unclear`: subject the member's id, part the id of the words.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from enum import StrEnum

from care.contact.errors import OptionNotOffered, QuestionClosed
from care.contact.figures import voice_confidence
from care.contact.model import Message
from care.contact.questions import Asked, Talk, meant_by
from care.contact.store import TALKS, WORDS, Words, message_at, talk_at
from care.contact.transcript import Spoken, Transcript
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.ids import derived_id
from care.kernel.settings import Settings
from care.kernel.work import Batch

__all__ = ["MOST_WORDS", "Conversations", "Heard"]

MOST_WORDS = 2000
"""Characters of a reply that are kept for the person who reads it."""
_KEPT = timedelta(days=180)


class Heard(StrEnum):
    """What became of a reply."""

    ANSWERED = "ANSWERED"
    AGAIN = "AGAIN"
    """It says again what was answered a moment ago."""
    UNCLEAR = "UNCLEAR"
    """A person reads it."""


class Conversations:
    """Replies and taps of members."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock, settings: Callable[[], Settings]) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._settings = settings

    def get_many(self, member_ids: Collection[str]) -> dict[str, Talk]:
        """What these members were asked; who was asked nothing is absent."""
        return fetch_by_id(self._storage, talk_at, member_ids)

    def answer(self, request: Request, member_id: str, message_id: str, option: str) -> Answer:
        """The member's tap below a message of theirs. NotFound; QuestionClosed; OptionNotOffered."""
        return self._requests.once(request, lambda batch: self.take(batch, member_id, message_id, option))

    def say(self, request: Request, member_id: str, message_id: str, said: Transcript) -> Answer:
        """The member's spoken answer to a message of theirs (A1). What is not clear, or not heard well, a person reads.

        NotFound; BadInput.
        """
        said.check()
        return self._requests.once(
            request, lambda batch: self._hear_said(batch, member_id, message_id, said, request.name)
        )

    def hear(self, batch: Batch, member_id: str, text: str, source: str, spoken: Spoken | None = None) -> Heard:
        """A reply in the member's own words, within the transaction that takes it; `source`: the provider's id of it.

        The latest open question that it can answer is answered; anything else is for a person. `spoken`: the words are
        what a recogniser made of a voice.
        """
        talk, now = self._talk(member_id), self._clock.now()
        if talk.repeats(text, now):
            return Heard.AGAIN
        if found := talk.answerable(text, now):
            self._answer(batch, talk, *found)
            return Heard.ANSWERED
        self._keep(batch, member_id, text, source, spoken)
        return Heard.UNCLEAR

    def show(self, batch: Batch, member_id: str, note: str, source: str) -> None:
        """Something that cannot be read here, such as a picture: a person is told of it by `note`."""
        self._keep(batch, member_id, note, source)

    def who_can_mean(self, member_ids: Collection[str], text: str) -> list[str]:
        """Those of them who have an open question that the text answers."""
        now = self._clock.now()
        return sorted(talk.member_id for talk in self.get_many(member_ids).values() if talk.answerable(text, now))

    def _hear_said(self, batch: Batch, member_id: str, message_id: str, said: Transcript, source: str) -> str:
        message: Message | None = self._storage.get(*message_at(message_id))
        if message is None or message.member_id != member_id or message.question is None:
            raise NotFound(field="message_id")
        talk, now = self._talk(member_id), self._clock.now()
        asked = talk.of_message(message_id)
        waits = asked is not None and asked.open_at(now) and said.heard_well(voice_confidence(self._settings()))
        option = meant_by(message.question, said.text) if waits else None
        if asked and option:
            self._answer(batch, talk, asked, option)
        else:
            self._keep(batch, member_id, said.text, source, said.spoken)
        return message_id

    def take(self, batch: Batch, member_id: str, message_id: str, option: str) -> str:
        """As `answer`, within another's transaction: the member said it to one of us."""
        message: Message | None = self._storage.get(*message_at(message_id))
        talk = self._talk(member_id)
        asked = talk.of_message(message_id)
        if message is None or message.member_id != member_id or message.question is None:
            raise NotFound(field="message_id")
        if asked is None or not asked.open_at(self._clock.now()):
            raise QuestionClosed(field="message_id")
        if not asked.question.offers(option):
            raise OptionNotOffered(field="option")
        self._answer(batch, talk, asked, option)
        return message_id

    def _answer(self, batch: Batch, talk: Talk, asked: Asked, option: str) -> None:
        now, question = self._clock.now(), asked.question
        batch.add(TALKS.save(talk.answered(asked.message_id, option, now), name="talk.answer"))
        batch.plan(
            AgendaItem(
                lane=Lane.NOW,
                kind="contact.answered",
                due=now,
                subject=question.subject,
                generation=question.generation,
                part=asked.message_id,
                payload={"member_id": talk.member_id, "kind": question.kind, "option": option},
            )
        )

    def _keep(self, batch: Batch, member_id: str, text: str, source: str, spoken: Spoken | None = None) -> None:
        now = self._clock.now()
        words_id = derived_id("words", member_id, source)
        until = now + _KEPT
        words = Words(member_id=member_id, id=words_id, text=text[:MOST_WORDS], at=now, until=until, spoken=spoken)
        batch.add(WORDS.overwrite(words, name="talk.words"))
        batch.plan(
            AgendaItem(lane=Lane.NOW, kind="contact.unclear", due=now, subject=member_id, part=words_id),
        )

    def _talk(self, member_id: str) -> Talk:
        return self._storage.get(*talk_at(member_id)) or Talk(member_id=member_id)
