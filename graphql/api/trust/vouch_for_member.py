"""G11: a wrong hold is not repeated: a manager gives their word for a member."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.members.types import Member
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.relay import local_id
from api.viewer import Role
from care.dynamo.requests import Answer

__all__ = ["VouchForMember"]


@error_codes()
class VouchForMemberErrorCode(Enum):
    """Why the word was not taken."""


@strawberry.input(description="A word for a member.")
class VouchForMemberInput:
    member_id: strawberry.ID = strawberry.field(description="The member.")
    why: str = strawberry.field(description="Why: 1 to 200 characters, for colleagues.")


@strawberry.type(description="What became of the word.")
class VouchForMemberPayload(Payload[VouchForMemberErrorCode]):
    member: Member | None = strawberry.field(description="The member.")


@strawberry.type
class VouchForMember:
    @strawberry.mutation(metadata=may(staff(Role.MANAGER)))
    async def vouch_for_member(
        self, info: Info, input: VouchForMemberInput, idempotency_key: IdempotencyKey
    ) -> VouchForMemberPayload:
        """Keep a member's claims from being held, for `trust.voucher_days`."""

        def use_case() -> Answer:
            member_id = local_id("Member", input.member_id, field="member_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.standings.vouch(member_id, info.context.viewer.id, input.why, request)

        done = attempt(info, VouchForMemberErrorCode, use_case)
        member = await done.load(info, Member)
        return VouchForMemberPayload(member=member, replayed=done.replayed, user_errors=done.errors)
