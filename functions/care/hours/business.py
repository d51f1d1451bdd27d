"""Arithmetic in business time (G7): only service hours count. Pure; for all `start` and `span` ≥ 0,
`between(calendar, start, add(calendar, start, span)) == span`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from care.hours.model import Calendar
from care.kernel.clock import SHANGHAI

__all__ = ["add", "between"]

_DAY = timedelta(days=1)
_MOST_DAYS = 20_000
"""No sound calendar needs so many days for any span of ours; it keeps a mistake from going on forever."""


def add(calendar: Calendar, start: datetime, span: timedelta) -> datetime:
    """When `span` of business time has passed since `start`: the earliest such moment, UTC."""
    left = span
    if left <= timedelta():
        return start.astimezone(UTC)
    for opens, closes in _spans(calendar, start):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    message = "the calendar has no service hours"
    raise ValueError(message)


def between(calendar: Calendar, since: datetime, until: datetime) -> timedelta:
    """Business time from `since` to `until`; nothing where `until` is not later."""
    passed = timedelta()
    if until <= since:
        return passed
    for opens, closes in _spans(calendar, since):
        if opens >= until:
            break
        passed += min(closes, until) - opens
    return passed


def _spans(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The intervals that end after `start`, in order, the first one cut to what is left of it."""
    begin = start.astimezone(UTC)
    day = start.astimezone(SHANGHAI).date()
    for _ in range(_MOST_DAYS):
        midnight = _midnight(day)
        for interval in calendar.hours(day):
            opens, closes = (midnight + timedelta(minutes=each) for each in (interval.opens, interval.closes))
            if closes > begin:
                yield max(opens, begin), closes
        day += _DAY


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
