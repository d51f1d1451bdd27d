"""What an employee's words mean for the alerts that wait for them (A2). Pure.

It errs towards asking: an alert that is taken on by mistake climbs no further, and nobody looks after it. So a bare
word means the one alert that waits, and only where they had been told of it when they wrote; else a list is shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

__all__ = ["Meaning", "Meant", "meaning_of"]

_YES = frozenset(
    {
        "收到", "收到了", "已收到", "ack", "ok", "好", "好的", "行", "知道了", "明白", "明白了", "确认", "已确认",
        "我来", "我来处理", "已接手", "接手", "我接手", "已处理", "处理了", "处理好了", "处理中", "正在处理",
        "马上处理", "在处理",
    }
)  # fmt: skip
_ALL = frozenset({"全部", "都", "所有"})
_NOISE = re.compile(r"[\W_]+")
_NUMBERED = re.compile(r"(?:回复|第)?(\d{1,2})(?:条|号|个)?(\D*)|(\D+?)(?:第)?(\d{1,2})(?:条|号|个)?")


class Meaning(StrEnum):
    """What follows."""

    TAKE = "TAKE"
    LIST = "LIST"
    NOTHING = "NOTHING"
    """Nothing waits for them."""
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Meant:
    """`alerts`: ids of those that are taken on."""

    meaning: Meaning
    alerts: tuple[str, ...] = ()


def meaning_of(text: str, waiting: Sequence[str], told: frozenset[str], listed: Sequence[str]) -> Meant:
    """`waiting`: all that they have not answered; `told`: what they had been told when they wrote; `listed`: what the
    numbers stand for.
    """
    plain = _NOISE.sub("", normalize("NFKC", text)).casefold()
    if number := _number(plain):
        return _numbered(number, waiting, told, listed)
    if _all(plain):
        return Meant(Meaning.TAKE, tuple(listed)) if listed else _bare(waiting, told)
    return _bare(waiting, told) if plain in _YES else Meant(Meaning.UNKNOWN)


def _numbered(number: int, waiting: Sequence[str], told: frozenset[str], listed: Sequence[str]) -> Meant:
    if number <= len(listed):
        return Meant(Meaning.TAKE, (listed[number - 1],))
    return _bare(waiting, told) if number == 1 else _bare(waiting, frozenset())


def _bare(waiting: Sequence[str], told: frozenset[str]) -> Meant:
    if not waiting:
        return Meant(Meaning.NOTHING)
    sure = len(waiting) == 1 and waiting[0] in told
    return Meant(Meaning.TAKE, tuple(waiting)) if sure else Meant(Meaning.LIST)


def _number(plain: str) -> int:
    """0: none, or more is said than a number and a yes."""
    found = _NUMBERED.fullmatch(plain)
    if found is None:
        return 0
    digits, words = (found[1], found[2]) if found[1] else (found[4], found[3])
    return int(digits) if not words or words in _YES else 0


def _all(plain: str) -> bool:
    return any(plain in (each, *(each + yes for yes in _YES), *(yes + each for yes in _YES)) for each in _ALL)
