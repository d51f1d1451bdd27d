"""Habits are followed from the facts of orders (L7).

order.stated, order.cancelled ──▶ habit.follow: what the order counts for now, PAGE products at a time
"""

from dataclasses import replace
from datetime import datetime

from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.work import Batch
from care.orders.model import Order
from care.orders.store import order_at, order_unchanged
from care.programmes.habits.model import Bought, Buyer, CountedOrder, with_order
from care.programmes.habits.store import BOUGHT, BUYERS, COUNTED, bought_at, buyer_at, counted_at

__all__ = ["Habits"]

PAGE = 80
"""Products: each is a row."""


class Habits:
    """Deciders `on_order` (facts of orders), `follow` (`habit.follow`)."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def on_order(self, item: AgendaItem, batch: Batch) -> None:
        """One look for all facts that came with one version of the order."""
        now = self._clock.now()
        batch.plan(AgendaItem(lane=Lane.NOW, kind="habit.follow", due=now, subject=item.subject, generation=item.stamp))

    def follow(self, item: AgendaItem, batch: Batch) -> None:
        """By the order as it is: exactly once, whatever is repeated."""
        at_order, at_counted = order_at(item.subject), counted_at(item.subject)
        found = self._storage.fetch([at_order, at_counted])
        order, known = found.get(*at_order), found.get(*at_counted)
        placed_at = (order.placed_at or order.signed_at) if order else None
        if order is None or placed_at is None or not order.known:
            return
        wanted = {line.sku for line in order.lines if not line.cancelled}
        before = set(known.skus) if known else set()
        moved = known is not None and known.placed_at != placed_at
        changed = sorted(sku for sku in (wanted | before if moved else wanted ^ before) if sku > item.part)
        if not changed:
            return
        page, more = changed[:PAGE], len(changed) > PAGE
        batch.add(order_unchanged(order))
        self._count(batch, order, placed_at, page, wanted)
        counted = CountedOrder(
            order_id=order.id,
            member_id=order.member_id,
            placed_at=known.placed_at if known and more else placed_at,
            skus=tuple(sorted((before - set(page)) | (wanted & set(page)))),
            version=known.version if known else 0,
        )
        batch.add(COUNTED.save(counted, name="habit.counted"))
        if more:
            batch.plan(replace(item, part=page[-1], due=self._clock.now(), attempts=0, last_error=""))

    def _count(self, batch: Batch, order: Order, placed_at: datetime, page: list[str], wanted: set[str]) -> None:
        member_id = order.member_id
        known = fetch_by_id(self._storage, bought_at, [(member_id, sku) for sku in page])
        for sku in page:
            row = known.get((member_id, sku)) or Bought(member_id=member_id, sku=sku)
            orders = with_order(row.orders, order.id, placed_at if sku in wanted else None)
            if orders != row.orders:
                batch.add(BOUGHT.save(replace(row, orders=orders), name="habit.bought"))
        buyer = self._storage.get(*buyer_at(member_id)) or Buyer(member_id=member_id)
        orders = with_order(buyer.orders, order.id, placed_at if wanted else None)
        if orders != buyer.orders:
            batch.add(BUYERS.save(replace(buyer, orders=orders), name="habit.buyer"))
