"""C5: the mall is asked again for a payout that failed, or that it has not answered."""

from enum import Enum

import strawberry

from api.accounts import Payout, hand_of
from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from care.accounts.errors import (
    BenefitCapExceeded,
    CapExceeded,
    FreightCapExceeded,
    PayoutNotFailed,
    PayoutUnanswered,
)
from care.dynamo.requests import Answer

__all__ = ["RetryPayout"]


@error_codes(BenefitCapExceeded, CapExceeded, FreightCapExceeded, PayoutNotFailed, PayoutUnanswered)
class RetryPayoutErrorCode(Enum):
    """Why a payout was not tried again."""


@strawberry.input(description="Which payout to try again.")
class RetryPayoutInput:
    payout_id: strawberry.ID = strawberry.field(description="The payout.")


@strawberry.type(description="What became of it.")
class RetryPayoutPayload(Payload[RetryPayoutErrorCode]):
    payout: Payout | None = strawberry.field(description="The payout as it is now.")


@strawberry.type
class RetryPayout:
    @strawberry.mutation(metadata=may(CARERS))
    async def retry_payout(
        self,
        info: Info,
        input: RetryPayoutInput,
        idempotency_key: IdempotencyKey,
    ) -> RetryPayoutPayload:
        """Ask the mall again for a payout that failed, under the line's cap as it stands now.

        So does a manager with one that the mall has not answered in time: at once, under the same attempt.
        """

        def use_case() -> Answer:
            payout_id = local_id("Payout", input.payout_id, field="payout_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.accounts.retry(request, payout_id, hand_of(info))

        done = attempt(info, RetryPayoutErrorCode, use_case)
        payout = await done.load(info, Payout)
        return RetryPayoutPayload(payout=payout, replayed=done.replayed, user_errors=done.errors)
