"""When somebody works: weekly shifts that may pass midnight, and single dates that differ (A2). Pure; Shanghai time."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from care.kernel.clock import SHANGHAI
from care.kernel.errors import BadInput

__all__ = ["WEEK", "DayShifts", "Shifts", "Span", "begins_at", "check_shifts", "covers", "next_begin", "on_shift"]

WEEK = 7
MOST_SPANS = 4
"""Of a day."""
MOST_DAYS = 120
"""Dates that differ."""
FARTHEST = timedelta(days=366)
"""How far ahead a date that differs may lie."""
_DAY = 24 * 60
_FORM = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Minutes from the midnight at which its day begins. An end that is not after the start lies on the next day."""

    starts: int
    ends: int

    @property
    def minutes(self) -> int:
        """How long it lasts; at most a day."""
        return (self.ends - self.starts - 1) % _DAY + 1

    @property
    def shown(self) -> str:
        """As `Span.parse` reads it."""
        return "-".join(f"{each // 60:02}:{each % 60:02}" for each in (self.starts, self.ends))

    @classmethod
    def parse(cls, text: str, field: str) -> "Span":
        """`22:00-06:00`; BadInput naming `field`."""
        form = _FORM.fullmatch(text.strip())
        if form is None:
            raise BadInput(f"{text} is not like 09:00-18:00", field=field)
        from_hour, from_minute, to_hour, to_minute = map(int, form.groups())
        return cls(starts=from_hour * 60 + from_minute, ends=to_hour * 60 + to_minute)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShifts:
    """What begins on one date, whatever its weekday says; none: a day off."""

    date: date
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifts:
    """`week`: what begins on Monday to Sunday."""

    week: tuple[tuple[Span, ...], ...]
    days: tuple[DayShifts, ...] = ()

    def on(self, day: date) -> tuple[Span, ...]:
        """What begins on this date."""
        for each in self.days:
            if each.date == day:
                return each.spans
        return self.week[day.weekday()]


def covers(day: date, span: Span, at: datetime) -> bool:
    """Whether `at` lies in the span that begins on `day`; its end lies outside."""
    begins = _moment(day, span.starts)
    return begins <= at < begins + timedelta(minutes=span.minutes)


def on_shift(shifts: Shifts, at: datetime) -> bool:
    """Whether one of them runs at `at`."""
    today = at.astimezone(SHANGHAI).date()
    return any(covers(day, span, at) for day in (today, today - timedelta(days=1)) for span in shifts.on(day))


def begins_at(shifts: Shifts, at: datetime) -> bool:
    """Whether one of them begins at that very moment."""
    day = at.astimezone(SHANGHAI).date()
    return any(_moment(day, span.starts) == at for span in shifts.on(day))


def next_begin(shifts: Shifts, after: datetime) -> datetime | None:
    """When the next of them begins, after `after`; None where none does any more."""
    for day in _ahead(shifts, after.astimezone(SHANGHAI).date()):
        begins = (_moment(day, span.starts) for span in shifts.on(day))
        if found := min((each for each in begins if each > after), default=None):
            return found
    return None


def check_shifts(shifts: Shifts, today: date) -> None:
    """BadInput naming the field, where they overlap, are too many, or lie too far away."""
    if len(shifts.week) != WEEK:
        raise BadInput("a week has 7 days, Monday first", field="week")
    if any(len(spans) > MOST_SPANS for spans in shifts.week) or _overlap(shifts.week):
        raise BadInput(f"at most {MOST_SPANS} shifts a day, none of which overlap", field="week")
    dates = {each.date for each in shifts.days}
    if len(dates) < len(shifts.days) or len(dates) > MOST_DAYS or any(each > today + FARTHEST for each in dates):
        raise BadInput(f"at most {MOST_DAYS} dates, each once, at most a year ahead", field="days")
    if any(len(each.spans) > MOST_SPANS or _overlap([each.spans]) for each in shifts.days):
        raise BadInput(f"at most {MOST_SPANS} shifts a day, none of which overlap", field="days")


def _overlap(days: Sequence[Iterable[Span]]) -> bool:
    """Whether spans of these days overlap, the last day being followed by the first where they are a week."""
    spans = sorted((day * _DAY + span.starts, span.minutes) for day, each in enumerate(days) for span in each)
    if len(days) == WEEK and spans:
        spans.append((spans[0][0] + WEEK * _DAY, spans[0][1]))
    return any(start + minutes > following for (start, minutes), (following, _) in pairwise(spans))


def _ahead(shifts: Shifts, today: date) -> Iterator[date]:
    """Dates on which something may begin: after all that differ, a week shows what there is."""
    last = max((each.date for each in shifts.days), default=today)
    many = max((last - today).days, 0) + WEEK + 1
    return (today + timedelta(days=number) for number in range(many))


def _moment(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minutes)
