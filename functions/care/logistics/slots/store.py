"""Where slots lie. Table `orders`:

| pk | sk | item |
| --- | --- | --- |
| `SLOTS#community` | `day#half-day` | how many are booked |
| `ORDER#order` | `SLOT` | the slot of an order |
"""

from care.dynamo.shelf import ABSENT, Shelf, attribute
from care.dynamo.storage import Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.logistics.slots.errors import SlotFull
from care.logistics.slots.model import Booking, Slot, SlotCount

__all__ = ["BOOKINGS", "SLOT_COUNTS", "booking_at", "count_at", "give_back", "take_place"]

SLOT_COUNTS = Shelf(shape=SlotCount, kind="slot", table="orders", key=lambda each: _key(each.community, each))
BOOKINGS = Shelf(shape=Booking, kind="booking", table="orders", key=lambda each: Key(f"ORDER#{each.order_id}", "SLOT"))


def booking_at(order_id: str) -> Wanted:
    return BOOKINGS, Key(f"ORDER#{order_id}", "SLOT")


def count_at(slot: Slot) -> Wanted:
    return SLOT_COUNTS, _key(slot.community, slot)


def take_place(slot: Slot, capacity: int) -> DynamoWrite:
    """One place, under the condition that there is one; SlotFull."""
    room = ABSENT | (attribute("taken") < capacity)
    return _count(slot, 1, room, "slot.take")


def give_back(slot: Slot) -> DynamoWrite:
    return _count(slot, -1, attribute("taken") > 0, "slot.give_back")


def _count(slot: Slot, by: int, condition: object, name: str) -> DynamoWrite:
    return SLOT_COUNTS.update(
        count_at(slot)[1],
        attribute("type").set(SLOT_COUNTS.kind),
        attribute("community").set(slot.community),
        attribute("day").set(slot.day.isoformat()),
        attribute("part").set(str(slot.part)),
        attribute("taken").add(by),
        name=name,
        condition=condition,  # type: ignore[arg-type]
        lost=(lambda _found: SlotFull()) if by > 0 else None,
    )


def _key(community: str, slot: Slot | SlotCount) -> Key:
    return Key(f"SLOTS#{community}", f"{slot.day.isoformat()}#{slot.part}")
