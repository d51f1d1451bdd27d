"""Edition 0 of the calendar, in force until an operator publishes another.

Members pick their goods up in the late afternoon, on their way home, and find out in the kitchen what is wrong with
them. So the desk is open into the evening, an hour short of the quiet hours (22:00), on weekends too, and on public
holidays, when families cook, for a shorter day. A make-up workday is worked as a weekday is.
"""

from care.dynamo.editions import BUILT_IN
from care.hours.model import CalendarVersion, Timetable
from care.hours.rules import parse_hours

__all__ = ["baseline_calendar"]

_WEEKDAY = parse_hours(["08:30-12:00", "13:00-21:00"], "week")
_WEEKEND = parse_hours(["09:00-12:00", "13:00-20:00"], "week")
_HOLIDAY = parse_hours(["10:00-12:00", "14:00-18:00"], "holidays")


def baseline_calendar() -> CalendarVersion:
    """The built-in calendar, as if in force since ever."""
    timetable = Timetable(week=(*[_WEEKDAY] * 5, *[_WEEKEND] * 2), holidays=_HOLIDAY, make_up_days=_WEEKDAY)
    return CalendarVersion(timetable=timetable, **BUILT_IN)
