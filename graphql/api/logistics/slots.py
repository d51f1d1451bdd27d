"""Delivery slots as members, their leader and staff see them (P5)."""

from datetime import date

import strawberry

from api.context import Context
from api.enums import described
from api.permissions import PART, seen_by
from care.logistics.slots import model
from care.orders.model import Order

__all__ = ["DeliverySlot", "HalfDay", "slot_of", "slots_for"]

HalfDay = described(
    model.HalfDay,
    "The slots of a day.",
    name="HalfDay",
    MORNING="In the morning.",
    AFTERNOON="In the afternoon.",
)


@seen_by(PART)
@strawberry.type(description="A half-day in which an order can come.")
class DeliverySlot:
    day: date = strawberry.field(description="The day in Shanghai.")
    part: HalfDay = strawberry.field(description="Which half of it.")  # type: ignore[valid-type]
    places_left: int | None = strawberry.field(description="Places that are free; null for the slot that is booked.")


async def slot_of(context: Context, order: Order) -> DeliverySlot | None:
    """The slot that is booked for an order."""
    booking = await context.loaders.load("bookings", context.app.slots.get_many, order.id)
    slot = booking.slot if booking else None
    return DeliverySlot(day=slot.day, part=slot.part, places_left=None) if slot else None


def slots_for(context: Context, order: Order) -> list[DeliverySlot]:
    """The slots that can be booked for an order now."""
    offered = context.app.slots.offered(order)
    return [DeliverySlot(day=slot.day, part=slot.part, places_left=left) for slot, left in offered]
