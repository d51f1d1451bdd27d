"""P5: a member books the half-day in which their order comes, moves it, or gives it back."""

from datetime import date
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.slots import HalfDay
from api.orders import Order
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from care.dynamo.requests import Answer
from care.logistics.slots.errors import OrderHasCome, SlotFull, SlotNotOffered
from care.logistics.slots.model import Slot

__all__ = ["BookDeliverySlot"]


@error_codes(SlotFull, SlotNotOffered, OrderHasCome)
class BookDeliverySlotErrorCode(Enum):
    """Why the slot was not booked."""


@strawberry.input(description="A half-day of a day.")
class DeliverySlotInput:
    day: date = strawberry.field(description="The day in Shanghai.")
    part: HalfDay = strawberry.field(description="Which half of it.")  # type: ignore[valid-type]


@strawberry.input(description="The slot in which an order should come.")
class BookDeliverySlotInput:
    order_id: strawberry.ID = strawberry.field(description="The caller's order.")
    slot: DeliverySlotInput | None = strawberry.field(description="The slot; null gives it back.", default=None)


@strawberry.type(description="What became of the booking.")
class BookDeliverySlotPayload(Payload[BookDeliverySlotErrorCode]):
    order: Order | None = strawberry.field(description="The order with its slot as it is now.")


@strawberry.type
class BookDeliverySlot:
    @strawberry.mutation(metadata=may(MEMBER))
    async def book_delivery_slot(
        self,
        info: Info,
        input: BookDeliverySlotInput,
        idempotency_key: IdempotencyKey,
    ) -> BookDeliverySlotPayload:
        """Book a slot for one's own order, or another than before; the old one is given back in the same moment."""

        def use_case() -> Answer:
            order_id = local_id("Order", input.order_id, field="order_id")
            wanted = Slot(community="", day=input.slot.day, part=input.slot.part) if input.slot else None
            request = request_of(info, idempotency_key, input)
            return info.context.app.slots.book(request, info.context.viewer.id, order_id, wanted)

        done = attempt(info, BookDeliverySlotErrorCode, use_case)
        order = await done.load(info, Order)
        return BookDeliverySlotPayload(order=order, replayed=done.replayed, user_errors=done.errors)
