from typing import Any

import pytest

from api.relay import global_id
from fakes.facts_room import FactsRoom
from fakes.mall import at, facts, line, member, order
from fakes.serving import Reply

NODE = "query($id: ID!) { node(id: $id) { id ... on Order { orderId } ... on OrderLine { lineId } } }"
MINE = """query($first: Int!, $after: String) {
myOrders(first: $first, after: $after) { edges { node { orderId } } pageInfo { hasNextPage endCursor } } }"""
COMMUNITY = "{ communityOrders { edges { node { orderId member { name } } } } }"


@pytest.fixture
def room() -> FactsRoom:
    room = FactsRoom()
    for kind, detail in facts():
        room.take(kind, detail)
    return room


def node(room: FactsRoom, kind: str, raw: str, as_: str) -> Any:
    return room.server.ask(NODE, as_=as_, id=global_id(kind, raw)).data["node"]


def ids(reply: Reply, field: str = "myOrders") -> list[str]:
    return [edge["node"]["orderId"] for edge in reply.data[field]["edges"]]


def test_an_order_is_shown_as_its_facts_add_up(room: FactsRoom) -> None:
    reply = room.server.ask(
        """query($id: ID!) { node(id: $id) { ... on Order {
        placedAt signedAt cancelledAt region community paid { fen yuan } freight { fen }
        lines { lineId sku category quantity unitPrice { fen } paid { fen } signedAt cancelled order { orderId } }
        shipments { status } } } }""",
        as_="owner",
        id=global_id("Order", "O001"),
    )
    shown = reply.data["node"]
    assert (shown["placedAt"], shown["signedAt"]) == ("2026-03-02T10:00:00+08:00", "2026-03-02T13:00:00+08:00")
    assert (shown["cancelledAt"], shown["region"], shown["community"]) == (None, "华东", "阳光花园")
    assert (shown["paid"], shown["freight"]) == ({"fen": 5180, "yuan": "51.80"}, {"fen": 0})
    assert shown["lines"][0] == {
        "lineId": "1",
        "sku": "SKU-1",
        "category": "FRESH",
        "quantity": 2,
        "unitPrice": {"fen": 1990},
        "paid": {"fen": 3980},
        "signedAt": "2026-03-02T13:00:00+08:00",
        "cancelled": False,
        "order": {"orderId": "O001"},
    }


@pytest.mark.parametrize("who", ["owner", "leader", "agent", "operator", "quality", "product", "manager"])
def test_who_may_see_an_order(room: FactsRoom, who: str) -> None:
    assert node(room, "Order", "O001", who)["orderId"] == "O001"
    assert node(room, "OrderLine", "O001/2", who)["lineId"] == "2"


@pytest.mark.parametrize("who", ["stranger", "other leader"])
def test_to_others_an_order_looks_as_if_there_were_none(room: FactsRoom, who: str) -> None:
    for kind, raw in (("Order", "O001"), ("OrderLine", "O001/1")):
        assert node(room, kind, raw, who) is None
        assert node(room, kind, f"{raw}9", who) is None


@pytest.mark.parametrize("raw", ["O001", "O001/", "O001/3", "O9/1", "/"])
def test_a_line_that_is_not_there_is_null(room: FactsRoom, raw: str) -> None:
    assert node(room, "OrderLine", raw, "owner") is None


def test_a_stub_is_no_order(room: FactsRoom) -> None:
    room.take("ShipmentMoved", {"shipment_id": "S", "order_id": "O2", "status": "MOVING", "moved_at": at()})
    assert node(room, "Order", "O2", "manager") is None


def test_members_page_through_their_own_orders(room: FactsRoom) -> None:
    room.take("OrderPlaced", order(order_id="O002", placed_at=at(5)))
    room.take("OrderPlaced", order(order_id="O003", placed_at=at(6), member=member(id="M002")))
    first = room.server.ask(MINE, as_="owner", first=1)
    info = first.data["myOrders"]["pageInfo"]
    second = room.server.ask(MINE, as_="owner", first=1, after=info["endCursor"])
    assert (ids(first), ids(second)) == (["O002"], ["O001"])
    assert room.server.ask(MINE, as_="stranger", first=1, after=info["endCursor"]).codes == ["BAD_CURSOR"]
    assert ids(room.server.ask(MINE, as_="stranger", first=9)) == []


def test_a_leader_sees_the_orders_that_they_serve(room: FactsRoom) -> None:
    room.take("OrderPlaced", order(order_id="O002", placed_at=at(5), leader_id="L002"))
    reply = room.server.ask(COMMUNITY, as_="leader")
    assert reply.data["communityOrders"]["edges"] == [{"node": {"orderId": "O001", "member": {"name": "王小燕"}}}]


def test_a_leader_of_another_community_sees_none_of_them(room: FactsRoom) -> None:
    assert ids(room.server.ask(COMMUNITY, as_="other leader"), "communityOrders") == []


@pytest.mark.parametrize(
    ("query", "who"), [(COMMUNITY, "owner"), (COMMUNITY, "manager"), (MINE, "leader"), (MINE, None)]
)
def test_lists_are_for_those_whom_they_are_made_for(room: FactsRoom, query: str, who: str | None) -> None:
    assert room.server.ask(query, as_=who, first=5).codes == ["FORBIDDEN" if who else "UNAUTHENTICATED"]


def test_batch_and_supplier_are_for_staff(room: FactsRoom) -> None:
    room.take("OrderPlaced", order(order_id="O7", placed_at=at(), lines=[line(batch="B7", supplier="晨光牧场")]))
    text = "query($id: ID!) { node(id: $id) { ... on OrderLine { batch supplier } } }"
    there = global_id("OrderLine", "O7/1")
    assert room.server.ask(text, as_="quality", id=there).data["node"] == {"batch": "B7", "supplier": "晨光牧场"}
    refused = room.server.ask(text, as_="owner", id=there)
    assert refused.data["node"] == {"batch": None, "supplier": None}
    assert refused.codes == ["FORBIDDEN", "FORBIDDEN"]


def test_a_page_of_orders_with_their_member_is_two_reads(room: FactsRoom) -> None:
    for number in range(9):
        room.take("OrderPlaced", order(order_id=f"P{number}", placed_at=at(number)))
    room.house.storage.calls.clear()
    room.server.ask(COMMUNITY, as_="leader")
    assert room.house.storage.calls == ["query", "fetch"]
