"""Where an order stands, in one word, for who looks after many (T1). Pure."""

from enum import StrEnum

from care.orders.model import Order

__all__ = ["OrderStanding", "standing_of"]


class OrderStanding(StrEnum):
    """The furthest that it has come."""

    PLACED = "PLACED"
    ON_ITS_WAY = "ON_ITS_WAY"
    ARRIVED = "ARRIVED"
    """It lies at the pickup point."""
    SIGNED = "SIGNED"
    """All that is not cancelled was signed for."""
    CANCELLED = "CANCELLED"
    """All of it."""


def standing_of(order: Order) -> OrderStanding:
    live = [line for line in order.lines if not line.cancelled]
    if not live:
        return OrderStanding.CANCELLED
    if all(line.signed_at for line in live):
        return OrderStanding.SIGNED
    if order.arrived_at or any(line.delivered_at for line in live):
        return OrderStanding.ARRIVED
    return OrderStanding.ON_ITS_WAY if order.shipped_at or order.shipments else OrderStanding.PLACED
