"""All that a decision about kept goods reads, in two batches."""

from collections.abc import Mapping
from dataclasses import dataclass

from care.catalog.model import Product
from care.catalog.store import product_at
from care.dynamo.storage import Storage, Wanted
from care.logistics.holding.model import ColdStore, Hold
from care.logistics.holding.rules import Lying, lying
from care.logistics.holding.store import cold_at, hold_at
from care.logistics.model import Parcel, parcel_key
from care.logistics.store import parcel_at
from care.orders.model import Order
from care.orders.store import order_at
from care.staff.model import Leader
from care.staff.store import leader_at

__all__ = ["HoldCase", "read_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCase:
    order: Order
    hold: Hold | None
    parcels: tuple[Parcel, ...]
    lying: tuple[Lying, ...]
    products: Mapping[str, Product]
    cold: ColdStore | None
    leader: Leader | None

    @property
    def open(self) -> Hold | None:
        return self.hold if self.hold and self.hold.open else None

    @property
    def leader_as_member(self) -> str | None:
        """Where a leader is told: we know them as a member, if the mall states it."""
        return self.leader.member_id if self.leader else None


def read_case(storage: Storage, order_id: str) -> HoldCase | None:
    """None where the order is not known."""
    found = storage.fetch([order_at(order_id), hold_at(order_id)])
    order = found.get(*order_at(order_id))
    if order is None or not order.known:
        return None
    skus = sorted({line.sku for line in order.lines})
    keys = [parcel_key(order_id, each) for each in order.shipments]
    at_cold, at_leader = cold_at(order.community), leader_at(order.leader_id)
    wanted: list[Wanted] = [at_cold, at_leader, *map(product_at, skus), *map(parcel_at, keys)]
    around = storage.fetch(wanted)
    parcels = tuple(each for key in keys if (each := around.get(*parcel_at(key))))
    products: list[Product | None] = [around.get(*product_at(each)) for each in skus]
    return HoldCase(
        order=order,
        hold=found.get(*hold_at(order_id)),
        parcels=parcels,
        lying=lying(order, parcels),
        products={each.sku: each for each in products if each},
        cold=around.get(*at_cold),
        leader=around.get(*at_leader),
    )
