"""A2: the alerts that wait for somebody."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.permissions import STAFF, may, seen_by
from api.relay import After, Connection, First, global_id, page_of
from api.staff.enums import StaffFunction
from api.stored import Source, Stored
from care.staff import alert_shelves as model
from care.staff.model import DUTY_DESK

__all__ = ["Alert", "AlertQuery"]


@seen_by(STAFF)
@strawberry.type(description="A call for whoever is on call: acknowledge it, or it goes on to the next.")
class Alert(Stored[model.Alert]):
    @staticmethod
    def source(app: App) -> Source[model.Alert]:
        return "alerts", app.alerts.get_many

    @strawberry.field
    def function(self) -> StaffFunction:  # type: ignore[valid-type]
        """Who is called."""
        return self.model.function

    @strawberry.field
    def text(self) -> str:
        """Why, in Chinese."""
        return self.model.text

    @strawberry.field
    def ticket_id(self) -> strawberry.ID | None:
        """Global id of the ticket that it is about; null: about none."""
        return strawberry.ID(global_id("Ticket", self.model.about)) if self.model.about else None

    @strawberry.field
    def region(self) -> str | None:
        """Whose region it concerns."""
        return self.model.region

    @strawberry.field
    def raised_at(self) -> datetime:
        """When it was raised."""
        return self.model.raised_at

    @strawberry.field
    def told(self) -> list[str]:
        """Staff ids of who was told so far, in order; `duty` is the duty desk."""
        return list(self.model.told)

    @strawberry.field
    def acknowledged_by(self) -> str | None:
        """Staff id of who took it on."""
        return self.model.acknowledged_by

    @strawberry.field
    def acknowledged_at(self) -> datetime | None:
        """When; null: it still waits."""
        return self.model.acknowledged_at


@strawberry.type
class AlertQuery:
    @strawberry.field(metadata=may(STAFF))
    def my_alerts(self, info: Info, *, desk: bool = False, first: First = 20, after: After = None) -> Connection[Alert]:
        """What the caller, or the duty desk, was told of and nobody has acknowledged; the newest first."""
        whose = DUTY_DESK if desk else info.context.viewer.id
        return page_of(info, "myAlerts", whose, first, after, fetch=info.context.app.alerts.of_staff, kind=Alert)
