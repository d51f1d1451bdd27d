"""L2: a member would rather not."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey
from api.payloads import Payload, error_codes
from api.permissions import MEMBER, may
from api.programmes.answers import InvitationInput, answer
from api.programmes.types import Invitation
from care.programmes.errors import InvitationAnswered, InvitationExpired

__all__ = ["DeclineInvitation"]


@error_codes(InvitationAnswered, InvitationExpired)
class DeclineInvitationErrorCode(Enum):
    """Why it was not declined."""


@strawberry.type(description="What became of the answer.")
class DeclineInvitationPayload(Payload[DeclineInvitationErrorCode]):
    invitation: Invitation | None = strawberry.field(description="The invitation as it is now.")


@strawberry.type
class DeclineInvitation:
    @strawberry.mutation(metadata=may(MEMBER))
    async def decline_invitation(
        self,
        info: Info,
        input: InvitationInput,
        idempotency_key: IdempotencyKey,
    ) -> DeclineInvitationPayload:
        """Say no to one's own invitation, for good."""
        done = answer(info, DeclineInvitationErrorCode, info.context.app.invitations.decline, input, idempotency_key)
        invitation = await done.load(info, Invitation)
        return DeclineInvitationPayload(invitation=invitation, replayed=done.replayed, user_errors=done.errors)
