"""The library's holidays, and years that it does not know."""

import logging
from datetime import date

import pytest
from chinese_calendar import holidays

from care.hours.holidays import Holidays
from care.hours.model import DayKind


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 17), DayKind.HOLIDAY),  # Spring Festival
        (date(2026, 2, 14), DayKind.MAKE_UP),  # a Saturday, worked for it
        (date(2026, 3, 2), DayKind.WEEKDAY),
        (date(2026, 3, 7), DayKind.WEEKDAY),  # a Saturday is a weekday of its own
        (date(2026, 10, 1), DayKind.HOLIDAY),
    ],
)
def test_days_of_2026(day: date, kind: DayKind) -> None:
    assert Holidays().kind_of(day) is kind


def test_an_unknown_year_goes_by_the_weekday_and_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    told: list[int] = []
    year = max(holidays).year + 1
    days = Holidays(told.append)
    with caplog.at_level(logging.WARNING):
        kinds = {days.kind_of(date(year, 1, 1)), days.kind_of(date(year, 10, 1))}
    assert kinds == {DayKind.WEEKDAY}
    assert told == [year]
    (told_once,) = caplog.records
    assert told_once.message == f"the public holidays of {year} are not known yet: its weekdays count as such"
