"""The town's return: a fifth member's oil is to go back to the pickup point."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakes.town import Town

__all__ = ["return_calls", "send_back"]

BUYER, LEADER = "member:M005", "leader:L001"


def send_back(town: "Town") -> None:
    """The oil is to be exchanged."""
    town.claim("O601", "2", BUYER)
    (ticket,) = town.nodes("MyTickets", BUYER)
    seen = town.see(ticket, BUYER)
    offer = next(each["token"] for each in seen["menu"] if each["remedy"] == "EXCHANGE")
    town.call("ChooseRemedy", BUYER, input={"ticketId": ticket["id"], "offer": offer})
    town.settle()


def return_calls(town: "Town") -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation → who may run it, and with what variables it succeeds."""
    (ticket,) = town.nodes("MyTickets", BUYER)
    slip = town.call("MyReturnSlip", BUYER, id=ticket["id"])["returnSlip"]
    return {
        "MyReturnSlip": (BUYER, {"id": ticket["id"]}),
        "StateReturnFreight": (BUYER, {"input": {"ticketId": ticket["id"], "freightFen": 800, "waybill": "SF1234567"}}),
        "AcceptReturn": (LEADER, {"input": {"code": slip["code"], "quantity": 1}}),
    }
