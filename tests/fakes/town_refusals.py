"""The town's refusals: a friend's two applications, one that a manager has refused, and one that waits."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakes.town import Town

__all__ = ["refusal_calls", "refuse_one"]

FRIEND, MANAGER = "member:M003", "manager:B01"
REFUSAL = {"reason": "AS_DESCRIBED", "text": "我们和质检一起看过了"}


def refuse_one(town: "Town") -> None:
    """Both had been withdrawn and are open again, so that they wait for a person."""
    for order_id in ("O501", "O502"):
        town.advance(minutes=1)
        town.claim(order_id, "2", FRIEND)
        (newest, *_) = town.nodes("MyTickets", FRIEND)
        town.call("WithdrawTicket", FRIEND, input={"ticketId": newest["id"]})
        town.call("ReopenTicket", FRIEND, input={"ticketId": newest["id"], "text": "还是要办"})
    _waits, refused = _both(town)
    town.call("RefuseTicket", MANAGER, input=REFUSAL | {"ticketId": refused})
    town.advance(minutes=1)


def refusal_calls(town: "Town") -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation → who may run it, and with what variables it succeeds."""
    waits, refused = _both(town)
    step = town.team(waits)["step"]
    return {
        "RefuseTicket": (MANAGER, {"input": REFUSAL | {"ticketId": waits, "seenStep": step}}),
        "AppealTicket": (FRIEND, {"input": {"ticketId": refused, "text": "瓶口是裂的,请再看一遍"}}),
    }


def _both(town: "Town") -> list[str]:
    """The newest first."""
    return [str(each["id"]) for each in town.nodes("MyTickets", FRIEND)][:2]
