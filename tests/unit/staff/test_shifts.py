"""When somebody works (A2): held against a slow second opinion that walks through the minutes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.kernel.clock import SHANGHAI
from care.kernel.errors import BadInput
from care.staff.shifts import DayShifts, Shifts, Span, begins_at, check_shifts, next_begin, on_shift

MONDAY = date(2026, 3, 2)
NIGHT = Span.parse("22:00-06:00", "week")
DAY = Span.parse("09:00-18:00", "week")
WORKDAYS = Shifts(week=((DAY,),) * 5 + ((NIGHT,), ()))


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    """So many days after Monday 2 March 2026, in Shanghai."""
    return datetime(2026, 3, 2, hour, minute, tzinfo=SHANGHAI) + timedelta(days=day)


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (_at(0, 8, 59), False),
        (_at(0, 9), True),
        (_at(0, 17, 59), True),
        (_at(0, 18), False),
        (_at(5, 21, 59), False),
        (_at(5, 22), True),
        (_at(6, 0), True),
        (_at(6, 5, 59), True),
        (_at(6, 6), False),
        (_at(6, 22), False),
        (_at(7, 5), False),
    ],
)
def test_a_shift_may_pass_midnight(at: datetime, *, on: bool) -> None:
    assert on_shift(WORKDAYS, at) is on


def test_a_date_that_differs_goes_before_its_weekday_and_what_began_before_it_goes_on() -> None:
    off_sunday = replace(WORKDAYS, days=(DayShifts(date=MONDAY + timedelta(days=6)), DayShifts(date=MONDAY)))
    assert not on_shift(off_sunday, _at(0, 10))
    assert on_shift(off_sunday, _at(6, 3)), "Saturday's night ends on Sunday"
    extra = replace(WORKDAYS, days=(DayShifts(date=MONDAY + timedelta(days=6), spans=(DAY,)),))
    assert on_shift(extra, _at(6, 10))


def test_a_whole_day_is_written_with_one_time_twice() -> None:
    round_the_clock = Shifts(week=((Span.parse("08:00-08:00", "week"),),) * 7)
    assert all(on_shift(round_the_clock, _at(day, hour)) for day in range(7) for hour in range(24))
    check_shifts(round_the_clock, MONDAY)


@pytest.mark.parametrize(
    ("after", "begins"),
    [
        (_at(0, 8), _at(0, 9)),
        (_at(0, 9), _at(1, 9)),
        (_at(4, 9), _at(5, 22)),
        (_at(5, 22), _at(7, 9)),
    ],
)
def test_the_next_shift(after: datetime, begins: datetime) -> None:
    assert next_begin(WORKDAYS, after) == begins
    assert begins_at(WORKDAYS, begins)
    assert not begins_at(WORKDAYS, begins + timedelta(seconds=1))


def test_no_shift_comes_any_more_or_only_after_a_long_leave() -> None:
    never = Shifts(week=((),) * 7)
    assert next_begin(never, _at(0, 0)) is None
    only_once = replace(never, days=(DayShifts(date=MONDAY + timedelta(days=90), spans=(DAY,)),))
    assert next_begin(only_once, _at(0, 0)) == _at(90, 9)
    on_leave = replace(WORKDAYS, days=tuple(DayShifts(date=MONDAY + timedelta(days=day)) for day in range(30)))
    assert next_begin(on_leave, _at(0, 0)) == _at(30, 9)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"week": ((DAY,),) * 6}, "week"),
        ({"week": ((DAY, Span.parse("17:00-19:00", "week")),) + ((),) * 6}, "week"),
        ({"week": ((NIGHT,), (Span.parse("05:00-09:00", "week"),)) + ((),) * 5}, "week"),
        ({"week": ((Span.parse("05:00-09:00", "week"),),) + ((),) * 5 + ((NIGHT,),)}, "week"),
        ({"week": (tuple(Span(starts=hour * 60, ends=hour * 60 + 30) for hour in range(5)),) + ((),) * 6}, "week"),
        ({"days": (DayShifts(date=MONDAY), DayShifts(date=MONDAY))}, "days"),
        ({"days": (DayShifts(date=MONDAY + timedelta(days=367)),)}, "days"),
        ({"days": tuple(DayShifts(date=MONDAY + timedelta(days=day)) for day in range(121))}, "days"),
        ({"days": (DayShifts(date=MONDAY, spans=(DAY, DAY)),)}, "days"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_field(change: dict[str, object], field: str) -> None:
    check_shifts(WORKDAYS, MONDAY)
    with pytest.raises(BadInput) as refused:
        check_shifts(replace(WORKDAYS, **change), MONDAY)  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize("text", ["", "9:00-18:00", "09:00", "24:00-08:00", "09:60-10:00", "09:00-18:00x"])
def test_a_time_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        Span.parse(text, "days")
    assert refused.value.field == "days"


spans = st.builds(lambda starts, ends: Span(starts=starts * 15, ends=ends * 15), st.integers(0, 95), st.integers(0, 95))
several = st.lists(spans, max_size=2).map(tuple)
dates = st.integers(-1, 9).map(lambda day: MONDAY + timedelta(days=day))
any_shifts = st.builds(
    Shifts,
    week=st.tuples(*[several] * 7),
    days=st.lists(st.builds(DayShifts, date=dates, spans=several), max_size=3, unique_by=lambda day: day.date).map(
        tuple
    ),
)


def _runs(shifts: Shifts, at: datetime) -> bool:
    """By walking: every span of the eleven days, from its start, as many minutes as it has."""
    for number in range(-2, 10):
        day = MONDAY + timedelta(days=number)
        for span in shifts.on(day):
            start = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(minutes=span.starts)
            length = span.ends - span.starts if span.ends > span.starts else span.ends - span.starts + 24 * 60
            if start <= at < start + timedelta(minutes=length):
                return True
    return False


@settings(deadline=None, max_examples=100)
@given(any_shifts, st.integers(0, 7 * 96))
def test_on_shift_is_what_walking_through_the_days_finds(shifts: Shifts, quarter: int) -> None:
    at = _at(0, 0) + timedelta(minutes=15 * quarter)
    assert on_shift(shifts, at) == _runs(shifts, at)


@settings(deadline=None, max_examples=100)
@given(any_shifts, st.integers(0, 2 * 96))
def test_between_now_and_the_next_begin_none_begins(shifts: Shifts, quarter: int) -> None:
    now = _at(0, 0) + timedelta(minutes=15 * quarter)
    begins = next_begin(shifts, now)
    quarters = [now + timedelta(minutes=15 * number) for number in range(1, 5 * 96)]
    found = next((each for each in quarters if begins_at(shifts, each)), None)
    assert begins == found if found else begins is None or begins > quarters[-1]
    assert begins is None or on_shift(shifts, begins)
