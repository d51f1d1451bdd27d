"""G3: how to reach us stands on every order and case, with a promise that is measured against what happened."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.relay import global_id
from care.kernel.clock import SHANGHAI
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER, AGENT, OPERATOR, MANAGER = "member:M001", "agent:A01", "operator:O01", "manager:B01"
OIL = mall.line(line_id="1", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=1, unit_price_fen=9990)
MONTH = "2026-03"
NOBODY = {"made": 0, "kept": 0, "late": 0, "dropped": 0}


@pytest.fixture
def product() -> Product:
    product = Product()
    about = {"leader_id": "L001", "community": "阳光花园", "region": "华东", "name": "王团长"}
    product.event("LeaderChanged", **about, occurred_at=START.isoformat())
    body = {"lines": [OIL], "member": mall.member(openid="o-M001", phone=None), "leader_id": "L001"}
    product.event("OrderPlaced", **order_event("O1", placed_at=START, **body))
    product.event("OrderSigned", **order_event("O1", signed_at=START, **body))
    product.advance(minutes=3)
    return product


def on_order(product: Product) -> Any:
    return product.call("OrderDetail", MEMBER, id=global_id("Order", "O1"))["contactCard"]


def claim(product: Product) -> str:
    given = {"lineId": global_id("OrderLine", "O1/1"), "reason": "DAMAGED"}
    ticket = product.call("ApplyForAftercare", MEMBER, input=given)["ticket"]["id"]
    product.settle()
    return str(ticket)


def ask(product: Product, ticket: str, text: str = "什么时候能好") -> None:
    """To a person, whatever the case has come to."""
    product.call("ReplyToTicket", MEMBER, input={"ticketId": ticket, "text": text})
    product.settle()


def counts(product: Product) -> dict[str, int]:
    total = dict(NOBODY)
    for row in product.call("PromisesKept", MANAGER, month=MONTH):
        total = {name: total[name] + row[name] for name in total}
    return total


def publish(product: Product, **given: Any) -> Any:
    at = (product.clock.now() + timedelta(minutes=5)).isoformat()
    card = product.call("PublishContactCard", OPERATOR, input=given | {"effectiveAt": at, "why": "换号"})["card"]
    product.advance(minutes=6)
    return card


def test_the_built_in_card_names_the_mini_program_the_leader_and_the_hours(product: Product) -> None:
    card = on_order(product)
    assert (card["miniProgram"], card["wecom"], card["phone"]) == ("pages/service/index", None, None)
    assert card["leader"] == {"name": "王团长", "community": "阳光花园"}
    assert card["hoursToday"] == ["08:30-12:00", "13:00-21:00"]


def test_an_operator_publishes_it_and_regions_have_their_own(product: Product) -> None:
    ways = {"wecom": "https://work.weixin.qq.com/kfid/kf1", "phone": "400-800-1234"}
    regions = [{"region": "华东", "contacts": {"phone": "021-5555 0000"}}]
    number = publish(product, contacts=ways, regions=regions)["number"]
    card = on_order(product)
    assert (card["miniProgram"], card["wecom"], card["phone"]) == (None, ways["wecom"], "021-5555 0000")
    shown = product.call("ContactCard", AGENT)
    assert (shown["number"], shown["contacts"]["phone"], shown["publishedBy"]) == (number, "400-800-1234", "O01")
    ticket = claim(product)
    assert product.call("TicketDetail", MEMBER, id=ticket)["contactCard"]["phone"] == "021-5555 0000"


@pytest.mark.parametrize(
    ("contacts", "field"),
    [
        ({}, "contacts"),
        ({"wecom": "http://work.weixin.qq.com"}, "contacts.wecom"),
        ({"wecom": "https://user@evil.example"}, "contacts.wecom"),
        ({"phone": "call me"}, "contacts.phone"),
        ({"miniProgram": "javascript:alert(1)"}, "contacts.miniProgram"),
    ],
)
def test_a_way_that_nobody_could_use_is_refused(product: Product, contacts: Any, field: str) -> None:
    at = (product.clock.now() + timedelta(minutes=5)).isoformat()
    given = {"contacts": contacts, "effectiveAt": at, "why": "换号"}
    (error,) = product.run("PublishContactCard", OPERATOR, input=given).data["publishContactCard"]["userErrors"]
    assert (error["code"], error["field"]) == ("BAD_INPUT", field)


@pytest.mark.parametrize("who", [MEMBER, AGENT])
def test_only_operators_and_managers_publish_it(product: Product, who: str) -> None:
    given = {"contacts": {"phone": "400"}, "effectiveAt": product.clock.now().isoformat(), "why": "x"}
    assert product.refused("PublishContactCard", who, input=given) == "FORBIDDEN"


@pytest.mark.parametrize(
    ("at", "by"),
    [
        ((10, 10), "2026-03-02T10:40"),
        ((11, 50), "2026-03-02T13:20"),
        ((20, 45), "2026-03-03T08:45"),
        ((23, 0), "2026-03-03T09:00"),
    ],
)
def test_the_promise_is_a_moment_of_the_clocks_in_force(product: Product, at: tuple[int, int], by: str) -> None:
    now = datetime(2026, 3, 2, *at, tzinfo=SHANGHAI).astimezone(UTC)
    product.clock.move_to(now)
    card = on_order(product)
    due = datetime.fromisoformat(card["replyBy"])
    assert due.astimezone(SHANGHAI).isoformat()[:16] == by
    assert card["promise"].startswith("现在联系我们，客服会在3月")


def test_a_reply_in_time_keeps_the_promise(product: Product) -> None:
    ticket = claim(product)
    ask(product, ticket)
    made = counts(product)["made"]
    assert made > 0
    product.advance(minutes=10)
    product.call("ReplyToTicket", AGENT, input={"ticketId": ticket, "text": "今天下午就为您处理"})
    product.settle()
    after = counts(product)
    assert (after["made"], after["late"]) == (made, 0)
    assert after["kept"] >= 1
    product.advance(days=2)
    assert counts(product)["late"] == 0


def test_no_reply_breaks_it_once_however_late_a_person_comes(product: Product) -> None:
    ticket = claim(product)
    ask(product, ticket)
    product.advance(hours=3)
    late = counts(product)
    assert late["late"] == 1
    product.call("ReplyToTicket", AGENT, input={"ticketId": ticket, "text": "让您久等了"})
    product.advance(hours=1)
    after = counts(product)
    assert (after["late"], after["kept"]) == (1, late["kept"])


def test_what_nobody_needs_any_more_is_neither(product: Product) -> None:
    ticket = claim(product)
    ask(product, ticket)
    product.call("WithdrawTicket", MEMBER, input={"ticketId": ticket})
    product.settle()
    after = counts(product)
    assert (after["kept"], after["late"]) == (0, 0)
    assert after["dropped"] == after["made"] > 0


def test_every_promise_ends_once_whatever_happens(product: Product) -> None:
    ticket = claim(product)
    for text in ("在吗", "还在吗"):
        ask(product, ticket, text)
        product.advance(minutes=20)
        product.call("ReplyToTicket", AGENT, input={"ticketId": ticket, "text": "在的", "waitForMember": True})
        product.advance(hours=1)
    product.advance(days=10)
    total = counts(product)
    assert total["made"] == total["kept"] + total["late"] + total["dropped"]


def test_counts_are_for_operators_and_managers(product: Product) -> None:
    for who in (MEMBER, AGENT):
        assert product.run("PromisesKept", who, month=MONTH).codes == ["FORBIDDEN"]
    assert product.run("PromisesKept", MANAGER, month="March").codes == ["BAD_INPUT"]
