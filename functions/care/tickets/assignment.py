"""Who gets a case, and whose it counts for (G6).

The fact `ticket.assigned` {from, to} moves the counts of open work: from whom it counted for to whom it counts for by
now, either of whom may be nobody. What counts is what waits for a person: a menu waits for the member, a payout for
the mall. Each change bears its own number, so it counts once, whoever repeats it.
"""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from care.kernel.agenda import AgendaItem, Lane
from care.policy.model import Reason, ReasonClass
from care.staff.model import Skill
from care.tickets.deadlines.judges import judge_for
from care.tickets.model import Ticket, TicketState

if TYPE_CHECKING:
    from care.tickets.desk import Desk

__all__ = ["counted", "next_assignee", "skill_for", "with_somebody"]

_BY_CLASS = {ReasonClass.FOOD_SAFETY: Skill.FOOD_SAFETY, ReasonClass.QUALITY: Skill.QUALITY}


def skill_for(reason: Reason) -> Skill:
    """What a claim needs of whoever takes it: as the policy says of its reason, else by the reason's class."""
    return reason.skill or _BY_CLASS.get(reason.reason_class, Skill.GENERAL)


def next_assignee(desk: "Desk", ticket: Ticket) -> str:
    """Who would get the case if it were opened now; an appeal goes to another person than refused it."""
    if ticket.appeal is not None:
        return judge_for(ticket, desk.directory.roster(), desk.clock.now())
    return desk.directory.assignee(ticket.id, ticket.region, ticket.skill)


def with_somebody(desk: "Desk", ticket: Ticket) -> Ticket:
    """A case that begins to wait for a person goes to who is available, where its assignee is not and another is."""
    begins = ticket.version > 0 and ticket.state is TicketState.IN_REVIEW and not ticket.counts_for
    if not begins or desk.directory.available(ticket.assignee):
        return ticket
    to = next_assignee(desk, ticket)
    return replace(ticket, assignee=to) if desk.directory.available(to) else ticket


def counted(ticket: Ticket, now: datetime) -> tuple[Ticket, list[AgendaItem]]:
    """The ticket as it is to be written, and the fact where it changed hands or begins or ceases to count."""
    to = ticket.assignee if ticket.state is TicketState.IN_REVIEW else ""
    changed_hands = ticket.had_by not in ("", ticket.assignee)
    if to == ticket.counts_for and not changed_hands:
        return replace(ticket, had_by=ticket.assignee), []
    moved = replace(ticket, counts_for=to, had_by=ticket.assignee, assigned_nth=ticket.assigned_nth + 1)
    fact = AgendaItem(
        lane=Lane.NOW,
        kind="ticket.assigned",
        due=now,
        subject=ticket.id,
        generation=moved.assigned_nth,
        payload={"from": ticket.counts_for, "to": to},
    )
    return moved, [fact]
