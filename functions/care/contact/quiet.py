"""Quiet hours (P6): the house's, and a member's own on top of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.kernel.clock import SHANGHAI

__all__ = ["QuietHours", "first_allowed", "open_hours"]


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` (inclusive) until `end` (exclusive), full hours in Shanghai; the same hour twice: never quiet."""

    start: int
    end: int

    def covers(self, at: datetime) -> bool:
        return self.covers_hour(at.astimezone(SHANGHAI).hour)

    def covers_hour(self, hour: int) -> bool:
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def next_allowed(self, at: datetime) -> datetime:
        """`at`, or the end of the quiet hours that cover it. The offset of `at` is kept."""
        if not self.covers(at):
            return at
        end = _at_hour(at, self.end)
        return (end if end > at else end + timedelta(days=1)).astimezone(at.tzinfo)

    def began(self, at: datetime) -> datetime:
        """The start of the quiet hours that cover `at`."""
        start = _at_hour(at, self.start)
        return (start if start <= at else start - timedelta(days=1)).astimezone(at.tzinfo)


def open_hours(quiet: Sequence[QuietHours]) -> int:
    """How many hours of a day are left by all of them together."""
    return sum(not any(each.covers_hour(hour) for each in quiet) for hour in range(24))


def first_allowed(at: datetime, house: QuietHours, own: QuietHours | None) -> datetime:
    """`at`, or the first moment after it that neither covers. Where both leave no hour, the house's alone hold."""
    if own is None or not open_hours((house, own)):
        return house.next_allowed(at)
    allowed = at
    while house.covers(allowed) or own.covers(allowed):
        allowed = own.next_allowed(house.next_allowed(allowed))
    return allowed


def _at_hour(at: datetime, hour: int) -> datetime:
    """That hour of the same day in Shanghai."""
    return at.astimezone(SHANGHAI).replace(hour=hour, minute=0, second=0, microsecond=0)
