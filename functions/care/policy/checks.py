"""Small checks that every part of a publication shares; each tells the place."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from care.policy.faults import BadCode, BannedPhrase, Blank, Flaw, OutOfBounds, StatedTwice, TooLong, Vague
from care.policy.wording import BANNED, places, vague_words

__all__ = ["bounds", "code", "name", "repeats", "text"]

_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,31}")
_NAME = re.compile(r"[^\s#\x00-\x1f](?:[^#\x00-\x1f]{0,62}[^\s#\x00-\x1f])?")
_LONGEST = {"label": 20, "title": 40, "wording": 200, "host_line": 60}


def code(place: str, text: str) -> Iterator[Flaw]:
    if not _CODE.fullmatch(text):
        yield BadCode(place, code=text)


def name(place: str, text: str) -> Iterator[Flaw]:
    """A name of the mall's, such as a sku or a supplier: as its events state it."""
    if not text.strip():
        yield Blank(place)
    elif len(text) > 64:  # noqa: PLR2004 - as `Label`
        yield TooLong(place, most=64)
    elif not _NAME.fullmatch(text):
        yield BadCode(place, code=text)


def text(place: str, field: str, words: str, *, most: int | None = None) -> Iterator[Flaw]:
    most = most or _LONGEST[field]
    place = f"{place}.{field}"
    if not words.strip():
        yield Blank(place)
    if len(words) > most:
        yield TooLong(place, most=most)
    for word in vague_words(words):
        yield Vague(place, word=word)
    for each in places(words, BANNED):
        yield BannedPhrase(place, offset=each.offset, text=each.found)


def bounds(place: str, number: int, low: int, high: int, **told: str) -> Iterator[Flaw]:
    if not low <= number <= high:
        yield OutOfBounds(place, low=low, high=high, **told)


def repeats(place: str, codes: Iterable[str]) -> Iterator[Flaw]:
    for each, count in Counter(codes).items():
        if count > 1:
            yield StatedTwice(place, code=each)
