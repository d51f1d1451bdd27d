"""G9: who bears what a ticket has paid, by hand."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.liability.inputs import LiabilityShareInput, charges
from api.liability.types import Liability
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.relay import local_id
from api.settlement import BOOKKEEPERS
from care.dynamo.requests import Answer
from care.liability.errors import DisputeOpen, SharesNotWhole, UnknownParty

__all__ = ["AllocateLiability"]


@error_codes(DisputeOpen, SharesNotWhole, UnknownParty)
class AllocateLiabilityErrorCode(Enum):
    """Why it was not allocated anew."""


@strawberry.input(description="Who bears it from now on.")
class AllocateLiabilityInput:
    liability_id: strawberry.ID = strawberry.field(description="The liability.")
    shares: list[LiabilityShareInput] = strawberry.field(description="1 to 8 parties, who bear all of it.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")


@strawberry.type(description="What became of it.")
class AllocateLiabilityPayload(Payload[AllocateLiabilityErrorCode]):
    liability: Liability | None = strawberry.field(description="The liability as it is now.")


@strawberry.type
class AllocateLiability:
    @strawberry.mutation(metadata=may(BOOKKEEPERS))
    async def allocate_liability(
        self, info: Info, input: AllocateLiabilityInput, idempotency_key: IdempotencyKey
    ) -> AllocateLiabilityPayload:
        """Say who bears what a ticket's round has paid. What changes is posted to the month that is open."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            liability_id = local_id("Liability", input.liability_id, field="liability_id")
            me = info.context.viewer.id
            return info.context.app.liabilities.allocate(request, liability_id, charges(input.shares), me, input.why)

        done = attempt(info, AllocateLiabilityErrorCode, use_case)
        liability = await done.load(info, Liability)
        return AllocateLiabilityPayload(liability=liability, replayed=done.replayed, user_errors=done.errors)
