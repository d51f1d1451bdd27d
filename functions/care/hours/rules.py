"""What a calendar must be to be published (G7). Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from care.hours.errors import BadInterval, BadOverride, BadWeek, NoServiceHours
from care.hours.model import Calendar, DayOf, Hours, Interval, Override, Timetable

__all__ = ["check", "parse_hours", "shown"]

LEAST_MINUTES = 30
"""Of an interval."""
MOST_INTERVALS = 6
"""Of a day."""
MOST_OVERRIDES = 366
LONGEST_CLOSED = 14
"""Days without service hours that a calendar must not have in a row."""
FARTHEST = timedelta(days=2 * 366)
"""How far ahead of its taking effect a calendar is looked at, and an override may lie."""
_DAYS = 7
_DAY = timedelta(days=1)
_FORM = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


def parse_hours(texts: Sequence[str], place: str) -> Hours:
    """`["08:00-12:00", "13:30-21:00"]` in order of time; BadInterval."""
    found = tuple(sorted(_interval(text, place) for text in texts))
    overlap = any(later.opens < earlier.closes for earlier, later in pairwise(found))
    if overlap or len(found) > MOST_INTERVALS:
        raise BadInterval(field=place, place=place)
    return found


def shown(hours: Hours) -> list[str]:
    """As `parse_hours` reads them."""
    return [f"{_clock(each.opens)}-{_clock(each.closes)}" for each in hours]


def check(timetable: Timetable, kind_of: DayOf, since: date) -> None:
    """BadWeek, BadOverride, or NoServiceHours where it would be closed too long from `since` on.

    The week itself must have service hours: holidays pass, and overrides are dates of their own.
    """
    if len(timetable.week) != _DAYS:
        raise BadWeek(field="week")
    _check_overrides(timetable.overrides, since)
    if not any(timetable.week):
        raise NoServiceHours(field="week", since=since.isoformat())
    calendar = Calendar(timetable, kind_of)
    closed = 0
    for day in _days(since, since + FARTHEST):
        closed = 0 if calendar.hours(day) else closed + 1
        if closed == LONGEST_CLOSED:
            raise NoServiceHours(field="overrides", since=(day - _DAY * (LONGEST_CLOSED - 1)).isoformat())


def _check_overrides(overrides: Sequence[Override], since: date) -> None:
    dates = {each.date for each in overrides}
    if len(dates) < len(overrides) or len(overrides) > MOST_OVERRIDES:
        raise BadOverride(field="overrides")
    if any(each > since + FARTHEST for each in dates):
        raise BadOverride(field="overrides")


def _days(since: date, until: date) -> Iterable[date]:
    return (since + _DAY * number for number in range((until - since).days))


def _interval(text: str, place: str) -> Interval:
    form = _FORM.fullmatch(text.strip())
    if form is None:
        raise BadInterval(field=place, place=place)
    from_hour, from_minute, to_hour, to_minute = map(int, form.groups())
    opens, closes = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if closes > 24 * 60 or closes - opens < LEAST_MINUTES:
        raise BadInterval(field=place, place=place)
    return Interval(opens=opens, closes=closes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
