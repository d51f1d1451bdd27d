"""P5: each step of a parcel to its member, as they like it, once."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from care.contact.store import MESSAGES
from care.logistics.model import Step
from care.logistics.store import PARCELS
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"


def ordered() -> Product:
    product = Product()
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    product.advance(minutes=3)
    return product


def moved(product: Product, status: str, at: datetime | None = None, **more: Any) -> None:
    detail = {"order_id": "O1", "shipment_id": "S1", "status": status}
    product.event("ShipmentMoved", **detail | more, moved_at=(at or product.clock.now()).isoformat())


def told(product: Product) -> list[str]:
    """What was told of steps, the oldest first."""
    steps = [each for each in product.memory.all(MESSAGES) if each.template == "parcel_step" and each.sent_at]
    return [each.params["news"] for each in sorted(steps, key=lambda each: each.planned_at)]


def test_each_step_is_told_once() -> None:
    product = ordered()
    for status in ("SHIPPED", "IN_TRANSIT", "IN_TRANSIT", "ARRIVED_CITY", "OUT_FOR_DELIVERY", "AT_PICKUP"):
        moved(product, status)
        moved(product, status)
        product.advance(hours=1)
    assert [each[:4] for each in told(product)] == ["已经发出", "正在运输", "已经到了", "正在派送", "已经到自"]
    assert product.dead() == []


@pytest.mark.parametrize("order", list(permutations(["SHIPPED", "IN_TRANSIT", "OUT_FOR_DELIVERY"])))
def test_of_steps_that_come_together_the_newest_is_told(order: tuple[str, ...]) -> None:
    product = ordered()
    hours = {"SHIPPED": 3, "IN_TRANSIT": 2, "OUT_FOR_DELIVERY": 1}
    for status in order:
        moved(product, status, product.clock.now() - timedelta(hours=hours[status]))
    product.advance(hours=1)
    assert [each[:4] for each in told(product)] == ["正在派送"]


def test_a_member_chooses_the_steps() -> None:
    product = ordered()
    assert product.call("SetShippingSteps", MEMBER, input={"steps": ["AT_PICKUP", "PROBLEM"]})["member"] == {
        "id": product.call("Me", MEMBER)["id"],
        "shippingSteps": ["AT_PICKUP", "PROBLEM"],
    }
    for status in ("SHIPPED", "OUT_FOR_DELIVERY", "AT_PICKUP", "SIGNED"):
        moved(product, status)
        product.advance(hours=1)
    assert [each[:4] for each in told(product)] == ["已经到自"]


def test_who_wants_none_is_told_none_and_still_of_a_stall() -> None:
    product = ordered()
    product.call("SetShippingSteps", MEMBER, input={"steps": []})
    moved(product, "SHIPPED")
    product.advance(days=3)
    assert told(product) == []
    assert [each.template for each in product.memory.all(MESSAGES)] == ["parcel_stalled"]


def test_old_news_is_no_news() -> None:
    product = ordered()
    moved(product, "SHIPPED", START - timedelta(hours=25))
    product.advance(hours=1)
    assert told(product) == []


def test_the_mall_s_own_words_are_steps_too() -> None:
    product = ordered()
    moved(product, "COLLECTED", place="杭州分拨中心")
    moved(product, "派件员 13812345678 正在派送", at=START - timedelta(minutes=1), place="张三 13812345678")
    product.advance(hours=1)
    (parcel,) = product.memory.all(PARCELS)
    assert [(each.step, each.place) for each in parcel.movements] == [
        (Step.IN_TRANSIT, None),
        (Step.SHIPPED, "杭州分拨中心"),
    ], "no phone number is kept"


def test_the_member_sees_where_it_is() -> None:
    product = ordered()
    moved(product, "SHIPPED", carrier="SF", place="杭州分拨中心")
    (edge,) = product.call("MyOrders", MEMBER)["edges"]
    (parcel,) = product.call("OrderParcels", MEMBER, id=edge["node"]["id"])["parcels"]
    (movement,) = parcel.pop("movements")
    assert parcel == {"shipmentId": "S1", "carrier": "SF", "stall": None}
    assert (movement["step"], movement["place"]) == ("SHIPPED", "杭州分拨中心")
