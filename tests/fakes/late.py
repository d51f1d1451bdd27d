"""A shop whose staff do not answer: what the deadline of an application does (G7), and refusals and appeals (G6)."""

from typing import Any

from care.accounts.figures import DAY_FEN
from care.kernel.settings import Figure
from fakes.front import AGENT
from fakes.timed import Seen, Timed

__all__ = ["MANAGER", "Late"]

OPERATOR, MANAGER = "operator:O01", "manager:B1"


class Late(Timed):
    """It begins on Monday, 2 March 2026, at 10:00 in Shanghai."""

    def figures(self, figures: dict[Figure, int]) -> None:
        """They hold ten minutes later."""
        values = [{"key": figure.key, "value": value} for figure, value in figures.items()]
        soon = self._now(hours=0.1)
        self.call("PublishSettings", OPERATOR, input={"values": values, "effectiveAt": soon, "why": "活动期间收紧"})
        self.advance(minutes=10)

    def staff(self, staff_id: str, role: str, **more: Any) -> str:
        """Registered and present; who they are."""
        entry = {"staffId": staff_id, "name": f"同事{staff_id}", "roles": [role], "regions": [], **more}
        self.call("RegisterStaffMember", "manager:B0", input=entry)
        who = f"{role.lower()}:{staff_id}"
        self.call("SetPresence", who, input={"present": True})
        self.advance(minutes=2)
        return who

    def in_review(self, line_id: str = "1", remedy: str | None = None, reason: str = "DAMAGED") -> Seen:
        """An application that waits for a person, as no budget has room for it; `remedy`: picked from its menu."""
        self.figures({DAY_FEN: 0})
        ticket = self.tap(line_id, reason)
        if remedy:
            self.settle()
            self.pick(ticket, remedy)
        self.settle()
        assert self.see(ticket)["state"] == "IN_REVIEW"
        return ticket

    def open_budget(self) -> None:
        self.figures({DAY_FEN: DAY_FEN.default})

    def answer_by(self, ticket: Seen) -> str | None:
        """As the member sees it."""
        return self.local(self.see(ticket)["answerBy"])

    def stops(self, ticket: Seen) -> list[str | None]:
        """What stood in the way, as staff read it."""
        edges = self.call("TicketTeam", AGENT, id=ticket["id"])["innerTimeline"]["edges"]
        return [edge["node"]["note"] for edge in edges if edge["node"]["kind"] == "TIMED_OUT"]

    def called(self, ticket: Seen) -> list[str]:
        """The alerts about the case that have come to the duty desk."""
        edges = self.call("MyAlerts", AGENT, desk=True, first=50)["edges"]
        return [edge["node"]["text"] for edge in edges if edge["node"]["ticketId"] == ticket["id"]]

    def tasks(self) -> list[Seen]:
        """Cases that the system opened for a person."""
        queues = [
            self.call("TicketQueue", AGENT, assignee=who, first=50)["edges"] for who in ("duty", "A1", "A2", "B1")
        ]
        return [dict(edge["node"]) for edges in queues for edge in edges if edge["node"]["kind"] == "TASK"]

    def refuse(self, ticket: Seen, who: str = MANAGER, **more: Any) -> Seen:
        """A manager of the directory may, always."""
        wanted = {"ticketId": ticket["id"], "reason": "FAULT_NOT_SEEN", "text": "我们仔细看了照片", **more}
        refused = self.call("RefuseTicket", who, input=wanted)["ticket"]
        self.settle()
        return dict(refused)

    def appeal(self, ticket: Seen, text: str = "请再看一遍第二张照片") -> Seen:
        appealed = self.call("AppealTicket", "member:M001", input={"ticketId": ticket["id"], "text": text})["ticket"]
        self.settle()
        return dict(appealed)
