"""A2: reading the directory."""

import strawberry

from api.context import Info
from api.permissions import STAFF, may
from api.relay import After, Connection, First, page
from api.staff.types import StaffMember

__all__ = ["StaffQuery"]


@strawberry.type
class StaffQuery:
    @strawberry.field(metadata=may(STAFF))
    def staff(self, info: Info, first: First = 50, after: After = None) -> Connection[StaffMember]:
        """The whole staff in order of their ids."""
        return page(info, "staff", first, after, fetch=info.context.app.directory.page, kind=StaffMember)
