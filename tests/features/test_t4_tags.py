"""T4: a leader sees those tags of their members that help to greet them; what judges members is staff's."""

from typing import Any

import pytest

from api.relay import global_id
from api.viewer import Role, Viewer
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

LEADER, STRANGER, OPERATOR, AGENT = "leader:L001", "leader:L002", "operator:O01", "agent:A01"
OIL = mall.line(line_id="1", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=1)


@pytest.fixture
def product() -> Product:
    product = Product()
    product.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")
    product.viewers.stated[STRANGER] = Viewer(id="L002", roles=frozenset({Role.LEADER}), community="湖畔")
    body = {"lines": [OIL], "member": mall.member(openid="o-M001")}
    product.event("OrderPlaced", **order_event("O1", placed_at=START, **body))
    product.advance(minutes=3)
    for tag in ("SENSITIVE", "KOL"):
        given = {"memberId": global_id("Member", "M001"), "tag": tag, "reason": "客服备注"}
        product.call("AddMemberTag", AGENT, input=given)
    return product


def tags(product: Product, who: str = LEADER) -> set[str]:
    rows = product.call("CommunityOrders", who)["edges"]
    return {each["tag"] for row in rows for each in row["node"]["member"]["communityTags"]}


def test_what_helps_to_greet_them_is_seen_and_what_judges_them_is_not(product: Product) -> None:
    assert tags(product) == {"NEWCOMER", "KOL"}


def test_operators_say_which(product: Product) -> None:
    values = [{"key": "members.leader_sees_kol", "value": 0}, {"key": "members.leader_sees_sensitive", "value": 1}]
    later = product.clock.now().replace(microsecond=0)
    product.advance(minutes=1)
    at = later.replace(hour=later.hour + 1).isoformat()
    product.call("PublishSettings", OPERATOR, input={"values": values, "effectiveAt": at, "why": "试行"})
    product.advance(hours=2)
    assert tags(product) == {"NEWCOMER", "SENSITIVE"}


def test_why_a_tag_was_given_is_staff_s(product: Product) -> None:
    query = "query Q($id: ID!) { node(id: $id) { ... on Member { communityTags { tag } tags { reason } } } }"
    reply: Any = product.ask(query, LEADER, id=global_id("Member", "M001"))
    assert reply.codes == ["FORBIDDEN"]
    other: Any = product.ask(query, STRANGER, id=global_id("Member", "M001"))
    assert other.data == {"node": None}
