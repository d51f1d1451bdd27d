"""L2: a member takes a place."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey
from api.payloads import UserError, error_codes
from api.permissions import MEMBER, PART, may, seen_by
from api.programmes.answers import InvitationInput, answer
from api.programmes.types import Invitation
from care.programmes.errors import CampaignOver, InvitationAnswered, InvitationExpired, QuotaFull

__all__ = ["AcceptInvitation"]


@error_codes(CampaignOver, InvitationAnswered, InvitationExpired, QuotaFull)
class AcceptInvitationErrorCode(Enum):
    """Why it was not accepted."""


@seen_by(PART)
@strawberry.type(description="What became of the acceptance.")
class AcceptInvitationPayload:
    invitation: Invitation | None = strawberry.field(description="The invitation as it is now.")
    replayed: bool = strawberry.field(description="Whether an earlier call with this key had done it.")
    user_errors: list[UserError[AcceptInvitationErrorCode]] = strawberry.field(description="Why nothing was done.")


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
        use_case = info.context.app.invitations.accept
        invitation, replayed, errors = await answer(info, AcceptInvitationErrorCode, use_case, input, idempotency_key)
        return AcceptInvitationPayload(invitation=invitation, replayed=replayed, user_errors=errors)
