"""P4: a parcel that does not move past its norm is asked about once, and the answer is acted on."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from care.contact.store import MESSAGES
from care.logistics.chase import ShipmentChaseRequested
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.store import TICKETS
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"
NORM = 36
"""Hours, where nothing was seen: from ten in the morning until ten at night; the question waits for the morning."""


def moved(product: Product, status: str, *, at: datetime | None = None, order: str = "O1", **more: Any) -> None:
    when = (at or product.clock.now()).isoformat()
    detail = {"order_id": order, "shipment_id": f"S-{order}", "status": status, "carrier": "SF", "moved_at": when}
    product.event("ShipmentMoved", **detail | more)


def shipped() -> Product:
    product = Product()
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    moved(product, "IN_TRANSIT")
    return product


def stalled() -> Product:
    product = shipped()
    product.advance(hours=NORM + 12)
    return product


def texts(product: Product, template: str) -> list[str]:
    told = [each for each in product.memory.all(MESSAGES) if each.template == template]
    return list(product.app.contact.texts([each.id for each in told]).values())


def claims(product: Product) -> list[Ticket]:
    return [each for each in product.memory.all(TICKETS) if each.kind is TicketKind.CLAIM]


def reply(product: Product, option: str, **by: str) -> Any:
    given = {"orderId": order_id(product), "shipmentId": "S-O1", "option": option}
    answer = product.call("AnswerStalledParcel", by.get("as_", MEMBER), input=given)
    product.settle()
    return answer


def order_id(product: Product) -> str:
    (edge,) = product.call("MyOrders", MEMBER)["edges"]
    return str(edge["node"]["id"])


def test_a_parcel_that_moves_is_not_asked_about() -> None:
    product = shipped()
    for _ in range(3):
        product.advance(hours=NORM - 1)
        moved(product, "IN_TRANSIT")
    product.advance(hours=NORM - 1)
    assert texts(product, "parcel_stalled") == []


def test_a_stall_is_asked_about_once() -> None:
    product = stalled()
    (text,) = texts(product, "parcel_stalled")
    assert "1 催促物流" in text
    assert "2 申请退款" in text
    assert "3 继续等待" in text
    product.advance(days=10)
    assert len(texts(product, "parcel_stalled")) == 1, "one alarm a stall"
    assert product.dead() == []


@pytest.mark.parametrize("status", ["AT_PICKUP", "SIGNED", "RETURNED"])
def test_who_has_it_is_not_asked(status: str) -> None:
    product = shipped()
    moved(product, status, at=START + timedelta(minutes=1))
    product.advance(days=10)
    assert texts(product, "parcel_stalled") == []


def test_reply_1_chases_the_carrier_and_comes_back_to_it() -> None:
    product = stalled()
    reply(product, "CHASE")
    (asked,) = product.app.told
    assert isinstance(asked, ShipmentChaseRequested)
    assert (asked.order_id, asked.shipment_id, asked.carrier, asked.since) == ("O1", "S-O1", "SF", START)
    assert len(texts(product, "parcel_chased")) == 1
    product.advance(hours=NORM + 12)
    assert len(texts(product, "parcel_stalled")) == 2, "another norm has passed"


@pytest.mark.parametrize("text", ["1", "回复1", "催促物流"])
def test_a_reply_in_words_is_acted_on_as_a_tap(text: str) -> None:
    product = stalled()
    product.app.uow.run(lambda batch: product.app.conversations.hear(batch, "M001", text, "reply-1"))
    product.settle()
    assert [type(each) for each in product.app.told] == [ShipmentChaseRequested]
    assert len(texts(product, "parcel_chased")) == 1


def test_a_tap_below_the_message_counts_once_with_the_one_on_the_order() -> None:
    product = stalled()
    (message,) = (each["node"] for each in product.call("MyMessages", MEMBER)["edges"] if each["node"]["question"])
    assert [each["key"] for each in message["question"]["options"]] == ["1", "2", "3"]
    reply(product, "WAIT")
    product.call("AnswerMessage", MEMBER, input={"messageId": message["id"], "option": "1"})
    product.settle()
    assert product.app.told == [], "the first answer holds"
    assert product.dead() == []


def test_reply_2_opens_a_claim_with_its_menu_for_each_line() -> None:
    product = stalled()
    reply(product, "REFUND")
    assert {(each.state, each.line_id, each.reason) for each in claims(product)} == {
        (TicketState.CHOOSING, "1", "NOT_ARRIVED"),
        (TicketState.CHOOSING, "2", "NOT_ARRIVED"),
    }
    assert all(each.menu for each in claims(product))
    assert len(texts(product, "parcel_refund_wanted")) == 1
    assert len(texts(product, "ticket_menu")) == 2, "one for each line"
    product.advance(days=4)
    assert {each.remedy for each in claims(product)} == {"FULL_REFUND"}, "their default has fallen"
    assert len(texts(product, "parcel_stalled")) == 1
    assert product.dead() == []


def test_reply_3_waits_another_norm() -> None:
    product = stalled()
    reply(product, "WAIT")
    assert len(texts(product, "parcel_awaited")) == 1
    product.advance(hours=NORM - 1)
    assert len(texts(product, "parcel_stalled")) == 1
    product.advance(hours=12)
    assert len(texts(product, "parcel_stalled")) == 2
    assert product.app.told == []


def test_an_answer_counts_once_and_not_after_it_moved() -> None:
    product = stalled()
    given = {"orderId": order_id(product), "shipmentId": "S-O1", "option": "WAIT"}
    assert product.refused("AnswerStalledParcel", "member:M002", input=given) == "NOT_FOUND"
    reply(product, "WAIT")
    assert product.refused("AnswerStalledParcel", MEMBER, input=given) == "STALL_ALREADY_ANSWERED"
    moved(product, "OUT_FOR_DELIVERY")
    assert product.refused("AnswerStalledParcel", MEMBER, input=given) == "PARCEL_MOVED"


def test_a_movement_that_was_known_is_no_movement() -> None:
    product = shipped()
    product.advance(hours=NORM - 1)
    moved(product, "IN_TRANSIT", at=START)
    product.advance(hours=13)
    assert len(texts(product, "parcel_stalled")) == 1


def test_the_norm_is_learned_from_what_landed() -> None:
    """Thirty parcels of the carrier took 50 hours: so may the next one."""
    product = Product(START - timedelta(hours=1))
    for number in range(30):
        start, order = START - timedelta(days=20), f"OLD{number}"
        product.event("OrderPlaced", **order_event(order, placed_at=start))
        moved(product, "IN_TRANSIT", order=order, at=start)
        moved(product, "SIGNED", order=order, at=start + timedelta(hours=50))
    product.advance(hours=1)
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    moved(product, "IN_TRANSIT")
    product.advance(hours=59)
    assert texts(product, "parcel_stalled") == []
    product.advance(hours=12)
    assert len(texts(product, "parcel_stalled")) == 1


def test_a_parcel_may_be_known_before_its_order() -> None:
    product = Product()
    moved(product, "IN_TRANSIT")
    product.advance(hours=2)
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    product.advance(hours=NORM + 12)
    assert len(texts(product, "parcel_step")) == 1
    assert len(texts(product, "parcel_stalled")) == 1
