"""Tickets at the edge: who acts as whom, and what the schema tells of them."""

from typing import Any

import pytest

from api.relay import global_id
from api.schema import schema
from api.viewer import Role, Viewer
from care.tickets.model import Ticket, TicketState
from fakes.shop import OIL, Shop

TWO_HATS = {
    "leader who shops": (Role.MEMBER, Role.LEADER),
    "planner who shops": (Role.MEMBER, Role.OPERATOR),
    "agent who shops": (Role.MEMBER, Role.AGENT),
}


@pytest.fixture
def shop() -> Shop:
    """Callers who are more than one thing; all of them the member M009, who has bought nothing."""
    shop = Shop()
    for name, roles in TWO_HATS.items():
        shop.viewers.stated[name] = Viewer(id="M009", roles=frozenset(roles), community="阳光花园")
    return shop


def about(ticket: Ticket, **more: Any) -> dict[str, Any]:
    return {"ticketId": global_id("Ticket", ticket.id), **more}


@pytest.mark.parametrize("who", TWO_HATS)
def test_whoever_takes_an_application_back_does_so_as_its_member(shop: Shop, who: str) -> None:
    ticket = shop.apply("2")
    assert shop.refused("WithdrawTicket", who, input=about(ticket)) == "NOT_FOUND"
    assert shop.again(ticket).state is TicketState.CHOOSING


@pytest.mark.parametrize("who", ["leader who shops", "planner who shops"])
def test_nobody_but_an_agent_or_a_manager_speaks_as_staff(shop: Shop, who: str) -> None:
    ticket = shop.apply("2")
    assert shop.refused("ReplyToTicket", who, input=about(ticket, text="算了吧")) == "NOT_FOUND"
    shop.call("WithdrawTicket", "member:M001", input=about(ticket))
    assert shop.refused("ReopenTicket", who, input=about(ticket)) == "NOT_FOUND"


def test_an_agent_who_shops_too_speaks_as_staff(shop: Shop) -> None:
    ticket = shop.apply("2")
    shop.call("ReplyToTicket", "agent who shops", input=about(ticket, text="马上为您处理"))
    assert shop.again(ticket).last_entry.actor == "staff:M009"


EDGES = """query($id: ID!) { node(id: $id) { ... on Order {
    lines { lineId ticket { title state order { orderId } } } survey { state order { orderId } } } } }"""
CLAIMS = "query($id: ID!) { node(id: $id) { ... on Member { tickets { edges { node { title } } } } } }"
VERDICT = """query($id: ID!, $ticket: Boolean!) {
    eligibility(lineId: $id) { policyVersion ticket @include(if: $ticket) { id } } }"""
ORDER, FIRST_LINE = global_id("Order", "O001"), global_id("OrderLine", "O001/1")


@pytest.mark.parametrize("who", ["member:M001", "leader who shops", "quality:Q01"])
def test_an_order_leads_to_its_tickets_and_its_survey(shop: Shop, who: str) -> None:
    shop.apply("2")
    shop.advance(minutes=3)
    node = shop.ask(EDGES, who, id=ORDER).data["node"]
    assert node["lines"] == [
        {"lineId": "1", "ticket": None},
        {"lineId": "2", "ticket": {"title": "压榨花生油 5L", "state": "CHOOSING", "order": {"orderId": "O001"}}},
    ]
    survey = {"state": "PLANNED", "order": {"orderId": "O001"}}
    assert node["survey"] == (None if who.startswith("leader") else survey), (
        "what a member says to us is not a leader's"
    )


def test_the_tickets_of_all_lines_cost_two_calls(shop: Shop) -> None:
    shop.apply("1")
    shop.apply("2")
    shop.memory.calls.clear()
    text = "query($id: ID!) { node(id: $id) { ... on Order { lines { ticket { id } } } } }"
    assert not shop.ask(text, "member:M001", id=ORDER).errors
    assert shop.memory.calls == ["fetch"] * 3, "the order, the claims, the tickets"


@pytest.mark.parametrize(("who", "seen"), [("member:M001", 1), ("leader who shops", 1), ("agent:A01", 1)])
def test_a_member_leads_to_their_claims(shop: Shop, who: str, seen: int) -> None:
    shop.apply("2")
    node = shop.ask(CLAIMS, who, id=global_id("Member", "M001")).data["node"]
    assert len(node["tickets"]["edges"]) == seen


def test_a_leader_of_another_community_finds_no_order_to_go_on_from(shop: Shop) -> None:
    shop.viewers.stated["stranger"] = Viewer(id="L002", roles=frozenset({Role.LEADER}), community="别处")
    ticket = shop.apply("2")
    for id_ in (ORDER, FIRST_LINE, global_id("Member", "M001"), global_id("Ticket", ticket.id)):
        assert shop.ask(EDGES, "stranger", id=id_).data == {"node": None}


@pytest.mark.parametrize(("wanted", "calls"), [(False, 2), (True, 3)])
def test_the_ticket_of_a_line_is_read_only_where_it_is_asked_for(shop: Shop, wanted: bool, calls: int) -> None:  # noqa: FBT001
    shop.apply("1")
    shop.memory.calls.clear()
    assert not shop.ask(VERDICT, "member:M001", id=FIRST_LINE, ticket=wanted).errors
    assert len(shop.memory.calls) == calls


SHEET = """query($id: ID!) { eligibility(lineId: $id) {
    reasons { reason reasonClass evidence whyNot menu { parts { kind } } } } }"""


def test_what_has_a_fixed_set_of_values_is_an_enum(shop: Shop) -> None:
    shop.place("O002", lines=[OIL])
    sheet = shop.ask(SHEET, "member:M001", id=global_id("OrderLine", "O002/2")).data["eligibility"]["reasons"]
    assert {each["whyNot"] for each in sheet} == {"NOT_SIGNED"}
    types: Any = schema().core.type_map
    assert {(name, field): str(types[name].fields[field].type) for name, field in ENUMS} == ENUMS
    assert {each["reasonClass"] for each in sheet} == {"NO_REASON", "QUALITY", "FOOD_SAFETY"}


ENUMS = {
    ("OfferPart", "kind"): "PartKind!",
    ("ReasonVerdict", "reasonClass"): "ReasonClass!",
    ("ReasonVerdict", "evidence"): "Evidence!",
    ("ReasonVerdict", "whyNot"): "IneligibleCode",
    ("TimelineEntry", "actor"): "TimelineActor!",
}
