"""A2: an operator or a manager takes on staff, and changes their entries."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.staff.enums import StaffFunction, StaffSkill
from api.staff.types import StaffMember
from api.viewer import Role
from care.dynamo.requests import Answer
from care.staff import model

__all__ = ["RegisterStaffMember"]


@error_codes()
class RegisterStaffMemberErrorCode(Enum):
    """Why the directory was not changed."""


@strawberry.input(description="An entry of the directory, stated whole; shifts and presence are set apart.")
class RegisterStaffMemberInput:
    staff_id: str = strawberry.field(description="The id that their tokens bear.")
    name: str = strawberry.field(description="How colleagues call them, 1 to 40 characters.")
    roles: list[Role] = strawberry.field(description="AGENT, OPERATOR, QUALITY, PRODUCT, MANAGER; none: has left.")
    regions: list[str] = strawberry.field(description="Where they work; none is everywhere.", default_factory=list)
    level: int = strawberry.field(description="1 to 3: how far they may go by themselves.", default=1)
    skills: list[StaffSkill] = strawberry.field(  # type: ignore[valid-type]
        description="What they know beside what every agent can do.", default_factory=list
    )
    functions: list[StaffFunction] = strawberry.field(  # type: ignore[valid-type]
        description="What they are called for where the roster names nobody.", default_factory=list
    )
    stand_in: str | None = strawberry.field(description="Staff id of who acts for them.", default=None)
    also: list[str] | None = strawberry.field(
        description="Their ids as a member and as a leader; left out: as it is. Only another manager changes it.",
        default=None,
    )

    corp_user: str | None = strawberry.field(
        description="Their user id in 企业微信, where alerts reach them and their words are heard; left out: as it is.",
        default=None,
    )

    def entry(self) -> model.StaffMember:
        return model.StaffMember(
            id=self.staff_id,
            name=self.name,
            roles=tuple(model.Role(role.value) for role in self.roles),
            regions=tuple(self.regions),
            level=self.level,
            skills=tuple(self.skills),
            functions=tuple(self.functions),
            stand_in=self.stand_in,
        )


@strawberry.type(description="What became of the entry.")
class RegisterStaffMemberPayload(Payload[RegisterStaffMemberErrorCode]):
    staff_member: StaffMember | None = strawberry.field(description="The entry as it is now.")


@strawberry.type
class RegisterStaffMember:
    @strawberry.mutation(metadata=may(staff(Role.OPERATOR, Role.MANAGER)))
    async def register_staff_member(
        self,
        info: Info,
        input: RegisterStaffMemberInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> RegisterStaffMemberPayload:
        """Take on a staff member or change their entry; only a manager makes or unmakes managers."""

        def use_case() -> Answer:
            viewer = info.context.viewer
            return info.context.app.directory.register(
                input.entry(),
                request_of(info, idempotency_key, input),
                by=viewer.id,
                granted_by=[model.Role(role.value) for role in viewer.roles],
                also=input.also,
                corp_user=input.corp_user,
            )

        done = attempt(info, RegisterStaffMemberErrorCode, use_case)
        member = await done.load(info, StaffMember)
        return RegisterStaffMemberPayload(staff_member=member, replayed=done.replayed, user_errors=done.errors)
