"""Agents who work on M001's cases together: A01, A02 and the manager B01, all present, and two open claims."""

from typing import Any

from api.relay import parse_global_id
from care.staff.notices import NOTICES
from care.tickets.model import Priority
from care.tickets.teamwork.merge_tickets import Merging, merge_tickets
from care.tickets.teamwork.reassign_ticket import HandOver, reassign_ticket
from care.tickets.teamwork.set_priority import set_ticket_priority
from care.tickets.timeline import Actor
from fakes.front import ME, Front, line_of
from fakes.shop import OIL

__all__ = ["OTHER_AGENT", "Team", "Ticket"]

OTHER_AGENT = "agent:A02"
RIVAL = Actor(role="staff", id="A02")
Ticket = dict[str, Any]


def raw(ticket: Ticket) -> str:
    """The case's own id."""
    _kind, own = parse_global_id(str(ticket["id"])) or ("", "")
    return own


class Team(Front):
    """Short words for what staff do to a case; each is a shipped operation."""

    def __init__(self) -> None:
        super().__init__()
        for staff_id, role in (("A01", "AGENT"), ("A02", "AGENT"), ("B01", "MANAGER")):
            entry = {"staffId": staff_id, "name": f"同事{staff_id}", "roles": [role], "regions": []}
            self.call("RegisterStaffMember", "manager:B01", input=entry)
            self.call("SetPresence", f"{role.lower()}:{staff_id}", input={"present": True})
        self.place("O002", lines=[OIL])
        self.sign("O002", lines=[OIL])
        self.advance(minutes=3)

    def claims(self) -> tuple[Ticket, Ticket]:
        """Two claims of M001 whose menus wait."""
        return self.tap("2"), self.claim("O002")

    def tap(self, line_id: str = "1", reason: str = "DAMAGED", **more: Any) -> Ticket:
        """Apply, and let all happen that follows from it now."""
        ticket = super().tap(line_id, reason, **more)
        self.settle()
        return ticket

    def claim(self, order_id: str, who: str = ME) -> Ticket:
        wanted = {"lineId": line_of("2", order_id), "reason": "DAMAGED"}
        ticket = dict(self.call("ApplyForAftercare", who, input=wanted)["ticket"])
        self.settle()
        return ticket

    def seen(self, ticket: Ticket) -> dict[str, Any]:
        """What staff see of those who work on it, and of what they say to each other."""
        return dict(self.call("TicketTeam", "agent:A01", id=ticket["id"]))

    def inner(self, ticket: Ticket) -> list[dict[str, Any]]:
        return self.among_staff(ticket)

    def merging(self, child: Ticket, parent: Ticket) -> dict[str, Any]:
        """The two as they are seen now."""
        seen = {"seenStep": self.seen(child)["step"], "seenParentStep": self.seen(parent)["step"]}
        return {"childId": child["id"], "parentId": parent["id"], **seen}

    def merge(self, child: Ticket, parent: Ticket) -> Ticket:
        return dict(self.call("MergeTickets", "agent:A01", input=self.merging(child, parent))["ticket"])

    def resolve(self, ticket: Ticket, **more: object) -> None:
        said = {"ticketId": ticket["id"], "text": "已经为您处理好", **more}
        self.call("DecideTicket", "agent:A01", input=said)
        self.settle()

    def note(self, ticket: Ticket, text: str, as_: str = "agent:A01") -> Ticket:
        wanted = {"ticketId": ticket["id"], "text": text}
        return dict(self.call("AddInternalNote", as_, input=wanted)["ticket"])

    def split(self, ticket: Ticket, title: str = "发票抬头要改") -> Ticket:
        wanted = {"ticketId": ticket["id"], "title": title, "text": "她顺便问了发票"}
        return dict(self.call("SplitTicket", "agent:A01", input=wanted)["ticket"])

    def hand(self, ticket: Ticket, to: str | None, as_: str = "agent:A01") -> Ticket:
        now = self.seen(ticket)["assignee"]
        wanted = {"ticketId": ticket["id"], "seenAssignee": now, "to": to, "text": "您更熟悉这位会员"}
        return dict(self.call("ReassignTicket", as_, input=wanted)["ticket"])

    # what A02 does between another's reads and transaction; not through the API, which serves one call at a time

    def rival_takes(self, ticket: Ticket) -> None:
        whose = self.app.tickets.get_many([raw(ticket)])[raw(ticket)].assignee
        change = HandOver(ticket_id=raw(ticket), to="A02", seen_assignee=whose, words="我来")
        reassign_ticket(self.app.desk, RIVAL, change, self.request())

    def rival_ranks(self, ticket: Ticket, priority: Priority) -> None:
        step = self.app.tickets.get_many([raw(ticket)])[raw(ticket)].step
        set_ticket_priority(self.app.desk, RIVAL, raw(ticket), priority, step, self.request())

    def rival_merges(self, child: Ticket, parent: Ticket) -> None:
        found = self.app.tickets.get_many([raw(child), raw(parent)])
        one, other = found[raw(child)], found[raw(parent)]
        merging = Merging(child_id=one.id, parent_id=other.id, seen_step=one.step, seen_parent_step=other.step)
        merge_tickets(self.app.desk, RIVAL, merging, self.request())

    def told_staff(self, staff_id: str) -> list[str]:
        """What lies in somebody's inbox, the first first."""
        return [each.text for each in self.memory.all(NOTICES) if each.staff_id == staff_id]

    def states(self, *tickets: Ticket) -> list[str]:
        return [str(self.see(each, "agent:A01")["state"]) for each in tickets]
