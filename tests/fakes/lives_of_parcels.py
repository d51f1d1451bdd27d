"""A parcel that lies still, what its member replies, and the half-day in which it is to come (P4, P5)."""

import json
from datetime import timedelta

import msgspec

from api.relay import global_id
from care.contact.inbound.take import Forwarded
from care.kernel.clock import SHANGHAI
from fakes.mall import line, order
from fakes.product import Product

__all__ = ["awaited", "expected", "kept"]

MEMBER, PHONE = "member:M001", "13812345678"


def awaited(product: Product) -> None:
    """Asked about twice: the carrier is chased, then the money is wanted; what means nothing reaches a person."""
    _on_its_way(product)
    product.advance(days=2)
    _reply(product, "1", "first")
    product.advance(days=2)
    _reply(product, "到底什么时候到呀", "second")
    _reply(product, "2", "third")
    product.advance(days=1)


def expected(product: Product) -> None:
    """A half-day is booked, moved, and told of half an hour before."""
    _on_its_way(product)
    (edge,) = product.call("MyOrders", MEMBER)["edges"]
    for days in (2, 1):
        day = product.clock.now().astimezone(SHANGHAI).date() + timedelta(days=days)
        slot = {"day": day.isoformat(), "part": "MORNING"}
        product.call("BookDeliverySlot", MEMBER, input={"orderId": edge["node"]["id"], "slot": slot})
        product.settle()
    product.advance(days=1)


def kept(product: Product) -> None:
    """What has come is kept until tonight, and nobody comes; kept on, it is taken home the next morning."""
    now = product.clock.now()
    body = order(lines=[line(line_id="1")])
    product.event("OrderPlaced", **body, placed_at=now.isoformat())
    product.event("OrderArrived", **body, arrived_at=now.isoformat())
    product.settle()
    for hours in (8, 22):
        until = (now + timedelta(hours=hours)).isoformat()
        product.call("HoldParcel", MEMBER, input={"orderId": global_id("Order", "O001"), "until": until})
        product.advance(hours=9)
    product.event("OrderSigned", **body, signed_at=product.clock.now().isoformat())
    product.advance(hours=6)


def _on_its_way(product: Product) -> None:
    now = product.clock.now()
    product.event("OrderPlaced", **order(lines=[line(line_id="1")]), placed_at=now.isoformat())
    about = {"order_id": "O001", "shipment_id": "S1", "carrier": "SF", "moved_at": now.isoformat()}
    product.event("ShipmentMoved", **about, status="IN_TRANSIT")
    product.settle()


def _reply(product: Product, text: str, source: str) -> None:
    """As the callbacks' queue brings it."""
    said = {"phone_number": PHONE, "content": text, "sequence_id": source}
    body = msgspec.json.encode(Forwarded(provider="alibaba", door="sms", body=json.dumps([said]))).decode()
    product.invoke(lambda: product.app.inbound_taker.take(body))
    product.settle()
