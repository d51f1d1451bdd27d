"""On which day a festival falls (L7). Lunar days by `lunardate`; 清明 by the solar term."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from care.kernel.clock import SHANGHAI
from care.kernel.errors import BadInput

__all__ = ["FESTIVALS", "FIRST_YEAR", "LAST_YEAR", "festival_day", "festival_start", "next_evening"]

FIRST_YEAR, LAST_YEAR = 2020, 2099
_MORNING, _EVENING = time(9), time(21)


def _solar(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _lunar(month: int, day: int) -> Callable[[int], date]:
    def find(year: int) -> date:
        from lunardate import LunarDate  # what sends nothing at a festival does not load it

        found: date = LunarDate(year, month, day).to_solar_date()
        return found

    return find


def _qingming(year: int) -> date:
    from chinese_calendar import get_solar_terms

    terms: list[tuple[date, str]] = get_solar_terms(date(year, 4, 3), date(year, 4, 7))
    return next(day for day, name in terms if name == "清明")


FESTIVALS: Mapping[str, Callable[[int], date]] = {
    "元旦": _solar(1, 1),
    "春节": _lunar(1, 1),
    "元宵节": _lunar(1, 15),
    "妇女节": _solar(3, 8),
    "清明节": _qingming,
    "劳动节": _solar(5, 1),
    "端午节": _lunar(5, 5),
    "七夕": _lunar(7, 7),
    "教师节": _solar(9, 10),
    "中秋节": _lunar(8, 15),
    "国庆节": _solar(10, 1),
    "重阳节": _lunar(9, 9),
    "腊八节": _lunar(12, 8),
}
"""By the name that members read. A lunar festival of the last month falls in the next year."""


def festival_day(name: str, year: int) -> date:
    """KeyError for a name that is not among FESTIVALS."""
    return FESTIVALS[name](year)


def festival_start(name: str, now: datetime) -> datetime:
    """Nine in the morning of the next day on which the festival falls; BadInput for a name that is none."""
    if name not in FESTIVALS:
        raise BadInput("say when it starts, or name one of the festivals", field="starts_at")
    year = now.astimezone(SHANGHAI).year
    days = (festival_day(name, each) for each in (year - 1, year, year + 1))
    starts = (datetime.combine(day, _MORNING, tzinfo=SHANGHAI) for day in days)
    return next(each for each in starts if each > now)


def next_evening(start: datetime) -> datetime:
    """Nine in the evening of the day after."""
    day = start.astimezone(SHANGHAI).date() + timedelta(days=1)
    return datetime.combine(day, _EVENING, tzinfo=SHANGHAI)
