"""Where orders lie: pk `ORDER#id`; `by_a` the member's, `by_b` the leader's orders, by the time they were placed;
`by_c` those that a community awaits: neither come nor signed for nor cancelled.
"""

from datetime import date, datetime, time, timedelta

from care.dynamo.codec import MOST_BYTES, item_size
from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Place, Storage
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import SHANGHAI, stamp
from care.orders.errors import OrderTooLarge
from care.orders.model import Order

__all__ = ["ORDERS", "awaited_in", "leader_pk", "member_pk", "order_at", "order_unchanged", "placed_on", "save_order"]

_MOST = MOST_BYTES - 1024
"""Leaves room for what an index adds."""


def _key(order_id: str) -> Key:
    return Key(f"ORDER#{order_id}", "ORDER")


def member_pk(member_id: str) -> str:
    return f"MEMBER#{member_id}"


def leader_pk(leader_id: str) -> str:
    return f"LEADER#{leader_id}"


def placed_on(day: date) -> tuple[str, str]:
    """The first and the last place among a member's or a leader's orders of a day in Shanghai."""
    start = datetime.combine(day, time(), tzinfo=SHANGHAI)
    return stamp(start), stamp(start + timedelta(days=1) - timedelta(microseconds=1)) + "~"


def _place(order: Order) -> str:
    """Sorts an order among others: by placing, or by its newest statement where that is not known."""
    at = order.placed_at or (order.body_mark.at if order.body_mark else None)
    return f"{stamp(at) if at else ''}#{order.id}"


def _awaited(order: Order) -> bool:
    return order.live and order.arrived_at is None and order.signed_at is None


ORDERS = Shelf(
    shape=Order,
    kind="order",
    table="orders",
    key=lambda order: _key(order.id),
    indexes={
        "by_a": lambda order: (member_pk(order.member_id), _place(order)) if order.known else None,
        "by_b": lambda order: (leader_pk(order.leader_id), _place(order)) if order.known else None,
        "by_c": lambda order: (f"AWAITED#{order.community}", _place(order)) if _awaited(order) else None,
    },
)


def order_at(order_id: str) -> tuple[Shelf[Order], Key]:
    return ORDERS, _key(order_id)


def awaited_in(storage: Storage, community: str, limit: int, after: Place) -> tuple[list[Order], Place]:
    """What a community awaits, the newest first; with an index's delay."""
    pk = f"AWAITED#{community}"
    page = storage.query(Ask(table="orders", index="by_c", pk=pk, limit=limit, after=after, newest_first=True))
    return page.of(ORDERS), page.after


def save_order(order: Order, *, name: str) -> DynamoWrite:
    """OrderTooLarge where no transaction could take it: the event is told so at the door, not delivered again."""
    size = item_size(ORDERS.dump(order))
    if size > _MOST:
        message = f"the order would take {size} bytes, of at most {_MOST}"
        raise OrderTooLarge(message, size=size, most=_MOST)
    return ORDERS.save(order, name=name)


def order_unchanged(order: Order) -> DynamoWrite:
    """Holds a decision to the order that it read: what was cancelled or paid anew meanwhile is decided again."""
    return ORDERS.check(_key(order.id), attribute("version") == order.version, name="order.unchanged")
