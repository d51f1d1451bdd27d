"""The lines of a story. What a line may say stands in docs/stories.md."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

__all__ = [
    "MALL_MODES",
    "BadLine",
    "CallLine",
    "EventLine",
    "Line",
    "MallLine",
    "NoteLine",
    "PhotoLine",
    "ReplyLine",
    "parse_line",
    "read_story",
]

MALL_MODES = ("confirms", "fails", "silent", "fails_once", "reverses")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What every line bears: its number in the file, the time to move to first (UTC), words for the log."""

    number: int
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine(Line):
    """The mall tells something."""

    event: str
    detail: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine(Line):
    """Someone calls one of `graphql/operations/`. `save` and `expect` go by paths into the answer's data."""

    call: str
    caller: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, str] = field(default_factory=dict)
    save: Mapping[str, str] = field(default_factory=dict)
    expect: Mapping[str, Any] = field(default_factory=dict)
    expect_error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MallLine(Line):
    """How the mall answers our requests from now on."""

    mode: str
    after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLine(Line):
    """A member's phone sends the photo of a number through an upload slip."""

    photo: int
    to: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyLine(Line):
    """A member answers a message in their own words, where they got it."""

    text: str
    member_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine(Line):
    """Only a time to move to, or words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine(Line):
    """A line that cannot be read; the rest plays."""

    reason: str


_COMMON = {"at", "note"}
_KINDS: dict[str, set[str]] = {
    "event": {"event", "detail"},
    "call": {"call", "as", "variables", "community", "region", "name", "save", "expect", "expect_error"},
    "mall": {"mall", "after_minutes"},
    "photo": {"photo", "to"},
    "reply": {"reply", "as"},
}


def read_story(lines: Iterable[str]) -> list[Line]:
    """All lines that are not empty, the broken ones as BadLine."""
    return [parse_line(number, text) for number, text in enumerate(lines, start=1) if text.strip()]


def parse_line(number: int, text: str) -> Line:
    try:
        raw = json.loads(text)
        if not isinstance(raw, dict):
            return BadLine(number=number, reason="not an object")
        return _read(number, raw)
    except (ValueError, KeyError, TypeError) as error:
        return BadLine(number=number, reason=f"cannot be read: {error}")


def _read(number: int, raw: dict[str, Any]) -> Line:
    kinds = _KINDS.keys() & raw.keys()
    if len(kinds) > 1:
        return BadLine(number=number, reason=f"several things at once: {', '.join(sorted(kinds))}")
    kind = next(iter(kinds), None)
    if unknown := raw.keys() - _COMMON - (_KINDS[kind] if kind else set()):
        return BadLine(number=number, reason=f"unknown: {', '.join(sorted(unknown))}")
    common: dict[str, Any] = {"number": number, "at": _instant(raw.get("at")), "note": str(raw.get("note", ""))}
    return _READERS[kind](common, raw) if kind else NoteLine(**common)


def _event(common: dict[str, Any], raw: dict[str, Any]) -> EventLine:
    return EventLine(**common, event=raw["event"], detail=raw["detail"])


def _photo(common: dict[str, Any], raw: dict[str, Any]) -> PhotoLine:
    return PhotoLine(**common, photo=int(raw["photo"]), to=raw["to"])


def _reply(common: dict[str, Any], raw: dict[str, Any]) -> ReplyLine:
    role, _, member_id = str(raw["as"]).partition(":")
    if role != "member" or not member_id:
        message = "only a member replies"
        raise ValueError(message)
    return ReplyLine(**common, text=str(raw["reply"]), member_id=member_id)


def _call(common: dict[str, Any], raw: dict[str, Any]) -> CallLine:
    return CallLine(
        **common,
        call=raw["call"],
        caller=raw.get("as"),
        variables=_object(raw, "variables"),
        claims={name: raw[name] for name in ("community", "region", "name") if name in raw},
        save=_object(raw, "save"),
        expect=_object(raw, "expect"),
        expect_error=raw.get("expect_error"),
    )


def _mall(common: dict[str, Any], raw: dict[str, Any]) -> MallLine:
    if raw["mall"] not in MALL_MODES:
        message = f"the mall {', '.join(MALL_MODES)}"
        raise ValueError(message)
    return MallLine(**common, mode=raw["mall"], after=timedelta(minutes=float(raw.get("after_minutes", 1))))


def _object(raw: dict[str, Any], name: str) -> dict[str, Any]:
    found = raw.get(name, {})
    if not isinstance(found, dict):
        message = f"{name} is not an object"
        raise TypeError(message)
    return found


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        message = f"a time needs an offset: {text}"
        raise ValueError(message)
    return at.astimezone(UTC)


_READERS: dict[str, Callable[[dict[str, Any], dict[str, Any]], Line]] = {
    "event": _event,
    "call": _call,
    "mall": _mall,
    "photo": _photo,
    "reply": _reply,
}
