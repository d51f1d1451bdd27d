"""What is known of a member's buying. Orders that were cancelled do not count. Times are aware UTC."""

from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["MOST_ORDERS", "Bought", "Buyer", "CountedOrder", "with_order"]

MOST_ORDERS = 20
"""The newest that are remembered of a product, or of a member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """That a member has bought a product: when each order was placed, by its id."""

    member_id: str
    sku: str
    orders: dict[str, datetime] = field(default_factory=dict)
    version: int = 0

    @property
    def id(self) -> tuple[str, str]:
        return self.member_id, self.sku

    def times_since(self, since: datetime) -> int:
        return sum(at >= since for at in self.orders.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """A member's last orders, whatever was in them."""

    member_id: str
    orders: dict[str, datetime] = field(default_factory=dict)
    version: int = 0

    @property
    def last_at(self) -> datetime | None:
        return max(self.orders.values(), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedOrder:
    """Which products of an order were counted, and when it was placed."""

    order_id: str
    member_id: str
    placed_at: datetime
    skus: tuple[str, ...]
    version: int = 0


def with_order(orders: dict[str, datetime], order_id: str, at: datetime | None) -> dict[str, datetime]:
    """The orders with this one, or without it (None); the newest MOST_ORDERS."""
    others = {each: when for each, when in orders.items() if each != order_id}
    every = others | ({order_id: at} if at else {})
    newest = sorted(every.items(), key=lambda each: (each[1], each[0]))[-MOST_ORDERS:]
    return dict(newest)
