"""G9: a party objects, as an operator or a manager records it."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.liability.inputs import LiablePartyInput, party
from api.liability.types import Liability
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.relay import local_id
from api.settlement import BOOKKEEPERS
from care.dynamo.requests import Answer
from care.liability.errors import DisputeOpen, NotLiable

__all__ = ["DisputeLiability"]


@error_codes(DisputeOpen, NotLiable)
class DisputeLiabilityErrorCode(Enum):
    """Why no dispute was recorded."""


@strawberry.input(description="Who objects, and what they say.")
class DisputeLiabilityInput:
    liability_id: strawberry.ID = strawberry.field(description="The liability.")
    party: LiablePartyInput = strawberry.field(description="Who.")
    words: str = strawberry.field(description="What the party says, 1 to 500 characters.")


@strawberry.type(description="What became of it.")
class DisputeLiabilityPayload(Payload[DisputeLiabilityErrorCode]):
    liability: Liability | None = strawberry.field(description="The liability as it is now.")


@strawberry.type
class DisputeLiability:
    @strawberry.mutation(metadata=may(BOOKKEEPERS))
    async def dispute_liability(
        self, info: Info, input: DisputeLiabilityInput, idempotency_key: IdempotencyKey
    ) -> DisputeLiabilityPayload:
        """Record that a party objects to what it bears. It stays as it is until that is decided."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            liability_id = local_id("Liability", input.liability_id, field="liability_id")
            me = info.context.viewer.id
            return info.context.app.liabilities.dispute(request, liability_id, party(input.party), me, input.words)

        done = attempt(info, DisputeLiabilityErrorCode, use_case)
        liability = await done.load(info, Liability)
        return DisputeLiabilityPayload(liability=liability, replayed=done.replayed, user_errors=done.errors)
