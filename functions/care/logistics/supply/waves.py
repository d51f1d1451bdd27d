"""Whom a statement about a product concerns is looked at in waves (P5).

    supply.page ──▶ supply.tell (each order that awaits it; care.logistics.supply.notes) … the next page a minute later
    supply.communities ──▶ supply.leader (each leader whose community awaits it) … the next page at once
    restock.page: who waits for its return is told, a page in one transaction

A wave costs one query, whatever else is stored. Subject of the items: the product; generation: `Supply.change`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from care.contact.service import Contact
from care.dynamo.paging import next_page, place_of
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.work import Batch
from care.logistics.supply import notices
from care.logistics.supply.model import Supply
from care.logistics.supply.store import awaiting, communities_of, supply_at, told, waiting_for
from care.staff.store import leader_at

__all__ = ["SupplyWaves", "telling", "waves_of"]

PAGE = 50
WISHES_AT_ONCE = 40
"""Each takes a deletion and a message."""
_PAUSE = timedelta(minutes=1)
_AFTER_ORDERS = timedelta(minutes=30)


class SupplyWaves:
    """Deciders `page`, `communities`, `leader`, `restock`, of the kinds above."""

    def __init__(self, storage: Storage, clock: Clock, contact: Contact) -> None:
        self._storage = storage
        self._clock = clock
        self._contact = contact

    def page(self, item: AgendaItem, batch: Batch) -> None:
        """The next PAGE orders that await it, the first to order before all."""
        supply = self._current(item)
        if supply is None:
            return
        now = self._clock.now()
        found, rest = awaiting(self._storage, supply.sku, PAGE, place_of(item))
        batch.plan(*(telling(supply, each.order_id, now) for each in found))
        if rest:
            batch.plan(next_page(item, rest, now + _PAUSE))

    def communities(self, item: AgendaItem, batch: Batch) -> None:
        """The next PAGE communities that await it."""
        supply = self._current(item)
        if supply is None:
            return
        now = self._clock.now()
        found, rest = communities_of(self._storage, supply.sku, PAGE, place_of(item))
        for count in found:
            about: dict[str, str | int] = {
                "leader": count.leader_id,
                "community": count.community,
                "region": count.region,
                "orders": count.orders,
                "pieces": count.pieces,
            }
            batch.plan(replace(item, kind="supply.leader", part=count.community, payload=about, due=now))
        if rest:
            batch.plan(next_page(item, rest, now))

    def leader(self, item: AgendaItem, batch: Batch) -> None:
        """The leader hears it as a member, where we know them as one; the API tells it in any case (T1)."""
        supply = self._current(item)
        leader = self._storage.get(*leader_at(str(item.payload["leader"]))) if supply else None
        if supply is None or leader is None or leader.member_id is None:
            return
        if supply.reaches(str(item.payload["community"]), str(item.payload["region"])):
            self._contact.notify(batch, notices.to_leader(supply, leader.member_id, item.payload))

    def restock(self, item: AgendaItem, batch: Batch) -> None:
        """The next who wait for its return are told; whoever is told waits no longer."""
        supply = self._current(item)
        if supply is None or supply.lacks:
            return
        wishes, more = waiting_for(self._storage, supply.sku, WISHES_AT_ONCE)
        now = self._clock.now()
        for wish in wishes:
            batch.add(told(wish))
            if wish.until > now:
                self._contact.notify(batch, notices.restocked(wish, supply))
        if more:
            batch.plan(replace(item, due=now + _PAUSE, attempts=0, last_error=""))

    def _current(self, item: AgendaItem) -> Supply | None:
        """None where something newer was stated meanwhile."""
        supply = self._storage.get(*supply_at(item.subject))
        return supply if supply and supply.change == item.generation else None


def waves_of(supply: Supply, due: datetime, *, first: bool) -> Iterable[AgendaItem]:
    """What follows from a statement that says something new; `first`: nothing was ever stated of the product.

    Whoever was told that it lacks hears that it does no longer before those who wait for it do.
    """
    yield _wave("supply.communities", supply, due)
    if supply.lacks or not first:
        yield _wave("supply.page", supply, due)
    if supply.there:
        yield _wave("restock.page", supply, due + _AFTER_ORDERS)


def _wave(kind: str, supply: Supply, due: datetime) -> AgendaItem:
    return AgendaItem(lane=Lane.CARE, kind=kind, due=due, subject=supply.sku, generation=supply.change)


def telling(supply: Supply, order_id: str, now: datetime) -> AgendaItem:
    """Look at one order."""
    return AgendaItem(
        lane=Lane.CARE, kind="supply.tell", due=now, subject=f"{order_id}#{supply.sku}", generation=supply.change
    )
