"""Which slots can be booked, and when they begin (P5). Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from care.kernel.clock import SHANGHAI
from care.logistics.slots.model import HalfDay, Slot
from care.orders.model import Order

__all__ = ["SlotTerms", "awaited", "bookable", "ends_at", "in_words", "offered", "starts_at"]

_AFTERNOON = timedelta(hours=6)
_WORDS = {HalfDay.MORNING: "上午", HalfDay.AFTERNOON: "下午"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTerms:
    """`open`: whether any slot is booked at all; `begins`: hour of the day in Shanghai; `closes`: so long before a slot
    begins it takes no bookings.
    """

    capacity: int
    days: int
    begins: dict[HalfDay, int]
    closes: timedelta
    notice: timedelta
    open: bool = True


def starts_at(slot: Slot, terms: SlotTerms) -> datetime:
    return datetime.combine(slot.day, time(terms.begins[slot.part]), tzinfo=SHANGHAI)


def ends_at(slot: Slot, terms: SlotTerms) -> datetime:
    """The morning ends when the afternoon begins; the afternoon lasts six hours."""
    if slot.part is HalfDay.MORNING:
        return starts_at(replace(slot, part=HalfDay.AFTERNOON), terms)
    return starts_at(slot, terms) + _AFTERNOON


def offered(community: str, now: datetime, terms: SlotTerms) -> list[Slot]:
    """All slots that can be booked now, full or not, the earliest first."""
    today = now.astimezone(SHANGHAI).date()
    days = (today + timedelta(days=each) for each in range(terms.days + 1))
    slots = [Slot(community=community, day=day, part=part) for day in days for part in HalfDay]
    return [each for each in slots if bookable(each, now, terms)]


def bookable(slot: Slot, now: datetime, terms: SlotTerms) -> bool:
    """From now until so many days ahead, and not shortly before it begins."""
    ahead = slot.day - now.astimezone(SHANGHAI).date()
    return (
        terms.open
        and timedelta(0) <= ahead <= timedelta(days=terms.days)
        and now <= starts_at(slot, terms) - terms.closes
    )


def awaited(order: Order) -> bool:
    """Whether the order is still to come."""
    return order.live and order.arrived_at is None and order.signed_at is None


def in_words(slot: Slot) -> str:
    """As a member reads it: `3月4日上午`."""
    return f"{slot.day.month}月{slot.day.day}日{_WORDS[slot.part]}"
