"""Reading the business calendar (G7)."""

from datetime import datetime

import strawberry

from api.context import Info
from api.hours.types import BusinessCalendar
from api.permissions import STAFF, may
from api.relay import After, Connection, First, page

__all__ = ["HoursQuery"]


@strawberry.type
class HoursQuery:
    @strawberry.field(metadata=may(STAFF))
    def calendar(self, info: Info, at: datetime | None = None) -> BusinessCalendar:
        """The business calendar in force now, or at a time, as published so far."""
        editions = info.context.app.hours.editions
        return BusinessCalendar(model=editions.at(at) if at else editions.current())

    @strawberry.field(metadata=may(STAFF))
    def calendar_versions(self, info: Info, first: First = 20, after: After = None) -> Connection[BusinessCalendar]:
        """All that was published, the newest first."""
        editions = info.context.app.hours.editions
        return page(info, "calendarVersions", first, after, fetch=editions.page, kind=BusinessCalendar)
