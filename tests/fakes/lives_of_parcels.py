"""A parcel that lies still, what its member replies, and the half-day in which it is to come (P4, P5)."""

import json
from dataclasses import dataclass, field
from datetime import timedelta

import msgspec

from api.relay import global_id
from care.contact.channels import ChannelKind, ChannelRefused, Outgoing, Receipt, Then
from care.contact.inbound.forwarded import Forwarded
from care.kernel.clock import SHANGHAI
from fakes.mall import line, order
from fakes.product import Product

__all__ = ["awaited", "expected", "kept", "lacking", "planned", "stormy"]

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


def stormy(product: Product) -> None:
    """A storm comes over a parcel on its way: lifted before an answer, stated again, and moved to another half-day."""
    _on_its_way(product, "GRAIN_OIL")
    product.advance(minutes=3)
    for lifted in (False, True, False):
        _storm(product, lifted=lifted)
        product.advance(minutes=10)
    _reply(product, "2", "moved")
    product.advance(days=1)


def planned(product: Product) -> None:
    """A group is told what comes tomorrow and of a change; of the day after its robot will hear nothing."""
    robot = Robot()
    product.app.ways[ChannelKind.WECOM_ROBOT] = robot
    now = product.clock.now()
    about = {"leader_id": "L001", "community": "阳光花园", "member_id": "M-L001"}
    product.event("LeaderChanged", **about, occurred_at=now.isoformat())
    _plan(product, days=1, pieces=30)
    product.advance(hours=10)
    _plan(product, days=1, pieces=25)
    product.advance(hours=2)
    robot.deaf = True
    for pieces in (8, 0):
        _plan(product, days=1, pieces=pieces)
        product.advance(days=1)


@dataclass
class Robot:
    """Of a group. Deaf: the key that it was called by is no longer good."""

    deaf: bool = False
    posted: list[str] = field(default_factory=list)

    def send(self, outgoing: Outgoing) -> Receipt:
        if self.deaf:
            raise ChannelRefused("93000", Then.ALARM)
        self.posted.append(outgoing.text)
        return Receipt(f"robot:{outgoing.message_id}")


def _plan(product: Product, *, days: int, pieces: int) -> None:
    now = product.clock.now()
    day = (now.astimezone(SHANGHAI) + timedelta(days=days)).date().isoformat()
    goods = [{"sku": "SKU-1", "name": "洛川苹果", "pieces": pieces, "members": 3}] if pieces else []
    about = {"community": "阳光花园", "leader_id": "L001", "day": day, "goods": goods}
    product.event("ArrivalPlanned", **about, occurred_at=now.isoformat())
    product.settle()


def lacking(product: Product) -> None:
    """What an order awaits is short, then comes on another day, then the money is wanted; another waits for it."""
    _told_product(product)
    product.event("OrderPlaced", **order(lines=[line(line_id="1")]), placed_at=product.clock.now().isoformat())
    leader = {"leader_id": "L001", "community": "阳光花园", "member_id": "M-L001"}
    product.event("LeaderChanged", **leader, occurred_at=product.clock.now().isoformat())
    product.advance(minutes=3)
    day = (product.clock.now() + timedelta(days=3)).astimezone(SHANGHAI).date().isoformat()
    for about in ({"state": "SHORT"}, {"state": "DELAYED", "expected_on": day}):
        product.event("SupplyChanged", sku="SKU-1", **about, occurred_at=product.clock.now().isoformat())
        product.advance(minutes=10)
    product.call("SetRestockWish", "member:M002", input={"sku": "SKU-1"})
    _reply(product, "2", "refund")
    product.advance(minutes=10)
    product.event("SupplyChanged", sku="SKU-1", state="BACK", occurred_at=product.clock.now().isoformat())
    product.advance(hours=1)


def _told_product(product: Product) -> None:
    about = {"sku": "SKU-1", "name": "洛川苹果", "category": "FRESH"}
    product.event("ProductChanged", **about, occurred_at=product.clock.now().isoformat())


def _storm(product: Product, *, lifted: bool) -> None:
    now = product.clock.now()
    times = {"starts_at": now + timedelta(hours=1), "ends_at": now + timedelta(hours=9), "occurred_at": now}
    about = {"alert_id": "W1", "kind": "台风", "level": "RED", "regions": ["华东"], "communities": ["阳光花园"]}
    product.event("WeatherAlerted", **about, lifted=lifted, **{name: at.isoformat() for name, at in times.items()})
    product.settle()


def _on_its_way(product: Product, category: str = "FRESH") -> None:
    now = product.clock.now()
    product.event("OrderPlaced", **order(lines=[line(line_id="1", category=category)]), placed_at=now.isoformat())
    about = {"order_id": "O001", "shipment_id": "S1", "carrier": "SF", "moved_at": now.isoformat()}
    product.event("ShipmentMoved", **about, status="IN_TRANSIT")
    product.settle()


def _reply(product: Product, text: str, source: str) -> None:
    """As the callbacks' queue brings it."""
    said = {"phone_number": PHONE, "content": text, "sequence_id": source}
    body = msgspec.json.encode(Forwarded(provider="alibaba", door="sms", body=json.dumps([said]))).decode()
    product.invoke(lambda: product.app.inbound_taker.take(body))
    product.settle()
