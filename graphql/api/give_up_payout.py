"""C5, G10: staff give up a payout that failed, waits for goods or has no answer; its case is decided anew."""

from enum import Enum

import strawberry

from api.accounts import Payout, hand_of
from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from care.accounts.errors import PayoutNotOpen, PayoutUnanswered
from care.dynamo.requests import Answer

__all__ = ["GiveUpPayout"]


@error_codes(PayoutNotOpen, PayoutUnanswered)
class GiveUpPayoutErrorCode(Enum):
    """Why a payout was not given up."""


@strawberry.input(description="Which payout to give up, and why.")
class GiveUpPayoutInput:
    payout_id: strawberry.ID = strawberry.field(description="The payout.")
    why: str = strawberry.field(
        description="The reason, for the record; 1 to 500 characters. The member does not see it."
    )


@strawberry.type(description="What became of it.")
class GiveUpPayoutPayload(Payload[GiveUpPayoutErrorCode]):
    payout: Payout | None = strawberry.field(description="The payout as it is now.")


@strawberry.type
class GiveUpPayout:
    @strawberry.mutation(metadata=may(CARERS))
    async def give_up_payout(
        self,
        info: Info,
        input: GiveUpPayoutInput,
        idempotency_key: IdempotencyKey,
    ) -> GiveUpPayoutPayload:
        """Cancel a payout that failed or waits for goods: its case goes back to a person, who decides anew.

        So does a manager with one that the mall was asked for and has not answered in time; should it be confirmed
        after all, it is PAID.
        """

        def use_case() -> Answer:
            payout_id = local_id("Payout", input.payout_id, field="payout_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.accounts.give_up(request, payout_id, hand_of(info), input.why)

        done = attempt(info, GiveUpPayoutErrorCode, use_case)
        payout = await done.load(info, Payout)
        return GiveUpPayoutPayload(payout=payout, replayed=done.replayed, user_errors=done.errors)
