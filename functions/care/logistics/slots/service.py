"""Booking a slot, moving it, giving it back; the notice before it begins (P5).

One transaction takes the new place and gives the old one back, so that no slot is oversold and no order has two.
Agenda: `slot.told` (lane now: the mall hears of it), `slot.soon` (lane clocks); subject the order, generation the
booking's version.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from care.contact.model import Notice
from care.contact.service import Contact
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock, in_words
from care.kernel.errors import NotFound
from care.kernel.ids import derived_id
from care.kernel.settings import Settings
from care.kernel.work import Batch, Firing
from care.logistics.figures import slot_terms
from care.logistics.slots import rules
from care.logistics.slots.errors import OrderHasCome, SlotFull, SlotNotOffered
from care.logistics.slots.events import DeliverySlotChanged
from care.logistics.slots.model import Booking, Slot, SlotCount
from care.logistics.slots.regions import terms_in
from care.logistics.slots.store import BOOKINGS, booking_at, count_at, give_back, take_place
from care.logistics.weather.rules import bad_weather
from care.logistics.weather.store import spells_of
from care.members.model import Purpose
from care.orders.model import Order
from care.orders.naming import name_goods
from care.orders.store import order_at, order_unchanged

__all__ = ["Slots"]


class Slots:
    """Use cases `book`, `cancel`; deciders `remind` (kind `slot.soon`), `on_order_cancelled`; errand `tell`."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
        contact: Contact,
        put: Callable[[object, datetime], None],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings
        self._contact = contact
        self._put = put

    def offered(self, order: Order) -> list[tuple[Slot, int]]:
        """The slots that can be booked for an order, the earliest first, with the places left; none if it has come."""
        if not rules.awaited(order):
            return []
        terms = terms_in(self._storage, order.region, self._settings())
        stormy = bad_weather(spells_of(self._storage, order.community), terms)
        slots = [each for each in rules.offered(order.community, self._clock.now(), terms) if not stormy(each)]
        found = self._storage.fetch([count_at(each) for each in slots])
        counts: Sequence[SlotCount | None] = [found.get(*count_at(each)) for each in slots]
        return [
            (slot, max(0, terms.capacity - (count.taken if count else 0)))
            for slot, count in zip(slots, counts, strict=True)
        ]

    def get_many(self, order_ids: Sequence[str]) -> dict[str, Booking]:
        """By order; those that never booked are absent."""
        found = self._storage.fetch([booking_at(each) for each in order_ids])
        bookings = {each: found.get(*booking_at(each)) for each in order_ids}
        return {order_id: each for order_id, each in bookings.items() if each is not None}

    def book(self, request: Request, member_id: str, order_id: str, wanted: Slot | None) -> Answer:
        """The slot, or another than before; None gives it back. Its community is the order's, whatever is stated.

        NotFound (not theirs), OrderHasCome, SlotNotOffered, SlotFull.
        """
        return self._requests.once(request, lambda batch: self._book(batch, member_id, order_id, wanted))

    def move(self, batch: Batch, order: Order, booking: Booking | None, slot: Slot) -> None:
        """Book the slot within another's decision, as `book`; the booking is what was read of the order's.

        SlotNotOffered, SlotFull: nothing is written.
        """
        self._check(order, slot)
        count = self._storage.get(*count_at(slot))
        if count and count.taken >= slot_terms(self._settings()).capacity:
            raise SlotFull
        batch.add(order_unchanged(order))
        self._change(batch, booking or Booking(order_id=order.id, member_id=order.member_id), slot)

    def give_back(self, batch: Batch, booking: Booking | None) -> None:
        """The same, where there is one."""
        if booking and booking.slot:
            self._change(batch, booking, None)

    def remind(self, item: AgendaItem, batch: Batch) -> None:
        """Tell the member that it comes soon, if the slot is still that one and the order is to come."""
        booking, order = self._read(item.subject)
        if not _current(booking, item) or order is None or not rules.awaited(order):
            return
        if booking and booking.slot:
            start = rules.starts_at(booking.slot, slot_terms(self._settings()))
            self._contact.notify(batch, _soon(booking, order, start))

    def on_order_cancelled(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `order.cancelled`: the place of an order of which nothing is left is free again."""
        booking, order = self._read(item.subject)
        if order is not None and not order.live and booking is not None and booking.slot is not None:
            self._change(batch, booking, None)

    def tell(self, firing: Firing) -> None:
        """The errand of `slot.told`. A crash after the event tells it once more under the same key."""
        booking, _order = self._read(firing.item.subject)
        if booking and _current(booking, firing.item):
            now = self._clock.now()
            self._put(_event(booking, now), now)
        firing.commit(lambda _batch: None)

    def _book(self, batch: Batch, member_id: str, order_id: str, wanted: Slot | None) -> str:
        booking, order = self._read(order_id)
        if order is None or not order.known or order.member_id != member_id:
            raise NotFound(field="order_id")
        if not rules.awaited(order):
            raise OrderHasCome(field="order_id")
        slot = replace(wanted, community=order.community) if wanted else None
        before = booking or Booking(order_id=order_id, member_id=member_id)
        if slot == before.slot:
            return order_id
        if slot:
            self._check(order, slot)
        batch.add(order_unchanged(order))
        self._change(batch, before, slot)
        return order_id

    def _check(self, order: Order, slot: Slot) -> None:
        """SlotNotOffered: by its time, in this region, or because of the weather."""
        terms = terms_in(self._storage, order.region, self._settings())
        stormy = bad_weather(spells_of(self._storage, slot.community), terms)
        if not rules.bookable(slot, self._clock.now(), terms) or stormy(slot):
            raise SlotNotOffered(field="day")

    def _change(self, batch: Batch, before: Booking, slot: Slot | None) -> None:
        terms, after = slot_terms(self._settings()), replace(before, slot=slot)
        if before.slot:
            batch.add(give_back(before.slot))
        if slot:
            batch.add(take_place(slot, terms.capacity))
            batch.plan(_item("slot.soon", after, rules.starts_at(slot, terms) - terms.notice, Lane.CLOCKS))
        batch.add(BOOKINGS.save(after, name="slot.book"))
        batch.plan(_item("slot.told", after, self._clock.now(), Lane.NOW))

    def _read(self, order_id: str) -> tuple[Booking | None, Order | None]:
        found = self._storage.fetch([booking_at(order_id), order_at(order_id)])
        return found.get(*booking_at(order_id)), found.get(*order_at(order_id))


def _item(kind: str, booking: Booking, due: datetime, lane: Lane) -> AgendaItem:
    """`booking` is about to be saved: its next version is what the item is about."""
    return AgendaItem(lane=lane, kind=kind, due=due, subject=booking.order_id, generation=booking.version + 1)


def _current(booking: Booking | None, item: AgendaItem) -> bool:
    return booking is not None and booking.version == item.generation


def _soon(booking: Booking, order: Order, start: datetime) -> Notice:
    goods = name_goods([line.name for line in order.lines if not line.cancelled])
    return Notice(
        key=f"slot:{booking.order_id}:{booking.version}",
        member_id=booking.member_id,
        template="slot_soon",
        params={"goods": goods, "slot": rules.in_words(booking.slot) if booking.slot else "", "start": in_words(start)},
        purpose=Purpose.SERVICE,
        booked_slot=True,
        useless_after=start,
        about=booking.order_id,
    )


def _event(booking: Booking, now: datetime) -> DeliverySlotChanged:
    slot = booking.slot
    return DeliverySlotChanged(
        version=1,
        occurred_at=now,
        key=derived_id("slot", booking.order_id, booking.version),
        change=booking.version,
        order_id=booking.order_id,
        member_id=booking.member_id,
        day=slot.day if slot else None,
        part=slot.part.value if slot else None,
    )
