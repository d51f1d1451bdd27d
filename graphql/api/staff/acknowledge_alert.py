"""A2: whoever was told of an alert takes it on."""

from enum import Enum

import strawberry

from api.context import Info
from api.payloads import UserError, attempt, error_codes
from api.permissions import PART, STAFF, may, seen_by
from api.relay import local_id
from api.staff.alerts import Alert
from api.viewer import Role
from care.staff import alert_shelves as model

__all__ = ["AcknowledgeAlert"]


@error_codes()
class AcknowledgeAlertErrorCode(Enum):
    """Why it was not acknowledged."""


@strawberry.input(description="Taking an alert on.")
class AcknowledgeAlertInput:
    alert_id: strawberry.ID = strawberry.field(description="The alert.")


@seen_by(PART)
@strawberry.type(description="What became of it.")
class AcknowledgeAlertPayload:
    alert: Alert | None = strawberry.field(description="The alert as it is now; who was first has it.")
    user_errors: list[UserError[AcknowledgeAlertErrorCode]] = strawberry.field(description="Why nothing was done.")


@strawberry.type
class AcknowledgeAlert:
    @strawberry.mutation(metadata=may(STAFF, repeatable=True))
    def acknowledge_alert(self, info: Info, input: AcknowledgeAlertInput) -> AcknowledgeAlertPayload:
        """Take an alert on, so that it goes to nobody else: for who was told, for managers, and for all where it lies
        with the duty desk.
        """
        viewer = info.context.viewer

        def use_case() -> model.Alert:
            alert_id = local_id("Alert", input.alert_id, field="alert_id")
            return info.context.app.alerts.acknowledge(alert_id, viewer.id, anyones=Role.MANAGER in viewer.roles)

        done = attempt(info, AcknowledgeAlertErrorCode, use_case)
        alert = Alert(model=done.value) if done.value else None
        return AcknowledgeAlertPayload(alert=alert, user_errors=done.errors)
