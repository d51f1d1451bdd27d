"""G9: a dispute is decided."""

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
from care.liability.errors import NoDispute, SharesNotWhole, UnknownParty

__all__ = ["DecideLiabilityDispute"]


@error_codes(NoDispute, SharesNotWhole, UnknownParty)
class DecideLiabilityDisputeErrorCode(Enum):
    """Why the dispute was not decided."""


@strawberry.input(description="How a dispute ends.")
class DecideLiabilityDisputeInput:
    liability_id: strawberry.ID = strawberry.field(description="The liability.")
    shares: list[LiabilityShareInput] | None = strawberry.field(
        description="Upheld: who bears it from now on. None: the objection is not right, and it stays as it was.",
        default=None,
    )
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")


@strawberry.type(description="What became of it.")
class DecideLiabilityDisputePayload(Payload[DecideLiabilityDisputeErrorCode]):
    liability: Liability | None = strawberry.field(description="The liability as it is now.")


@strawberry.type
class DecideLiabilityDispute:
    @strawberry.mutation(metadata=may(BOOKKEEPERS))
    async def decide_liability_dispute(
        self, info: Info, input: DecideLiabilityDisputeInput, idempotency_key: IdempotencyKey
    ) -> DecideLiabilityDisputePayload:
        """End a dispute: allocate it anew, or leave it as it was."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            liability_id = local_id("Liability", input.liability_id, field="liability_id")
            me = info.context.viewer.id
            given = None if input.shares is None else charges(input.shares)
            return info.context.app.liabilities.decide(request, liability_id, given, me, input.why)

        done = attempt(info, DecideLiabilityDisputeErrorCode, use_case)
        liability = await done.load(info, Liability)
        return DecideLiabilityDisputePayload(liability=liability, replayed=done.replayed, user_errors=done.errors)
