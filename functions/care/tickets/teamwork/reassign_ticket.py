"""A2, G6: a case changes hands: taken over, or handed over with a word. What follows it goes with it."""

from dataclasses import dataclass, replace

from care.dynamo.requests import Answer, Request
from care.kernel.agenda import AgendaItem
from care.kernel.errors import BadInput
from care.kernel.work import Batch
from care.staff.model import DUTY_DESK, Role
from care.staff.notices import notify_staff
from care.tickets.authority.errors import OwnCase
from care.tickets.authority.parties import parties
from care.tickets.deadlines.judges import check_may_judge, may_judge
from care.tickets.desk import Desk
from care.tickets.errors import CaseChanged, TicketNotOpen
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket, TicketState
from care.tickets.teamwork.colleagues import name_of
from care.tickets.teamwork.family import children_of
from care.tickets.timeline import SYSTEM, Actor
from care.tickets.words import check_words

__all__ = ["HandOver", "assign_to", "check_receiver", "on_parent_assigned", "reassign_ticket"]

_CARERS = {Role.AGENT, Role.MANAGER}
_ENDED = {TicketState.CLOSED, TicketState.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """`seen_assignee`: whose the case was when it was seen: of two who take it over at once, one is told."""

    ticket_id: str
    to: str
    seen_assignee: str
    words: str


def reassign_ticket(desk: Desk, actor: Actor, change: HandOver, request: Request) -> Answer:
    """The ticket. CaseChanged, TicketNotOpen, OwnCase; BadInput for who takes no cases."""

    def decide(batch: Batch) -> Ticket:
        ticket = desk.ticket(change.ticket_id)
        if ticket.assignee != change.seen_assignee:
            raise CaseChanged(field="seen_assignee", step=ticket.step, by=ticket.assignee)
        return assign_to(desk, batch, ticket, actor, change.to, change.words, cause=request.name)

    check_words(change.words)
    check_receiver(desk, change.to)
    return desk.requests.once(request, decide)


def check_receiver(desk: Desk, staff_id: str) -> None:
    """BadInput, unless it is the duty desk or somebody who speaks with members."""
    roles = next((set(member.roles) for member in desk.directory.roster() if member.id == staff_id), set())
    if staff_id != DUTY_DESK and not roles & _CARERS:
        message = "cases go to agents, managers or the duty desk"
        raise BadInput(message, field="to")


def assign_to(desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, to: str, words: str, *, cause: str) -> Ticket:
    """The step itself; to whoever has it already is no step."""
    if ticket.state in _ENDED:
        raise TicketNotOpen(state=ticket.state)
    if to in parties(ticket):
        raise OwnCase(field="to")
    check_may_judge(ticket, Actor(role="staff", id=to), field="to")
    if to == ticket.assignee:
        return ticket
    now = desk.clock.now()
    line = inner_entry(ticket, InnerKind.ASSIGNED, actor, now, cause=cause, text=words or None, note=to)
    if to != actor.id and actor != SYSTEM:
        params = {"by": name_of(desk, actor.id), "title": ticket.title}
        notify_staff(batch, [to], "case_handed_over", at=now, about=ticket.id, params=params, cause=line.id)
    return desk.write(batch, replace(ticket, assignee=to), inner=[line])


def _may_have(ticket: Ticket, staff_id: str) -> bool:
    return staff_id not in parties(ticket) and may_judge(ticket, staff_id)


def on_parent_assigned(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Reaction to `ticket.assigned`: what follows the case goes to the same hands, if they may have it."""
    parent = desk.ticket(item.subject)
    for child in children_of(desk.storage, parent):
        if child.state not in _ENDED and child.assignee != parent.assignee and _may_have(child, parent.assignee):
            assign_to(desk, batch, child, SYSTEM, parent.assignee, "", cause=f"{item.subject}:{item.generation}")
