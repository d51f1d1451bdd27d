"""A case in the town that a person must look at first (G11)."""

from typing import TYPE_CHECKING, Any

from api.relay import global_id
from care.kernel.agenda import AgendaItem, Lane

if TYPE_CHECKING:
    from fakes.town import Town

__all__ = ["hold_calls", "hold_one"]

MANAGER, WHO = "manager:B01", "member:M006"


def hold_one(town: "Town") -> None:
    """M006, whose photos had been seen before, claims a line."""
    for photo in ("photo-a", "photo-b"):
        payload: dict[str, str | int] = {"member_id": "M006", "seen_before": 1}
        due = town.clock.now()
        item = AgendaItem(lane=Lane.NOW, kind="evidence.judged", due=due, subject=photo, payload=payload)
        town.app.uow.run(lambda batch, item=item: batch.plan(item))  # type: ignore[misc]
    town.settle()
    town.claim("O701", "1", WHO, "DAMAGED")


def hold_calls(town: "Town") -> dict[str, tuple[str, dict[str, Any]]]:
    """Operation → who may run it, and with what variables it succeeds."""
    claim = town.app.tickets.claims([("O701", "1")])[("O701", "1")]
    ticket = global_id("Ticket", claim.ticket_id)
    step = town.call("TicketHold", MANAGER, id=ticket)["step"]
    said = {"ticketId": ticket, "seenStep": step, "why": "打过电话了"}
    return {
        "TicketHold": (MANAGER, {"id": ticket}),
        "LiftHold": (MANAGER, {"input": said}),
        "ConfirmHold": (MANAGER, {"input": said}),
    }
