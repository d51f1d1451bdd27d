"""The product clock. Every rule, item, token of choice and offer reads the time from here; inside it is aware UTC."""

from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

__all__ = ["SHANGHAI", "Clock", "SettableClock", "SystemClock", "in_words", "parse_instant", "stamp"]

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the product's time as aware UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The wall clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SettableClock:
    """A clock that a story or a test moves. It never goes back."""

    def __init__(self, at: datetime) -> None:
        self._now = _aware(at)

    def now(self) -> datetime:
        return self._now

    def move_to(self, at: datetime) -> None:
        """Move on to `at`; an earlier time leaves the clock where it is."""
        self._now = max(self._now, _aware(at))

    def move(self, by: timedelta) -> None:
        self.move_to(self._now + by)


def stamp(at: datetime) -> str:
    """`at` as fixed-width UTC text, so that text order is time order: `2026-03-02T02:00:00.000000Z`."""
    return _aware(at).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def in_words(at: datetime) -> str:
    """A time as a member reads it: `3月4日10:00`."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def parse_instant(text: str) -> datetime:
    """ISO 8601 with an offset (or Z) as aware UTC; ValueError without one, or at the ends of the calendar."""
    at = datetime.fromisoformat(text)
    if not MINYEAR < at.year < MAXYEAR:  # there, another offset would be out of range
        message = f"year {at.year} is out of range"
        raise ValueError(message)
    return _aware(at)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        message = "a time needs an offset"
        raise ValueError(message)
    return at.astimezone(UTC)
