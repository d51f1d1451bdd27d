"""Who awaits which product is followed from the facts of orders (P5), and counted by community (T1).

order.stated, order.signed, order.cancelled ──▶ supply.follow: what the order awaits now, PAGE products at a time
"""

from dataclasses import replace
from datetime import datetime

from care.dynamo.storage import Storage
from care.dynamo.writes import DynamoWrite
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.work import Batch
from care.logistics.supply.model import SkuCount
from care.logistics.supply.rules import Change, awaited_skus, changed, count_changes
from care.logistics.supply.store import AWAITED, awaited_by, come, count_at, count_awaited, supply_at, uncount
from care.logistics.supply.waves import telling
from care.orders.model import Order
from care.orders.regions import region_of
from care.orders.store import order_at, order_unchanged

__all__ = ["AwaitedSkus"]

PAGE = 25
"""Products: each takes a row, two counts and a look at most."""


class AwaitedSkus:
    """Deciders `on_order` (facts of orders), `follow` (`supply.follow`)."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def on_order(self, item: AgendaItem, batch: Batch) -> None:
        """One look for all facts that came with one version of the order."""
        batch.plan(
            AgendaItem(
                lane=Lane.NOW,
                kind="supply.follow",
                due=self._clock.now(),
                subject=item.subject,
                generation=item.stamp,
            )
        )

    def follow(self, item: AgendaItem, batch: Batch) -> None:
        """Rows and counts change together, by the order as it is: exactly once, whatever is repeated."""
        order = self._storage.get(*order_at(item.subject))
        if order is None or not order.known:
            return
        changes = changed(awaited_by(self._storage, order.id), awaited_skus(order))
        now, page = self._clock.now(), changes[:PAGE]
        if not page:
            return
        batch.add(order_unchanged(order))
        batch.add(*(_row(each) for each in page), *self._counts(order, page))
        self._look(batch, order, page, now)
        if len(changes) > PAGE:
            batch.plan(replace(item, part=f"{page[-1].sku}", due=now, attempts=0, last_error=""))

    def _counts(self, order: Order, page: list[Change]) -> list[DynamoWrite]:
        """A count that comes to nothing goes away."""
        added = {
            SkuCount(community=community, sku=each.sku).id: count
            for each in page
            for community, count in count_changes(each).items()
        }
        found = self._storage.fetch([count_at(key) for key, (orders, _) in added.items() if orders < 0])
        region, writes = region_of(self._storage, order), []
        for key, count in added.items():
            community, _, sku = key.partition("#")
            known = found.get(*count_at(key))
            over = known is not None and known.orders + count[0] == 0
            writes.append(uncount(known) if known and over else count_awaited(community, order, region, sku, count))
        return writes

    def _look(self, batch: Batch, order: Order, page: list[Change], now: datetime) -> None:
        """An order that was heard of only after its product lacked is told like the others."""
        new = [each.sku for each in page if each.before is None]
        found = self._storage.fetch([supply_at(sku) for sku in new])
        for sku in new:
            supply = found.get(*supply_at(sku))
            if supply and supply.lacks:
                batch.plan(telling(supply, order.id, now))


def _row(change: Change) -> DynamoWrite:
    return AWAITED.save(change.after, name="sku.await") if change.after else come(change.before)  # type: ignore[arg-type]  # it has one of the two
