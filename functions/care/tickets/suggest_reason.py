"""A1: which reason a member's spoken words suggest, by `spoken_reasons.json`. Pure; the member confirms it, or not.

Several reasons: what may be dangerous goes first; else nobody can tell, and a person can.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from unicodedata import normalize

import msgspec

from care.contact.transcript import Transcript
from care.policy.model import Reason, ReasonClass

__all__ = ["suggested", "words_of"]

_DENIES = ("没有", "没", "不是", "不", "未")


def suggested(said: Transcript, reasons: Sequence[Reason], least_confidence: int) -> str | None:
    """The code of one of `reasons`; None: unsure, or not heard well enough."""
    if not said.heard_well(least_confidence):
        return None
    plain = "".join(each for each in normalize("NFKC", said.text).casefold() if each.isalnum())
    named = [each for each in reasons if any(_says(plain, word) for word in words_of(each.code))]
    dangerous = [each for each in named if each.reason_class is ReasonClass.FOOD_SAFETY]
    found = dangerous or named
    return found[0].code if len(found) == 1 else None


def words_of(code: str) -> tuple[str, ...]:
    """By which a reason is known; none for one that is known by no words."""
    return _words().get(code, ())


def _says(plain: str, word: str) -> bool:
    """Whether it is said and not denied: 没漏油."""
    before, found, _ = plain.partition(word)
    return bool(found) and not before.endswith(_DENIES)


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    text = Path(__file__).with_name("spoken_reasons.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, tuple[str, ...]])
