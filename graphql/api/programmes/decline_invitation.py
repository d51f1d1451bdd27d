"""L2: a member would rather not."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey
from api.payloads import UserError, error_codes
from api.permissions import MEMBER, PART, may, seen_by
from api.programmes.answers import InvitationInput, answer
from api.programmes.types import Invitation
from care.programmes.errors import InvitationAnswered, InvitationExpired

__all__ = ["DeclineInvitation"]


@error_codes(InvitationAnswered, InvitationExpired)
class DeclineInvitationErrorCode(Enum):
    """Why it was not declined."""


@seen_by(PART)
@strawberry.type(description="What became of the answer.")
class DeclineInvitationPayload:
    invitation: Invitation | None = strawberry.field(description="The invitation as it is now.")
    replayed: bool = strawberry.field(description="Whether an earlier call with this key had done it.")
    user_errors: list[UserError[DeclineInvitationErrorCode]] = strawberry.field(description="Why nothing was done.")


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
        use_case = info.context.app.invitations.decline
        invitation, replayed, errors = await answer(info, DeclineInvitationErrorCode, use_case, input, idempotency_key)
        return DeclineInvitationPayload(invitation=invitation, replayed=replayed, user_errors=errors)
