"""Login: staff end the sessions of a member (P6)."""

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

__all__ = ["EndMemberSessions"]


@error_codes()
class EndMemberSessionsErrorCode(Enum):
    """Why nothing was ended."""


@strawberry.input(description="Whose sessions end.")
class EndMemberSessionsInput:
    member_id: strawberry.ID = strawberry.field(description="The member.")
    reason: str = strawberry.field(description="Why: 1 to 200 characters, for colleagues.")


@strawberry.type(description="What came of it.")
class EndMemberSessionsPayload(Payload[EndMemberSessionsErrorCode]):
    member: Member | None = strawberry.field(description="The member, logged in nowhere.")


@strawberry.type
class EndMemberSessions:
    @strawberry.mutation(metadata=may(staff(Role.MANAGER, Role.OPERATOR)))
    async def end_member_sessions(
        self,
        info: Info,
        input: EndMemberSessionsInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> EndMemberSessionsPayload:
        """End all sessions that a member has begun until now: no refresh token of theirs works any more; an access
        token does for its last minutes. They may log in anew.
        """

        def use_case() -> Answer:
            member_id = local_id("Member", input.member_id, field="member_id")
            request = request_of(info, idempotency_key, input)
            by = info.context.viewer.id
            return info.context.app.end_sessions.end(request, member_id, by=by, reason=input.reason)

        done = attempt(info, EndMemberSessionsErrorCode, use_case)
        member = await done.load(info, Member)
        return EndMemberSessionsPayload(member=member, replayed=done.replayed, user_errors=done.errors)
