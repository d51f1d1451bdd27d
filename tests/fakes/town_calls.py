"""Two elders of the town who are called before they are written to: the one soon, the other just now (P6, A1)."""

from typing import TYPE_CHECKING, Any

from api.relay import global_id
from care.tickets.store import TICKETS

if TYPE_CHECKING:
    from fakes.town import Town

__all__ = ["call_calls", "let_two_be_called"]

SOON, NOW = "M007", "M008"


def let_two_be_called(town: "Town") -> None:
    """Each has a menu that somebody should explain; M008's call has begun."""
    for order_id, who in (("O801", SOON), ("O802", NOW)):
        town.call("SetSimpleMode", f"member:{who}", input={"on": True})
        town.claim(order_id, "2", f"member:{who}")
    agent, about = _task(town, NOW)
    town.call("StartCall", agent, input=about)


def call_calls(town: "Town") -> dict[str, tuple[str, dict[str, Any]]]:
    agent, about = _task(town, SOON)
    caller, begun = _task(town, NOW)
    elder = global_id("Member", SOON)
    asking = next(each["id"] for each in town.nodes("MyTickets", f"member:{SOON}") if each["state"] == "CHOOSING")
    wish = {"memberId": elder, "on": False, "reason": "老人说不用了"}
    return {
        "SetSimpleMode": (agent, {"input": wish}),
        "SimpleModeHistory": (agent, {"id": elder}),
        "EndMemberSessions": ("operator:P01", {"input": {"memberId": elder, "reason": "会员来电：手机丢失"}}),
        "SessionEndings": ("manager:B01", {"id": elder}),
        "AskForPerson": (f"member:{SOON}", {"input": {"ticketId": asking, "text": "我看不懂"}}),
        "CallDetail": (agent, {"id": about["ticketId"]}),
        "StartCall": (agent, {"input": about}),
        "EndCall": (caller, {"input": begun | {"outcome": "REACHED"}}),
    }


def _task(town: "Town", member_id: str) -> tuple[str, dict[str, str]]:
    """Who has it, and the task."""
    (ticket,) = [each for each in town.memory.all(TICKETS) if each.call_id and each.member_id == member_id]
    return f"agent:{ticket.assignee}", {"ticketId": global_id("Ticket", ticket.id)}
