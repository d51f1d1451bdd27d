"""Arithmetic in business time: laws that hold for every calendar, and days that were looked up by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.hours import business
from care.hours.baseline import baseline_calendar
from care.hours.holidays import Holidays
from care.hours.model import Calendar, DayKind, Hours, Interval, Override, Timetable
from care.kernel.clock import SHANGHAI

BASE = Calendar(baseline_calendar().timetable, Holidays().kind_of)


def at(text: str) -> datetime:
    """A time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@st.composite
def days(draw: st.DrawFn) -> Hours:
    edges = sorted(draw(st.sets(st.integers(0, 48), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return tuple(Interval(opens=opens * 30, closes=closes * 30) for opens, closes in pairs)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = draw(st.lists(days(), min_size=7, max_size=7).filter(any))
    holidays = draw(st.sets(st.integers(0, 60), max_size=10))
    overrides = draw(st.dictionaries(st.integers(0, 60), days(), max_size=5))
    first = date(2026, 1, 1)
    timetable = Timetable(
        week=tuple(week),
        holidays=draw(days()),
        make_up_days=draw(days()),
        overrides=tuple(Override(date=first + timedelta(days=day), hours=each) for day, each in overrides.items()),
    )

    def kind_of(day: date) -> DayKind:
        number = (day - first).days
        if number not in holidays:
            return DayKind.WEEKDAY
        return DayKind.HOLIDAY if number % 2 else DayKind.MAKE_UP

    return Calendar(timetable, kind_of)


moments = st.integers(0, 60 * 86_400).map(lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second))
spans = st.integers(0, 5 * 86_400).map(lambda second: timedelta(seconds=second))
LAWS = settings(max_examples=150, deadline=None)


@LAWS
@given(calendars(), moments, spans)
def test_what_was_added_lies_between(calendar: Calendar, start: datetime, span: timedelta) -> None:
    assert business.between(calendar, start, business.add(calendar, start, span)) == span


@LAWS
@given(calendars(), moments, spans, spans)
def test_more_time_ends_later(calendar: Calendar, start: datetime, span: timedelta, more: timedelta) -> None:
    assert business.add(calendar, start, span) <= business.add(calendar, start, span + more)


@LAWS
@given(calendars(), moments, moments, spans)
def test_who_starts_later_ends_no_earlier(calendar: Calendar, a: datetime, b: datetime, span: timedelta) -> None:
    assert business.add(calendar, min(a, b), span) <= business.add(calendar, max(a, b), span)


@LAWS
@given(calendars(), moments, spans, spans)
def test_two_steps_are_one_step(calendar: Calendar, start: datetime, one: timedelta, two: timedelta) -> None:
    halfway = business.add(calendar, start, one)
    assert business.add(calendar, halfway, two) == business.add(calendar, start, one + two)


@LAWS
@given(calendars(), moments, moments, moments)
def test_time_between_adds_up(calendar: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    first, middle, last = sorted((a, b, c))
    parts = business.between(calendar, first, middle) + business.between(calendar, middle, last)
    assert business.between(calendar, first, last) == parts <= last - first


@LAWS
@given(calendars(), moments, spans.filter(bool))
def test_a_span_ends_in_service_hours(calendar: Calendar, start: datetime, span: timedelta) -> None:
    end = business.add(calendar, start, span)
    last = timedelta(seconds=1)
    assert business.between(calendar, end - last, end) == last


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-03-02T10:00", 30, "2026-03-02T10:30"),
        ("2026-03-02T11:45", 30, "2026-03-02T13:15"),  # over the noon break
        ("2026-03-02T11:30", 30, "2026-03-02T12:00"),  # the earliest moment, not the break's end
        ("2026-03-02T20:45", 30, "2026-03-03T08:45"),  # over night
        ("2026-03-02T03:00", 30, "2026-03-02T09:00"),
        ("2026-03-06T20:45", 30, "2026-03-07T09:15"),  # into a Saturday, which begins later
        ("2026-02-17T11:30", 60, "2026-02-17T14:30"),  # Spring Festival: the short day
        ("2026-02-14T08:00", 30, "2026-02-14T09:00"),  # a Saturday that is worked for it begins at 08:30
        ("2026-10-07T17:45", 30, "2026-10-08T08:45"),  # out of the national holiday
        ("2026-03-02T10:00", 1440, "2026-03-04T11:00"),  # 24 h of service hours: 10 on Monday, 11.5, and 2.5
    ],
)
def test_days_that_were_looked_up_by_hand(start: str, minutes: int, end: str) -> None:
    due = business.add(BASE, at(start), timedelta(minutes=minutes))
    assert due == at(end), due.astimezone(SHANGHAI)
    assert due.tzinfo is UTC


def test_nothing_lies_between_a_moment_and_an_earlier_one() -> None:
    assert business.between(BASE, at("2026-03-02T11:00"), at("2026-03-02T10:00")) == timedelta()


def test_a_calendar_that_never_opens_is_a_mistake_that_ends() -> None:
    never = Calendar(Timetable(week=((),) * 7, holidays=(), make_up_days=()), lambda _day: DayKind.WEEKDAY)
    with pytest.raises(ValueError, match="no service hours"):
        business.add(never, at("2026-03-02T10:00"), timedelta(minutes=1))
