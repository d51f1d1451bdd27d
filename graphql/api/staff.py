"""A2: the staff directory: who works here, in which roles and regions, and who is present."""

from enum import Enum

import strawberry

from api.app import App
from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, UserError, attempt, error_codes
from api.permissions import PART, STAFF, may, seen_by, staff
from api.relay import After, Connection, First, page
from api.stored import Source, Stored
from api.viewer import Role
from care.dynamo.requests import Answer
from care.kernel.errors import Forbidden
from care.staff import model

__all__ = ["RegisterStaffMember", "SetPresence", "StaffMember", "StaffQuery"]


@seen_by(STAFF)
@strawberry.type(description="One of the staff. Without roles: has left.")
class StaffMember(Stored[model.StaffMember]):
    @staticmethod
    def source(app: App) -> Source[model.StaffMember]:
        return "staff", app.directory.get_many

    @strawberry.field
    def staff_id(self) -> str:
        """The id in the tokens and in the timelines (not a global id)."""
        return self.model.id

    @strawberry.field
    def name(self) -> str:
        """How colleagues call them."""
        return self.model.name

    @strawberry.field
    def roles(self) -> list[Role]:
        """What they are; empty when they have left."""
        return [Role(role.value) for role in self.model.roles]

    @strawberry.field
    def regions(self) -> list[str]:
        """Where they work; empty is everywhere."""
        return list(self.model.regions)

    @strawberry.field
    def present(self) -> bool:
        """Whether new tickets go to them first."""
        return self.model.present


@strawberry.type
class StaffQuery:
    @strawberry.field(metadata=may(STAFF))
    def staff(self, info: Info, first: First = 50, after: After = None) -> Connection[StaffMember]:
        """The whole staff in order of their ids."""
        return page(info, "staff", first, after, fetch=info.context.app.directory.page, kind=StaffMember)


@error_codes()
class RegisterStaffMemberErrorCode(Enum):
    """Why the directory was not changed."""


@strawberry.input(description="An entry of the directory.")
class RegisterStaffMemberInput:
    staff_id: str = strawberry.field(description="The id that their tokens bear.")
    name: str = strawberry.field(description="How colleagues call them, 1 to 40 characters.")
    roles: list[Role] = strawberry.field(description="AGENT, OPERATOR, QUALITY, PRODUCT, MANAGER; none: has left.")
    regions: list[str] = strawberry.field(description="Where they work; none is everywhere.", default_factory=list)

    def entry(self) -> model.StaffMember:
        roles = tuple(model.Role(role.value) for role in self.roles)
        return model.StaffMember(id=self.staff_id, name=self.name, roles=roles, regions=tuple(self.regions))


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
            )

        done = attempt(info, RegisterStaffMemberErrorCode, use_case)
        member = await done.load(info, StaffMember)
        return RegisterStaffMemberPayload(staff_member=member, replayed=done.replayed, user_errors=done.errors)


@error_codes()
class SetPresenceErrorCode(Enum):
    """Why presence was not changed."""


@strawberry.input(description="Coming or going.")
class SetPresenceInput:
    present: bool = strawberry.field(description="Whether new tickets go to them first.")
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
        """Say that one has come or gone. Saying it again changes nothing."""
        viewer = info.context.viewer
        whose = input.staff_id or viewer.id

        def use_case() -> model.StaffMember:
            if whose != viewer.id and Role.MANAGER not in viewer.roles:
                raise Forbidden("only a manager sets another's presence", field="staff_id")
            return info.context.app.directory.set_presence(whose, present=input.present)

        done = attempt(info, SetPresenceErrorCode, use_case)
        member = StaffMember(model=done.value) if done.value else None
        return SetPresencePayload(staff_member=member, user_errors=done.errors)
