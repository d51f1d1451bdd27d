"""P5: a member says which steps of their parcels they want to be told of."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.types import ShippingStep
from api.members.types import Member
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from care.dynamo.requests import Answer

__all__ = ["SetShippingSteps"]


@error_codes()
class SetShippingStepsErrorCode(Enum):
    """Why the choice was not taken."""


@strawberry.input(description="The steps of parcels that the caller wants to be told of.")
class SetShippingStepsInput:
    steps: list[ShippingStep] = strawberry.field(  # type: ignore[valid-type]
        description="These and no others; none: no step is told. What stalls is told of all the same."
    )


@strawberry.type(description="What became of the choice.")
class SetShippingStepsPayload(Payload[SetShippingStepsErrorCode]):
    member: Member | None = strawberry.field(description="The caller as they are now.")


@strawberry.type
class SetShippingSteps:
    @strawberry.mutation(metadata=may(MEMBER))
    async def set_shipping_steps(
        self,
        info: Info,
        input: SetShippingStepsInput,
        idempotency_key: IdempotencyKey,
    ) -> SetShippingStepsPayload:
        """Choose the steps of parcels to be told of, from the next movement on."""
        mine, wishes = info.context.viewer.id, info.context.app.shipping_wishes

        def use_case() -> Answer:
            return wishes.set(request_of(info, idempotency_key, input), mine, input.steps)

        done = attempt(info, SetShippingStepsErrorCode, use_case)
        member = await done.load(info, Member)
        return SetShippingStepsPayload(member=member, replayed=done.replayed, user_errors=done.errors)
