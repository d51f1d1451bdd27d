"""Takes in what the mall states of orders, and tells it.

Commits, each a minute after the next full minute, subject the order, payload `member_id`:
`order.stated` (what the order counts for its member may have changed; one for each order), `order.signed` (payload
`signed_at`; generation its second; one for each signing, stale unless it is the order's first), `order.shipped`
(it, or a first shipment of it, is on its way), `order.cancelled`
(payload `line_ids`, comma-separated; empty: all), `order.parcel`
(payload `shipment_id`; order and shipment are both known, whichever came first).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from care.catalog.report import CategoryReport
from care.dynamo.storage import Ask, Place, Storage, fetch_by_id
from care.kernel.clock import Clock
from care.kernel.work import Batch, UnitOfWork
from care.members.model import Profile
from care.members.service import Members
from care.members.store import member_at
from care.orders.events import OrderEvent, ShipmentMoved
from care.orders.facts import new_facts, share
from care.orders.merge import merged, moved
from care.orders.model import Order
from care.orders.store import ORDERS, leader_pk, member_pk, order_at, placed_on, save_order

__all__ = ["Orders"]


class Orders:
    """The orders that we know."""

    def __init__(
        self, storage: Storage, uow: UnitOfWork, clock: Clock, members: Members, report: CategoryReport
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._members = members
        self._report = report

    def take(self, event: OrderEvent | ShipmentMoved) -> None:
        """Merge a fact: the order, what follows from it, the member and their figures in one transaction.

        A fact that is known changes nothing and costs no write. BadInput (another member's order), OrderTooLarge.
        """
        if isinstance(event, ShipmentMoved):
            self._uow.run(lambda batch: self._move(batch, event))
            return
        self._uow.run(lambda batch: self._merge(batch, event))
        self._report.look_at(line.category for line in event.lines)

    def get_many(self, ids: Sequence[str]) -> dict[str, Order]:
        """Those of `ids` that are known; stubs are not."""
        found = fetch_by_id(self._storage, order_at, ids)
        return {each: order for each, order in found.items() if order.known}

    def of_member(self, member_id: str, limit: int, after: Place = None) -> tuple[list[Order], Place]:
        """A member's orders, the newest first; with an index's delay."""
        return self._page("by_a", member_pk(member_id), limit, after)

    def of_leader(
        self, leader_id: str, limit: int, after: Place = None, *, day: date | None = None
    ) -> tuple[list[Order], Place]:
        """The orders that a leader serves, or those placed on a day in Shanghai; the newest first, with an index's
        delay.
        """
        since, up_to = placed_on(day) if day else (None, None)
        return self._page("by_b", leader_pk(leader_id), limit, after, since, up_to)

    def _merge(self, batch: Batch, event: OrderEvent) -> None:
        found = self._storage.fetch([order_at(event.order_id), member_at(event.member.id)])
        before = found.get(*order_at(event.order_id)) or Order(id=event.order_id)
        after = merged(before, event)
        if after != before:
            batch.add(save_order(after, name="order.merge"))
            batch.plan(*new_facts(before, after, self._clock.now()))
        member = found.get(*member_at(event.member.id))
        self._members.note(batch, member, _profile(event), share(before), share(after))

    def _move(self, batch: Batch, event: ShipmentMoved) -> None:
        before = self._storage.get(*order_at(event.order_id)) or Order(id=event.order_id)
        after = moved(before, event)
        if after != before:
            batch.add(save_order(after, name="order.move"))
            batch.plan(*new_facts(before, after, self._clock.now()))

    def _page(
        self, index: str, pk: str, limit: int, after: Place, since: str | None = None, up_to: str | None = None
    ) -> tuple[list[Order], Place]:
        ask = Ask(table="orders", index=index, pk=pk, limit=limit, after=after, newest_first=True)
        page = self._storage.query(replace(ask, since=since, up_to=up_to))
        return page.of(ORDERS), page.after


def _profile(event: OrderEvent) -> Profile:
    """What an order says of its member."""
    return Profile(
        member_id=event.member.id,
        mark=event.mark,
        name=event.member.name,
        phone=event.member.phone,
        openid=event.member.openid,
        unionid=event.member.unionid,
        community=event.member.community,
        leader_id=event.leader_id,
    )
