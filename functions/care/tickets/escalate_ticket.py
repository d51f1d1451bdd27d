"""T1: a leader asks, in one tap, that a member's case goes before others."""

from dataclasses import replace

from care.dynamo.requests import Answer, Request
from care.kernel.errors import NotFound
from care.kernel.work import Batch
from care.staff.notices import notify_staff
from care.tickets import lifecycle, timeline
from care.tickets.clocks.escalation import managers_of, with_stand_in
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk
from care.tickets.errors import AlreadyEscalated, TicketNotOpen
from care.tickets.model import Ticket, TicketKind
from care.tickets.timeline import Actor, EntryKind
from care.tickets.words import check_words

__all__ = ["escalate_ticket"]


def escalate_ticket(desk: Desk, leader: Actor, ticket_id: str, words: str, request: Request) -> Answer:
    """The ticket: raised by one rank, a person's answer due, its assignee told; where it is late already, the region's
    managers too. Once a round. NotFound for another leader's, TicketNotOpen, AlreadyEscalated, BadInput.
    """

    def decide(batch: Batch) -> Ticket:
        ticket, now = desk.ticket(ticket_id), desk.clock.now()
        _check(ticket, leader)
        made = timeline.entry(
            ticket.id, ticket.round, EntryKind.ESCALATED, leader, now, cause=str(ticket.round), text=words
        )
        raised = lifecycle.step(ticket, made, priority=ticket.priority.raised)
        written = desk.write(batch, replace(raised, escalated_in=ticket.round))
        _tell_staff(desk, batch, written)
        cause = str(ticket.round)
        desk.tell(batch, written, "ticket_escalated", cause=cause, promise=promised(written, now))
        return written

    check_words(words)
    return desk.requests.once(request, decide)


def _check(ticket: Ticket, leader: Actor) -> None:
    if ticket.leader_id != leader.id or ticket.kind is not TicketKind.CLAIM:
        raise NotFound(field="ticket_id")
    if not ticket.open:
        raise TicketNotOpen(state=ticket.state, field="ticket_id")
    if ticket.escalated_in == ticket.round:
        raise AlreadyEscalated(field="ticket_id")


def _tell_staff(desk: Desk, batch: Batch, ticket: Ticket) -> None:
    roster = desk.directory.roster()
    late = any(clock.running and clock.breached_at for clock in ticket.clocks)
    whom = [*with_stand_in(ticket.assignee, roster), *(managers_of(ticket.region, roster) if late else ())]
    params = {"title": ticket.title}
    notify_staff(
        batch, whom, "leader_escalated", at=desk.clock.now(), about=ticket.id, params=params, cause=str(ticket.round)
    )
