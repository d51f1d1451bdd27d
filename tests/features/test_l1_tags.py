"""L1, basic: tags by rules that are data, judged on the fact, and by hand: with reason, source, expiry and history."""

from typing import Any

import pytest

from api.relay import global_id
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

AGENT = "agent:A01"
MEMBER = global_id("Member", "M001")
DEAR = [mall.line(unit_price_fen=60_000, quantity=1)]


@pytest.fixture
def product() -> Product:
    return Product(START)


def place(product: Product, order: str, **changes: Any) -> None:
    product.event("OrderPlaced", **order_event(order, placed_at=product.clock.now()) | changes)
    product.advance(minutes=3)


def member(product: Product) -> dict[str, Any]:
    return dict(product.call("MemberDetail", AGENT, id=MEMBER))


def tags(product: Product) -> dict[str, str]:
    return {tag["tag"]: tag["source"] for tag in member(product)["tags"]}


def history(product: Product) -> list[tuple[str, str, str]]:
    edges = member(product)["tagHistory"]["edges"]
    return [(edge["node"]["tag"], edge["node"]["action"], edge["node"]["source"]) for edge in edges]


def test_a_first_order_makes_a_newcomer_with_reason_source_and_expiry(product: Product) -> None:
    place(product, "O1")
    (tag,) = member(product)["tags"]
    assert (tag["tag"], tag["source"], tag["reason"]) == ("NEWCOMER", "rule:newcomer", "新加入的会员")
    assert tag["expiresAt"].startswith("2026-05-31T")


def test_what_was_bought_makes_a_member_of_high_value_until_it_is_cancelled(product: Product) -> None:
    place(product, "O1", lines=DEAR)
    place(product, "O2", lines=DEAR)
    assert tags(product) == {"NEWCOMER": "rule:newcomer", "HIGH_VALUE": "rule:high-value-spent"}
    product.event("OrderCancelled", **order_event("O2", cancelled_at=product.clock.now()))
    product.advance(minutes=3)
    assert tags(product) == {"NEWCOMER": "rule:newcomer"}
    assert ("HIGH_VALUE", "REMOVED", "rule:high-value-spent") in history(product)


def test_what_was_paid_is_stated_anew_and_the_tags_follow(product: Product) -> None:
    place(product, "O1", lines=[mall.line(quantity=1, paid_fen=99_999)])
    assert tags(product) == {"NEWCOMER": "rule:newcomer"}
    place(product, "O1", lines=[mall.line(quantity=1, paid_fen=100_000)])
    assert tags(product) == {"NEWCOMER": "rule:newcomer", "HIGH_VALUE": "rule:high-value-spent"}


def test_the_third_order_ends_the_novelty(product: Product) -> None:
    for order in ("O1", "O2", "O3"):
        place(product, order)
    assert tags(product) == {}
    assert [each[:2] for each in history(product)] == [("NEWCOMER", "REMOVED"), ("NEWCOMER", "GIVEN")]


def test_two_claims_make_a_member_sensitive(product: Product) -> None:
    product.event("OrderSigned", **order_event("O1", signed_at=product.clock.now()))
    product.advance(minutes=3)
    for line in ("1", "2"):
        assert "SENSITIVE" not in tags(product)
        line_id = global_id("OrderLine", f"O1/{line}")
        product.call("ApplyForAftercare", "member:M001", input={"lineId": line_id, "reason": "DAMAGED"})
        product.settle()
    assert tags(product)["SENSITIVE"] == "rule:sensitive-claims"


def test_an_agent_tags_by_hand_and_a_rule_lets_it_be(product: Product) -> None:
    place(product, "O1")
    wanted = {"memberId": MEMBER, "tag": "SENSITIVE", "reason": "电话里很着急"}
    product.call("AddMemberTag", AGENT, input=wanted)
    place(product, "O2")
    assert tags(product) == {"NEWCOMER": "rule:newcomer", "SENSITIVE": "staff:A01"}
    product.call("RemoveMemberTag", AGENT, input=wanted | {"reason": "已解释清楚"})
    assert history(product)[0] == ("SENSITIVE", "REMOVED", "staff:A01")
    assert product.refused("RemoveMemberTag", AGENT, input=wanted) == "TAG_NOT_HELD"


def test_a_tag_taken_by_hand_stays_away_until_its_facts_change(product: Product) -> None:
    place(product, "O1")
    product.call("RemoveMemberTag", AGENT, input={"memberId": MEMBER, "tag": "NEWCOMER", "reason": "老会员换号"})
    product.event("OrderSigned", **order_event("O1", signed_at=product.clock.now()))
    product.advance(minutes=3)
    assert tags(product) == {}


def test_a_tag_expires_by_itself(product: Product) -> None:
    place(product, "O1")
    product.advance(days=91)
    assert tags(product) == {}
    assert history(product)[0] == ("NEWCOMER", "EXPIRED", "rule:newcomer")


def test_tags_are_staffs_own(product: Product) -> None:
    place(product, "O1")
    assert set(product.run("MemberDetail", "member:M001", id=MEMBER).codes) == {"FORBIDDEN"}
    assert product.run("MemberDetail", "member:M002", id=MEMBER).data == {"node": None}
