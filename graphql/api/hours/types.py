"""G7: the business calendar as staff read it."""

import datetime as dt

import strawberry

from api.app import App
from api.permissions import PART, STAFF, seen_by
from api.publishing import DatedEdition
from care.dynamo.editions import Editions
from care.hours import model
from care.hours.rules import shown

__all__ = ["BusinessCalendar", "BusinessDay"]


@seen_by(PART)
@strawberry.type(description="A date's service hours.")
class BusinessDay:
    date: dt.date = strawberry.field(description="The date in Shanghai.")
    hours: list[str] = strawberry.field(description="Such as `08:30-12:00`, in order; empty: closed.")


@seen_by(STAFF)
@strawberry.type(description="A published business calendar. It never changes.")
class BusinessCalendar(DatedEdition[model.CalendarVersion]):
    @staticmethod
    def editions(app: App) -> Editions[model.CalendarVersion]:
        return app.hours.editions

    @strawberry.field
    def number(self) -> int:
        """Counts up from 1; 0 is built in."""
        return self.model.number

    @strawberry.field
    def week(self) -> list[list[str]]:
        """Service hours from Monday to Sunday."""
        return [shown(hours) for hours in self.model.timetable.week]

    @strawberry.field
    def holidays(self) -> list[str]:
        """Service hours of a public holiday."""
        return shown(self.model.timetable.holidays)

    @strawberry.field
    def make_up_days(self) -> list[str]:
        """Service hours of a Saturday or Sunday that is worked for a holiday."""
        return shown(self.model.timetable.make_up_days)

    @strawberry.field
    def overrides(self) -> list[BusinessDay]:
        """Dates with hours of their own, whatever else would hold for them."""
        return [BusinessDay(date=each.date, hours=shown(each.hours)) for each in self.model.timetable.overrides]
