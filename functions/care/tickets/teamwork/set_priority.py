"""G6: staff say what goes first."""

from dataclasses import replace

from care.dynamo.requests import Answer, Request
from care.kernel.work import Batch
from care.tickets import lifecycle
from care.tickets.desk import Desk
from care.tickets.errors import TicketNotOpen
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Priority, Ticket
from care.tickets.timeline import Actor

__all__ = ["set_priority", "set_ticket_priority"]


def set_ticket_priority(
    desk: Desk, actor: Actor, ticket_id: str, priority: Priority, seen_step: int, request: Request
) -> Answer:
    """The ticket. CaseChanged, TicketNotOpen."""

    def decide(batch: Batch) -> Ticket:
        ticket = desk.ticket(ticket_id)
        lifecycle.seen(ticket, seen_step)
        return set_priority(desk, batch, ticket, actor, priority, request)

    return desk.requests.once(request, decide)


def set_priority(
    desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, priority: Priority, request: Request
) -> Ticket:
    """The step itself; the priority that it has already is no step."""
    if not ticket.open:
        raise TicketNotOpen(state=ticket.state)
    if ticket.priority is priority:
        return ticket
    changed = replace(lifecycle.step(ticket, priority=priority), stepped_by=actor.name)
    line = inner_entry(ticket, InnerKind.PRIORITY, actor, desk.clock.now(), cause=request.name, note=priority)
    return desk.write(batch, changed, inner=[line])
