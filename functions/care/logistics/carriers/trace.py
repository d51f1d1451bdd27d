"""What both hubs' pushes come down to: traces in our own words, by `words.json` (their codes → our steps)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hmac import compare_digest
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from care.contact.inbound.faults import BadSignature, Malformed
from care.kernel.clock import SHANGHAI
from care.kernel.facts import whole_second
from care.logistics.model import Step

__all__ = ["MOST_TEXT", "Trace", "carrier_of", "check_sign", "field", "local_time", "read_json", "step_for"]

T = TypeVar("T")
MOST_TEXT = 256 * 1024
"""Characters of one push; a hub sends fewer."""
_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S")
_UNKNOWN = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One movement of what bears the carrier's number `waybill`."""

    waybill: str
    carrier: str | None
    step: Step
    at: datetime
    place: str | None = None


def check_sign(given: str, expected: str) -> None:
    """BadSignature; takes as long for a wrong sign as for a right one."""
    if not compare_digest(given.encode(), expected.encode()):
        raise BadSignature


def field(form: Mapping[str, str], name: str) -> str:
    """Malformed where it is missing, or longer than any hub sends."""
    text = form.get(name)
    if not text or len(text) > MOST_TEXT:
        raise Malformed(f"no field {name}, or too long")
    return text


def read_json(text: str, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Malformed(str(error)) from error


def local_time(text: str) -> datetime:
    """A hub's time, which is Shanghai's, as aware UTC. Malformed."""
    for form in _FORMS:
        try:
            return whole_second(datetime.strptime(text, form).replace(tzinfo=SHANGHAI))
        except ValueError:
            continue
    raise Malformed("no time")


def step_for(hub: str, *codes: str | None) -> Step | None:
    """By the first code that the hub's list has, or whose first digit it has; None: it says that nothing has moved yet.
    A code that nobody knows says no more than that it moves.
    """
    words: dict[str, Any] = _words()[hub]
    for code in filter(None, codes):
        found = words.get(code, words.get(code[:1], _UNKNOWN) if code.isdigit() else _UNKNOWN)
        if found is not _UNKNOWN:
            return Step(found) if found else None
    return Step.IN_TRANSIT


def carrier_of(code: str) -> str | None:
    """The hub's code as our id of the carrier; None where it is not one of those that we know."""
    known: dict[str, str] = _words()["carriers"]
    return known.get(code.lower()) or (code if code in known.values() else None)


@cache
def _words() -> dict[str, dict[str, Any]]:
    words: dict[str, dict[str, Any]] = msgspec.json.decode(Path(__file__).with_name("words.json").read_bytes())
    return words
