"""A shop where a new account is reason enough for a closer look (G11)."""

from typing import Any

from care.accounts.figures import DAY_FEN
from care.trust.figures import HOLD_SCORE
from fakes.front import AGENT, ME
from fakes.late import Late
from fakes.timed import Seen

__all__ = ["Held"]


class Held(Late):
    """Whoever looks is B1, a manager."""

    def __init__(self, score: int = 15) -> None:
        super().__init__()
        self.staff("B1", "MANAGER")
        self.strict(score)

    def strict(self, score: int) -> None:
        """From this score on a person looks first."""
        self.figures({HOLD_SCORE: score})

    def look(self, ticket: Seen, as_: str = AGENT) -> dict[str, Any]:
        """The case as those see it who look at holds."""
        return dict(self.call("TicketHold", as_, id=ticket["id"]))

    def said(self, ticket: Seen, why: str = "电话核实过,是家人下的单", **more: Any) -> dict[str, Any]:
        return {"ticketId": ticket["id"], "seenStep": self.look(ticket)["step"], "why": why, **more}

    def lift(self, ticket: Seen, as_: str = "manager:B1") -> dict[str, Any]:
        return dict(self.call("LiftHold", as_, input=self.said(ticket))["ticket"])

    def confirm(self, ticket: Seen, as_: str = "manager:B1") -> dict[str, Any]:
        return dict(self.call("ConfirmHold", as_, input=self.said(ticket))["ticket"])

    def withdraw(self, ticket: Seen) -> None:
        self.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})

    def reopen(self, ticket: Seen) -> None:
        self.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "还是想申请"})

    def no_budget(self) -> None:
        self.figures({DAY_FEN: 0})

    def inner_kinds(self, ticket: Seen) -> list[str]:
        edges = self.call("TicketTeam", AGENT, id=ticket["id"])["innerTimeline"]["edges"]
        return [edge["node"]["kind"] for edge in edges]
