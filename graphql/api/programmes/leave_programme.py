"""L2: a tester gives the place back."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey
from api.payloads import UserError, error_codes
from api.permissions import MEMBER, PART, may, seen_by
from api.programmes.answers import InvitationInput, answer
from api.programmes.types import Invitation
from care.programmes.errors import NotTakingPart

__all__ = ["LeaveProgramme"]


@error_codes(NotTakingPart)
class LeaveProgrammeErrorCode(Enum):
    """Why it was not left."""


@seen_by(PART)
@strawberry.type(description="What became of the leaving.")
class LeaveProgrammePayload:
    invitation: Invitation | None = strawberry.field(description="The invitation as it is now.")
    replayed: bool = strawberry.field(description="Whether an earlier call with this key had done it.")
    user_errors: list[UserError[LeaveProgrammeErrorCode]] = strawberry.field(description="Why nothing was done.")


@strawberry.type
class LeaveProgramme:
    @strawberry.mutation(metadata=may(MEMBER))
    async def leave_programme(
        self,
        info: Info,
        input: InvitationInput,
        idempotency_key: IdempotencyKey,
    ) -> LeaveProgrammePayload:
        """Give the place back to others."""
        use_case = info.context.app.invitations.leave
        invitation, replayed, errors = await answer(info, LeaveProgrammeErrorCode, use_case, input, idempotency_key)
        return LeaveProgrammePayload(invitation=invitation, replayed=replayed, user_errors=errors)
