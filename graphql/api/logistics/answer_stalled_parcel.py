"""P4: the member says what to do about a parcel that does not move; a reply by number is the same."""

from enum import Enum

import strawberry

from api.context import Info
from api.enums import described
from api.idempotency import IdempotencyKey, request_of
from api.orders import Order
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from care.dynamo.requests import Answer
from care.logistics.errors import ParcelMoved, StallAnswered
from care.logistics.model import StallOption, parcel_key

__all__ = ["AnswerStalledParcel"]

StallAnswer = described(
    StallOption,
    "What can be done about a parcel that does not move.",
    name="StallAnswer",
    CHASE="The carrier is chased; another norm later it is asked about again.",
    REFUND="A person takes the case to give the money back.",
    WAIT="Wait on; another norm later it is asked about again.",
)


@error_codes(StallAnswered, ParcelMoved)
class AnswerStalledParcelErrorCode(Enum):
    """Why an answer was not taken."""


@strawberry.input(description="What to do about a parcel that does not move.")
class AnswerStalledParcelInput:
    order_id: strawberry.ID = strawberry.field(description="The caller's order.")
    shipment_id: str = strawberry.field(description="The parcel, by the mall's id of its shipment.")
    option: StallAnswer = strawberry.field(description="What should be done.")  # type: ignore[valid-type]


@strawberry.type(description="What became of the answer.")
class AnswerStalledParcelPayload(Payload[AnswerStalledParcelErrorCode]):
    order: Order | None = strawberry.field(description="The order, with its parcels as they are now.")


@strawberry.type
class AnswerStalledParcel:
    @strawberry.mutation(metadata=may(MEMBER))
    async def answer_stalled_parcel(
        self,
        info: Info,
        input: AnswerStalledParcelInput,
        idempotency_key: IdempotencyKey,
    ) -> AnswerStalledParcelPayload:
        """Answer the question about a parcel that does not move: chase it, give the money back, or wait on."""
        order_id = ""

        def use_case() -> Answer:
            nonlocal order_id
            order_id = local_id("Order", input.order_id, field="order_id")
            key = parcel_key(order_id, input.shipment_id)
            request = request_of(info, idempotency_key, input)
            return info.context.app.stall_watch.answer(request, key, info.context.viewer.id, input.option)

        done = attempt(info, AnswerStalledParcelErrorCode, use_case)
        order = None if done.errors else await Order.load(info.context, order_id)
        return AnswerStalledParcelPayload(order=order, replayed=done.replayed, user_errors=done.errors)
