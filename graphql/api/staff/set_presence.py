"""A2: staff come and go."""

from enum import Enum

import strawberry

from api.context import Info
from api.payloads import UserError, attempt, error_codes
from api.permissions import PART, STAFF, may, seen_by
from api.staff.types import StaffMember
from api.viewer import Role
from care.kernel.errors import Forbidden
from care.staff import model

__all__ = ["SetPresence"]


@error_codes()
class SetPresenceErrorCode(Enum):
    """Why presence was not changed."""


@strawberry.input(description="Coming or going.")
class SetPresenceInput:
    present: bool = strawberry.field(description="Whether they are here: new tickets go to who is.")
    staff_id: str | None = strawberry.field(
        description="Whose presence: the caller's own by default; another's only for managers.", default=None
    )


@seen_by(PART)
@strawberry.type(description="What became of it.")
class SetPresencePayload:
    staff_member: StaffMember | None = strawberry.field(description="The entry as it is now.")
    user_errors: list[UserError[SetPresenceErrorCode]] = strawberry.field(description="Why nothing was done.")


@strawberry.type
class SetPresence:
    @strawberry.mutation(metadata=may(STAFF, repeatable=True))
    def set_presence(self, info: Info, input: SetPresenceInput) -> SetPresencePayload:  # Relay's own name
        """Say that one has come or gone. Saying it again changes nothing. Who comes is given what waits for nobody."""
        viewer = info.context.viewer
        whose = input.staff_id or viewer.id

        def use_case() -> model.StaffMember:
            if whose != viewer.id and Role.MANAGER not in viewer.roles:
                raise Forbidden("only a manager sets another's presence", field="staff_id")
            return info.context.app.directory.set_presence(whose, present=input.present)

        done = attempt(info, SetPresenceErrorCode, use_case)
        member = StaffMember(model=done.value) if done.value else None
        return SetPresencePayload(staff_member=member, user_errors=done.errors)
