"""What is stated of a product comes in, from the mall or by a person, and sets off its waves (P5)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from care.catalog.model import Product
from care.catalog.store import product_at
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.agenda import soon
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.facts import Mark
from care.kernel.work import Batch, UnitOfWork
from care.logistics.supply.events import MOST_ORDERS, MOST_REGIONS, SupplyChanged
from care.logistics.supply.model import SkuCount, Supply, SupplyState
from care.logistics.supply.rules import stated
from care.logistics.supply.store import SUPPLIES, count_at, skus_of, supplies_listed, supply_at
from care.logistics.supply.waves import waves_of
from care.orders.store import order_at

__all__ = ["SupplyStatements", "SupplyWish"]

_MALL = "mall"
_FURTHEST = timedelta(days=365)
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyWish:
    """How it stands with a product, as a person states it."""

    sku: str
    state: SupplyState
    expected_on: date | None
    left: int | None
    regions: tuple[str, ...]
    order_ids: tuple[str, ...]


class SupplyStatements:
    """`take` the mall's statements; use case `state` of staff; reads for staff and leaders."""

    def __init__(self, storage: Storage, uow: UnitOfWork, clock: Clock, requests: Requests) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._requests = requests

    def take(self, event: SupplyChanged) -> None:
        """Merge a statement; an older one than what is known changes nothing."""
        wish = SupplyWish(
            sku=event.sku,
            state=SupplyState(event.state),
            expected_on=event.expected_on,
            left=event.left,
            regions=event.regions,
            order_ids=event.order_ids,
        )
        self._uow.run(lambda batch: self._merge(batch, wish, _MALL, event.mark))

    def state(self, request: Request, by: str, wish: SupplyWish) -> Answer:
        """As it is from now on; the product. BadInput, NotFound (the mall has told of no such product)."""
        now = self._clock.now()
        _check(wish, now.astimezone(SHANGHAI).date())

        def decide(batch: Batch) -> str:
            if self._merge(batch, wish, by, Mark(now, request.name)) is None:
                raise NotFound(field="sku")
            return wish.sku

        return self._requests.once(request, decide)

    def get_many(self, skus: Sequence[str]) -> dict[str, Supply]:
        return fetch_by_id(self._storage, supply_at, skus)

    def listed(self, limit: int, after: Place) -> tuple[list[Supply], Place]:
        """What is not as usual, the latest to change first."""
        return supplies_listed(self._storage, limit, after)

    def counts(self, keys: Sequence[str]) -> dict[str, SkuCount]:
        return fetch_by_id(self._storage, count_at, keys)

    def of_community(self, community: str, limit: int, after: Place) -> tuple[list[SkuCount], Place]:
        """What a community's orders await, by product (T1)."""
        return skus_of(self._storage, community, limit, after)

    def _merge(self, batch: Batch, wish: SupplyWish, by: str, mark: Mark) -> Product | None:
        """The product, as the mall has told of it."""
        found = self._storage.fetch([supply_at(wish.sku), product_at(wish.sku)])
        known, product = found.get(*supply_at(wish.sku)), found.get(*product_at(wish.sku))
        now = self._clock.now()
        news = Supply(
            sku=wish.sku,
            name=product.name if product else (known.name if known else wish.sku),
            state=wish.state,
            expected_on=wish.expected_on,
            left=wish.left,
            regions=tuple(sorted(set(wish.regions))),
            order_ids=tuple(sorted(set(wish.order_ids))),
            by=by,
            mark=mark,
            changed_at=now,
        )
        if supply := stated(known, news):
            supply = replace(supply, communities=self._communities(supply.order_ids))
            batch.add(SUPPLIES.save(supply, name="supply.state"))
            if known is None or known.change != supply.change:
                batch.plan(*waves_of(supply, soon(now), first=known is None))
        return product

    def _communities(self, order_ids: Sequence[str]) -> tuple[str, ...] | None:
        """Whose orders these are: a batch for each hundred; None where none is named."""
        if not order_ids:
            return None
        orders = fetch_by_id(self._storage, order_at, order_ids)
        return tuple(sorted({each.community for each in orders.values() if each.community}))


def _check(wish: SupplyWish, today: date) -> None:
    """BadInput: the bounds of the mall's own event hold for staff as well."""
    if len(wish.regions) > MOST_REGIONS or len(wish.order_ids) > MOST_ORDERS:
        raise BadInput(f"name {MOST_REGIONS} regions and {MOST_ORDERS} orders at most", field="regions")
    if any(not each.strip() or len(each) > _LONGEST_NAME or "#" in each for each in (*wish.regions, *wish.order_ids)):
        raise BadInput("a place is named by 1 to 64 characters without #", field="regions")
    if wish.state is SupplyState.DELAYED and wish.expected_on is None:
        raise BadInput("DELAYED needs the day on which it is to come; without one it is SHORT", field="expected_on")
    if wish.state in (SupplyState.LOW, SupplyState.BACK) and wish.expected_on:
        raise BadInput(f"{wish.state} has no day on which it is to come", field="expected_on")
    if wish.expected_on and not today <= wish.expected_on <= today + _FURTHEST:
        raise BadInput("the day is within a year from today", field="expected_on")
    if wish.left is not None and (wish.left < 0 or wish.state is not SupplyState.LOW):
        raise BadInput("how many are left is said of LOW, and is 0 or more", field="left")
