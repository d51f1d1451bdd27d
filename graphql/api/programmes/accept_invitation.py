"""L2: a member takes a place."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey
from api.payloads import Payload, error_codes
from api.permissions import MEMBER, may
from api.programmes.answers import InvitationInput, answer
from api.programmes.types import Invitation
from care.programmes.errors import CampaignOver, InvitationAnswered, InvitationExpired, QuotaFull

__all__ = ["AcceptInvitation"]


@error_codes(CampaignOver, InvitationAnswered, InvitationExpired, QuotaFull)
class AcceptInvitationErrorCode(Enum):
    """Why it was not accepted."""


@strawberry.type(description="What became of the acceptance.")
class AcceptInvitationPayload(Payload[AcceptInvitationErrorCode]):
    invitation: Invitation | None = strawberry.field(description="The invitation as it is now.")


@strawberry.type
class AcceptInvitation:
    @strawberry.mutation(metadata=may(MEMBER))
    async def accept_invitation(
        self,
        info: Info,
        input: InvitationInput,
        idempotency_key: IdempotencyKey,
    ) -> AcceptInvitationPayload:
        """Take a place at the campaign, while there is one; who left may come back."""
        done = answer(info, AcceptInvitationErrorCode, info.context.app.invitations.accept, input, idempotency_key)
        invitation = await done.load(info, Invitation)
        return AcceptInvitationPayload(invitation=invitation, replayed=done.replayed, user_errors=done.errors)
