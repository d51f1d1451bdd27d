"""Chinese public holidays and make-up workdays, by the State Council's yearly notices (chinesecalendar)."""

import logging
from collections.abc import Callable
from datetime import date

from care.hours.model import DayKind

__all__ = ["Holidays"]

_log = logging.getLogger(__name__)


class Holidays:
    """What kind of day a date is.

    The notice of a year comes out in the November before it, and the library some days later. Until then, the rule of
    the weekday holds, which is logged and counted once a year and sandbox (`count` gets the year; M4), and operators
    enter what they know as overrides.
    """

    def __init__(self, count: Callable[[int], None] = lambda _year: None) -> None:
        self._count = count
        self._unknown: set[int] = set()

    def kind_of(self, day: date) -> DayKind:
        from chinese_calendar import holidays, workdays  # at first use: most invocations ask for no date

        if day in holidays:
            return DayKind.HOLIDAY
        if day in workdays:
            return DayKind.MAKE_UP
        if not min(holidays).year <= day.year <= max(holidays).year:
            self._report(day.year)
        return DayKind.WEEKDAY

    def _report(self, year: int) -> None:
        if year not in self._unknown:
            self._unknown.add(year)
            _log.warning("the public holidays of %d are not known yet: its weekdays count as such", year)
            self._count(year)
