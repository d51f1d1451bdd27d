"""Which region an order is from: as the mall stated it, else its leader's."""

from care.dynamo.storage import Storage
from care.orders.model import Order
from care.staff.store import leader_at

__all__ = ["region_of"]


def region_of(storage: Storage, order: Order) -> str:
    """Empty where neither is known. One get, where the order states none."""
    if order.region:
        return order.region
    leader = storage.get(*leader_at(order.leader_id))
    return (leader.region if leader else None) or ""
