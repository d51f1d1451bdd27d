"""Takes in what is heard of parcels, and tells it (P4, P5).

Agenda kinds, subject the parcel's key: `shipment.moved` (lane now, soon; decider `on_moved`), `shipment.watch` (lane
care; generation: the second of the movement that it waits on from, part: the round; `care.logistics.watch`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from care.contact.service import Contact
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane, soon
from care.kernel.clock import Clock
from care.kernel.facts import whole_second
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork
from care.logistics import norms, notices, rules
from care.logistics.figures import norm_terms
from care.logistics.model import Movement, Parcel, StepWishes, Waybill, parcel_key
from care.logistics.store import PARCELS, WAYBILLS, learn, parcel_at, seen_on, step_wishes_at, waybill_at
from care.orders.events import ShipmentMoved
from care.orders.model import Order
from care.orders.store import order_at

__all__ = ["Logistics", "watching"]

_MOST_PARCELS = 50
"""Of one waybill; more are not followed by the carrier's word."""


class Logistics:
    """The parcels that we know."""

    def __init__(
        self, storage: Storage, uow: UnitOfWork, clock: Clock, settings: Callable[[], Settings], contact: Contact
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._settings = settings
        self._contact = contact

    def take(self, event: ShipmentMoved) -> None:
        """Merge a movement, whoever tells of it; one that is known changes nothing and costs no write."""
        self._uow.run(lambda batch: self._merge(batch, event))

    def get_many(self, keys: Sequence[str]) -> dict[str, Parcel]:
        """By `Parcel.key`; those that are not known are absent."""
        return fetch_by_id(self._storage, parcel_at, keys)

    def on_order_parcel(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `order.parcel`: it may have moved before anybody knew whose it was."""
        self._follow(parcel_key(item.subject, str(item.payload["shipment_id"])), batch)

    def on_moved(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `shipment.moved`."""
        self._follow(item.subject, batch)

    def _follow(self, key: str, batch: Batch) -> None:
        """Tell the newest step, learn from what has landed, watch what has not; again, it changes nothing."""
        at_parcel, at_order = parcel_at(key), order_at(key.partition("#")[0])
        found = self._storage.fetch([at_parcel, at_order])
        parcel, order = found.get(*at_parcel), found.get(*at_order)
        if parcel is None or order is None or not order.known:
            return
        after = self._told(batch, parcel, order)
        if parcel.landed and not parcel.learned:
            batch.add(*learn(parcel, norms.Lane.of(parcel, order.region)))
            after = replace(after, learned=True)
        if rules.awaits_carrier(parcel, order) and not parcel.open_stall:
            batch.plan(watching(parcel, parcel.last.at + self.norm(parcel, order), 1))
        if after != parcel:
            batch.add(PARCELS.replace(after, name="parcel.tell"))

    def norm(self, parcel: Parcel, order: Order) -> timedelta:
        """How long a parcel may lie where it lies before somebody should ask. One or two queries."""
        lane, terms, step = norms.Lane.of(parcel, order.region), norm_terms(self._settings()), parcel.last.step
        seen = seen_on(self._storage, lane, step)
        enough = sum(seen.values()) >= terms.least_seen
        wider = {} if enough else seen_on(self._storage, lane.whole_carrier, step)
        return norms.norm_of(seen, wider, terms)

    def _merge(self, batch: Batch, event: ShipmentMoved) -> None:
        key = parcel_key(event.order_id, event.shipment_id)
        known: Parcel | None = self._storage.get(*parcel_at(key))
        before = known or Parcel(order_id=event.order_id, shipment_id=event.shipment_id, waybill=event.shipment_id)
        after = rules.with_movement(_stated(before, event), _movement(event))
        if after == known:
            return
        batch.add(PARCELS.save(after, name="parcel.merge"))
        batch.plan(_moved(key, self._clock.now(), after.version + 1))
        if known is None or known.waybill != after.waybill:
            self._note_waybill(batch, after)

    def _note_waybill(self, batch: Batch, parcel: Parcel) -> None:
        waybill = self._storage.get(*waybill_at(parcel.waybill)) or Waybill(number=parcel.waybill)
        if parcel.key not in waybill.parcels and len(waybill.parcels) < _MOST_PARCELS:
            noted = replace(waybill, parcels=tuple(sorted({*waybill.parcels, parcel.key})))
            batch.add(WAYBILLS.save(noted, name="waybill.note"))

    def _told(self, batch: Batch, parcel: Parcel, order: Order) -> Parcel:
        """The parcel with its steps judged; the newest is told, if the member wants it."""
        judged = {each.step for each in parcel.movements}
        if judged <= set(parcel.told):
            return parcel
        wishes = self._storage.get(*step_wishes_at(order.member_id)) or StepWishes(member_id=order.member_id)
        if movement := rules.to_tell(parcel, wishes.steps, self._clock.now()):
            self._contact.notify(batch, notices.step_notice(parcel, order, movement))
        return replace(parcel, told=tuple(sorted({*parcel.told, *judged})))


def watching(parcel: Parcel, due: datetime, round_: int) -> AgendaItem:
    """Look at `due` whether the parcel still lies where it lies now."""
    return AgendaItem(
        lane=Lane.CARE,
        kind="shipment.watch",
        due=due,
        subject=parcel.key,
        generation=int(parcel.last.at.timestamp()),
        part=str(round_),
    )


def _moved(key: str, now: datetime, version: int) -> AgendaItem:
    return AgendaItem(lane=Lane.NOW, kind="shipment.moved", due=soon(now), subject=key, stamp=version)


def _movement(event: ShipmentMoved) -> Movement:
    return Movement(
        at=whole_second(event.moved_at),
        step=rules.step_of(event.status),
        source=event.mark.id,
        place=rules.plain_place(event.place),
    )


def _stated(parcel: Parcel, event: ShipmentMoved) -> Parcel:
    """Who carries it and by which number, as first stated by its name's order: facts come in any order."""
    carriers = [each for each in (parcel.carrier, event.carrier) if each]
    numbers = [each for each in (parcel.waybill, event.waybill) if each and each != parcel.shipment_id]
    return replace(parcel, carrier=min(carriers, default=None), waybill=min(numbers, default=parcel.shipment_id))
