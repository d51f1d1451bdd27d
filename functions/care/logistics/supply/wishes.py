"""Who waits for a product's return (补货通知, P5): by their own wish, or because it lacked in their order."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from care.catalog.store import product_at
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.dynamo.writes import DynamoWrite
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.logistics.figures import supply_terms
from care.logistics.supply.errors import InStock
from care.logistics.supply.model import RestockWish, Supply
from care.logistics.supply.store import WISHES, supply_at, supply_unchanged, told, wish_at, wishes_of

__all__ = ["RestockWishes", "wish_of", "wished"]


class RestockWishes:
    """Use case `wish` of members; reads their own."""

    def __init__(self, storage: Storage, clock: Clock, requests: Requests, settings: Callable[[], Settings]) -> None:
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings

    def wish(self, request: Request, member_id: str, sku: str, *, on: bool) -> Answer:
        """Wait for it, or no longer; the wish's id. NotFound (no such product), InStock."""

        def decide(batch: Batch) -> str:
            wish, now = f"{sku}#{member_id}", self._clock.now()
            found = self._storage.fetch([wish_at(wish), product_at(sku), supply_at(sku)])
            known, product = found.get(*wish_at(wish)), found.get(*product_at(sku))
            supply = found.get(*supply_at(sku))
            if not on:
                batch.add(*([told(known)] if known else []))
                return wish
            if product is None:
                raise NotFound(field="sku")
            if supply and supply.there:
                raise InStock(field="sku")
            if known and known.asked and known.until > now:
                return wish
            batch.add(*wished(known, supply, wish_of(sku, member_id, product.name, now, self._settings(), asked=True)))
            return wish

        return self._requests.once(request, decide)

    def get_many(self, wishes: Sequence[str]) -> dict[str, RestockWish]:
        return fetch_by_id(self._storage, wish_at, wishes)

    def of_member(self, member_id: str, limit: int, after: Place) -> tuple[list[RestockWish], Place]:
        """The newest first."""
        return wishes_of(self._storage, member_id, limit, after)


def wish_of(sku: str, member_id: str, name: str, now: datetime, settings: Settings, *, asked: bool) -> RestockWish:
    until = now + supply_terms(settings).wish
    return RestockWish(sku=sku, member_id=member_id, name=name, asked=asked, since=now, until=until)


def wished(known: RestockWish | None, supply: Supply | None, wish: RestockWish) -> list[DynamoWrite]:
    """The wish, in the place of an older one; decided anew where the product has changed since it was read."""
    stored = replace(wish, version=known.version if known else 0)
    return [WISHES.save(stored, name="restock.wish"), supply_unchanged(wish.sku, supply)]
