"""Where calendars lie: a series of editions beside those of policy and settings."""

from care.dynamo.editions import edition_key
from care.dynamo.shelf import Shelf
from care.hours.model import CalendarVersion

__all__ = ["CALENDARS"]

CALENDARS = Shelf(
    shape=CalendarVersion,
    kind="calendar",
    table="policy",
    key=lambda version: edition_key("CALENDAR", version.number),
)
