from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.contact.quiet import QuietHours
from care.kernel.clock import SHANGHAI
from care.orders.naming import name_goods
from care.outreach.model import NoSurvey
from care.outreach.rules import LATEST, SurveyTimes, plan_survey, short_yuan

QUIET = QuietHours(22, 8)
TIMES = SurveyTimes(ideal=timedelta(hours=20), early=timedelta(minutes=30))
MONDAY = datetime(2026, 3, 2, tzinfo=SHANGHAI)
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("signed", "at"),
    [
        ("02T12:00", "03T08:00"),  # 20 h: exactly when quiet hours end
        ("02T12:30", "03T08:30"),
        ("02T01:59", "02T21:59"),  # the last one before quiet hours
        ("02T02:00", "02T21:30"),  # 20 h: 22:00, the first quiet minute
        ("02T04:00", "02T21:30"),
        ("02T08:00", "02T21:30"),  # quiet hours end exactly 24 h after: that is not before
        ("02T08:01", "03T08:00"),  # one minute is left
        ("02T11:59", "03T08:00"),
    ],
)
def test_a_survey_heard_of_in_time_goes_out_at_its_best_time(signed: str, at: str) -> None:
    assert plan_survey(day(signed), day(signed), TIMES, QUIET).at == day(at)


def test_every_minute_of_a_week_gets_its_survey_in_24_hours_and_never_at_night() -> None:
    for minute in range(7 * 24 * 60):
        signed = MONDAY + timedelta(minutes=minute)
        at = plan_survey(signed, signed, TIMES, QUIET).at
        assert at is not None
        assert signed < at <= signed + LATEST
        assert not QUIET.covers(at)


@pytest.mark.parametrize(
    ("signed", "now", "at"),
    [
        ("02T10:00", "03T09:00", "03T09:00"),  # late, by day: at once
        ("02T10:00", "03T10:00", "03T10:00"),  # the last moment
        ("02T09:00", "03T02:00", "03T08:00"),  # late, at night: there is an hour in the morning
        ("02T02:00", "02T23:00", None),  # late, at night, and over before the morning
        ("02T08:00", "03T07:00", None),  # quiet until the very end
    ],
)
def test_a_fact_that_comes_late(signed: str, now: str, at: str | None) -> None:
    assert plan_survey(day(signed), day(now), TIMES, QUIET).at == (day(at) if at else None)


def test_why_there_is_no_survey() -> None:
    assert plan_survey(day("02T10:00"), day("03T10:00:01"), TIMES, QUIET).reason is NoSurvey.HEARD_TOO_LATE
    assert plan_survey(day("02T02:00"), day("02T23:00"), TIMES, QUIET).reason is NoSurvey.NO_TIME_LEFT


@given(
    signed=INSTANTS,
    late=st.timedeltas(timedelta(), timedelta(hours=30)),
    start=st.integers(0, 23),
    end=st.integers(0, 23),
    ideal=st.integers(1, 23),
    early=st.integers(1, 59),
)
def test_whatever_the_figures_a_survey_is_in_time_or_says_why_not(
    signed: datetime, late: timedelta, start: int, end: int, ideal: int, early: int
) -> None:
    quiet, now = QuietHours(start, end), signed + late
    times = SurveyTimes(ideal=timedelta(hours=ideal), early=timedelta(minutes=early))
    plan = plan_survey(signed, now, times, quiet)
    if plan.at is None:
        assert plan.reason is (NoSurvey.HEARD_TOO_LATE if late > LATEST else NoSurvey.NO_TIME_LEFT)
        assert late > LATEST or (quiet.covers(now) and quiet.next_allowed(now) >= signed + LATEST)
    else:
        assert plan.reason is None
        assert now <= plan.at <= signed + LATEST
        assert not quiet.covers(plan.at)


@given(INSTANTS, st.integers(0, 23), st.integers(0, 23), st.integers(1, 23), st.integers(1, 59))
def test_whatever_the_figures_what_is_heard_of_at_once_gets_its_survey(
    signed: datetime, start: int, end: int, ideal: int, early: int
) -> None:
    times = SurveyTimes(ideal=timedelta(hours=ideal), early=timedelta(minutes=early))
    at = plan_survey(signed, signed, times, QuietHours(start, end)).at
    assert at is not None
    assert signed < at <= signed + LATEST


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["鲜牛肉"], "鲜牛肉"),
        (["鲜牛肉", "草莓", "鲜牛肉"], "鲜牛肉、草莓"),
        (["鲜牛肉", "草莓", "鸡蛋"], "鲜牛肉、草莓等3件商品"),
        (["呼伦贝尔草原散养谷饲鲜牛肉礼盒装"], "呼伦贝尔草原散养谷饲鲜牛肉礼盒装"),
        (["呼伦贝尔草原散养谷饲鲜牛肉礼盒装大"], "呼伦贝尔草原散养谷饲鲜牛肉礼盒…"),
    ],
)
def test_goods_are_named_shortly(names: list[str], text: str) -> None:
    assert name_goods(names) == text


def test_a_reward_reads_as_people_say_it() -> None:
    assert (short_yuan(500), short_yuan(550)) == ("5", "5.50")
