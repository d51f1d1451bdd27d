"""L2: a tester gives the place back."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey
from api.payloads import Payload, error_codes
from api.permissions import MEMBER, may
from api.programmes.answers import InvitationInput, answer
from api.programmes.types import Invitation
from care.programmes.errors import NotTakingPart

__all__ = ["LeaveProgramme"]


@error_codes(NotTakingPart)
class LeaveProgrammeErrorCode(Enum):
    """Why it was not left."""


@strawberry.type(description="What became of the leaving.")
class LeaveProgrammePayload(Payload[LeaveProgrammeErrorCode]):
    invitation: Invitation | None = strawberry.field(description="The invitation as it is now.")


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
        done = answer(info, LeaveProgrammeErrorCode, info.context.app.invitations.leave, input, idempotency_key)
        invitation = await done.load(info, Invitation)
        return LeaveProgrammePayload(invitation=invitation, replayed=done.replayed, user_errors=done.errors)
