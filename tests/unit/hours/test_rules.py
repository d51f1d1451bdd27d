"""What a calendar must be to be published."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from care.hours.baseline import baseline_calendar
from care.hours.errors import BadInterval, BadOverride, BadWeek, NoServiceHours
from care.hours.holidays import Holidays
from care.hours.model import Interval, Override, Timetable
from care.hours.rules import check, parse_hours, shown

SINCE = date(2026, 3, 2)
BASE = baseline_calendar().timetable
DAYS = Holidays().kind_of


def closed(first: date, days: int) -> tuple[Override, ...]:
    return tuple(Override(date=first + timedelta(days=number)) for number in range(days))


def test_hours_are_read_and_shown() -> None:
    assert parse_hours(["13:30-24:00", " 08:00-12:00 "], "week.0") == (
        Interval(opens=480, closes=720),
        Interval(opens=810, closes=1440),
    )
    assert shown(parse_hours(["13:30-24:00", "08:00-12:00"], "week.0")) == ["08:00-12:00", "13:30-24:00"]
    assert parse_hours(["08:00-12:00", "12:00-14:00"], "week.0"), "one may begin where another ends"


@pytest.mark.parametrize(
    "texts",
    [
        ["8:00-12:00"],
        ["08:00–12:00"],
        ["12:00-08:00"],
        ["08:00-08:29"],
        ["08:00-24:01"],
        ["24:00-24:30"],
        ["08:60-12:00"],
        ["08:00-12:00", "11:59-14:00"],
        ["08:00-12:00", "08:00-12:00"],
        [f"{hour:02}:00-{hour:02}:30" for hour in range(7)],
    ],
)
def test_what_is_no_interval_is_refused_with_its_place(texts: list[str]) -> None:
    with pytest.raises(BadInterval) as refused:
        parse_hours(texts, "holidays")
    assert refused.value.detail == {"place": "holidays"}


def test_the_built_in_calendar_is_sound() -> None:
    check(BASE, DAYS, SINCE)


def test_a_week_has_seven_days() -> None:
    with pytest.raises(BadWeek):
        check(replace(BASE, week=BASE.week[:6]), DAYS, SINCE)


def test_a_calendar_without_any_service_hours_is_refused() -> None:
    with pytest.raises(NoServiceHours):
        check(Timetable(week=((),) * 7, holidays=BASE.holidays, make_up_days=BASE.make_up_days), DAYS, SINCE)


def test_closed_for_13_days_is_allowed_and_for_14_it_is_not() -> None:
    first = date(2026, 7, 1)
    check(replace(BASE, overrides=closed(first, 13)), DAYS, SINCE)
    with pytest.raises(NoServiceHours) as refused:
        check(replace(BASE, overrides=closed(first, 14)), DAYS, SINCE)
    assert refused.value.detail == {"since": "2026-07-01"}


def test_days_before_it_takes_effect_do_not_count() -> None:
    check(replace(BASE, overrides=closed(SINCE - timedelta(days=20), 20)), DAYS, SINCE)


def test_open_on_mondays_only_falls_to_a_holiday_on_a_monday() -> None:
    mondays = Timetable(week=(BASE.week[0], *((),) * 6), holidays=(), make_up_days=())
    check(mondays, DAYS, SINCE)
    with pytest.raises(NoServiceHours) as refused:
        check(mondays, DAYS, date(2026, 2, 1))
    assert refused.value.detail == {"since": "2026-02-10"}, "two Mondays lie in the Spring Festival of 2026"


@pytest.mark.parametrize(
    "overrides",
    [
        closed(SINCE, 1) * 2,
        (Override(date=SINCE + timedelta(days=733)),),
        tuple(Override(date=SINCE - timedelta(days=number), hours=BASE.holidays) for number in range(367)),
    ],
)
def test_overrides_are_one_a_date_not_too_far_and_not_too_many(overrides: tuple[Override, ...]) -> None:
    with pytest.raises(BadOverride):
        check(replace(BASE, overrides=overrides), DAYS, SINCE)
