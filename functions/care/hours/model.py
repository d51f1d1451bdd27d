"""The business calendar: service hours by weekday, on public holidays and on make-up workdays. Shanghai time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from care.kernel.editions import Edition

__all__ = ["Calendar", "CalendarVersion", "DayKind", "DayOf", "Hours", "Interval", "Override", "Timetable"]


class DayKind(StrEnum):
    HOLIDAY = "HOLIDAY"
    """A public holiday by the State Council's notice."""
    MAKE_UP = "MAKE_UP"
    """A Saturday or Sunday that is worked for a holiday (调休)."""
    WEEKDAY = "WEEKDAY"
    """What its weekday says."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Interval:
    """Open from `opens` until `closes`: minutes from midnight; 1440 is the day's end."""

    opens: int
    closes: int


Hours = tuple[Interval, ...]
"""A day's intervals in their order; none: closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What one date has, whatever else would hold for it: it always wins."""

    date: date
    hours: Hours = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """What an operator publishes. `week`: Monday to Sunday."""

    week: tuple[Hours, ...]
    holidays: Hours
    make_up_days: Hours
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVersion(Edition):
    """A published timetable."""

    timetable: Timetable


DayOf = Callable[[date], DayKind]
"""Tells holidays and make-up workdays (care.hours.holidays)."""


class Calendar:
    """The service hours of any date."""

    def __init__(self, timetable: Timetable, kind_of: DayOf) -> None:
        self._timetable = timetable
        self._kind_of = kind_of
        self._overrides = _by_date(timetable.overrides)

    def hours(self, day: date) -> Hours:
        """An override wins; then holiday or make-up workday; then the weekday."""
        if day in self._overrides:
            return self._overrides[day]
        kind = self._kind_of(day)
        if kind is DayKind.HOLIDAY:
            return self._timetable.holidays
        return self._timetable.make_up_days if kind is DayKind.MAKE_UP else self._timetable.week[day.weekday()]


def _by_date(overrides: Iterable[Override]) -> dict[date, Hours]:
    return {each.date: each.hours for each in overrides}
