"""A2: staff have read their notices."""

from enum import Enum

import strawberry

from api.context import Info
from api.payloads import UserError, attempt, error_codes
from api.permissions import PART, STAFF, may, seen_by
from api.relay import local_id
from api.staff.notices import StaffNotice
from care.staff import notices as model
from care.staff.model import DUTY_DESK

__all__ = ["MarkNoticesRead"]


@error_codes()
class MarkNoticesReadErrorCode(Enum):
    """Why nothing was marked."""


@strawberry.input(description="Which notices were read.")
class MarkNoticesReadInput:
    notice_ids: list[strawberry.ID] = strawberry.field(description="1 to 50 of one inbox.")
    desk: bool = strawberry.field(description="Whether it is the inbox of the duty desk.", default=False)


@seen_by(PART)
@strawberry.type(description="What was marked.")
class MarkNoticesReadPayload:
    notices: list[StaffNotice] = strawberry.field(description="The notices as they are now.")
    user_errors: list[UserError[MarkNoticesReadErrorCode]] = strawberry.field(description="Why nothing was done.")


@strawberry.type
class MarkNoticesRead:
    @strawberry.mutation(metadata=may(STAFF, repeatable=True))
    def mark_notices_read(self, info: Info, input: MarkNoticesReadInput) -> MarkNoticesReadPayload:
        """Mark notices as read. Said again, it changes nothing."""
        whose = DUTY_DESK if input.desk else info.context.viewer.id

        def use_case() -> list[model.StaffNotice]:
            wanted = [local_id("StaffNotice", each, field="notice_ids") for each in input.notice_ids]
            return info.context.app.inbox.mark_read(whose, wanted)

        done = attempt(info, MarkNoticesReadErrorCode, use_case)
        notices = [StaffNotice(model=each) for each in done.value or ()]
        return MarkNoticesReadPayload(notices=notices, user_errors=done.errors)
