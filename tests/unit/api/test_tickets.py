"""Tickets at the edge: who acts as whom, and what the schema tells of them."""

from typing import Any

import pytest

from api.relay import global_id
from api.viewer import Role, Viewer
from care.tickets.model import Ticket, TicketState
from fakes.shop import Shop

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
