"""A2: the inbox of staff."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.permissions import INVOLVED, STAFF, Belongs, may, seen_by
from api.relay import After, Connection, First, global_id, page_of
from api.stored import Source, Stored
from care.staff import notices as model
from care.staff.model import DUTY_DESK

__all__ = ["NoticeQuery", "StaffNotice"]


@seen_by(INVOLVED)
@strawberry.type(description="What a staff member is told. Kept for 90 days.")
class StaffNotice(Stored[model.StaffNotice]):
    @staticmethod
    def source(app: App) -> Source[model.StaffNotice]:
        return "notices", app.inbox.get_many

    def belongs(self) -> Belongs:
        return Belongs(staff_ids=frozenset({self.model.staff_id}))

    @strawberry.field
    def kind(self) -> str:
        """What it is about, for programs."""
        return self.model.kind

    @strawberry.field
    def text(self) -> str:
        """In Chinese."""
        return self.model.text

    @strawberry.field
    def ticket_id(self) -> strawberry.ID | None:
        """Global id of the ticket that it is about; null: about none."""
        return strawberry.ID(global_id("Ticket", self.model.about)) if self.model.about else None

    @strawberry.field
    def at(self) -> datetime:
        """When it came."""
        return self.model.at

    @strawberry.field
    def read_at(self) -> datetime | None:
        """When it was marked as read."""
        return self.model.read_at


@strawberry.type
class NoticeQuery:
    @strawberry.field(metadata=may(STAFF))
    def my_notices(
        self, info: Info, *, desk: bool = False, first: First = 20, after: After = None
    ) -> Connection[StaffNotice]:
        """The inbox of the caller, or of the duty desk; the newest first."""
        whose = DUTY_DESK if desk else info.context.viewer.id
        fetch = info.context.app.inbox.of_staff
        return page_of(info, "myNotices", whose, first, after, fetch=fetch, kind=StaffNotice)
