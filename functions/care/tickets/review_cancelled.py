"""A line that the mall cancels while its menu waits, or its goods are to come back: nothing may be paid for it without
a person any more.
"""

from dataclasses import replace

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.orders.store import order_at
from care.tickets import lifecycle, timeline
from care.tickets.authority.store import supersede
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk
from care.tickets.errors import LineCancelled
from care.tickets.model import Ticket, TicketState
from care.tickets.returns.call_off import call_off
from care.tickets.store import claims_of_order, ticket_at
from care.tickets.timeline import SYSTEM, EntryKind

__all__ = ["review_cancelled_lines"]

AT_A_TIME = 14
"""Tickets of one decision: each takes up to six writes, and a transaction takes a hundred."""
RETURNS_AT_A_TIME = 3
"""Those let go of what they promised, too: up to 30 writes each."""


def review_cancelled_lines(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Reaction to what has become of an order. Nothing to do costs one read, two where a line was cancelled."""
    order = desk.storage.get(*order_at(item.subject))
    cancelled = {line.id for line in order.lines if line.cancelled} if order else set()
    claims = (
        [each for each in claims_of_order(desk.storage, item.subject) if each.line_id in cancelled] if cancelled else []
    )
    found = desk.storage.fetch([ticket_at(claim.ticket_id) for claim in claims])
    tickets = [found.get(*ticket_at(claim.ticket_id)) for claim in claims]
    waiting = [ticket for ticket in tickets if ticket is not None and _waits(ticket)]
    returning = [ticket for ticket in tickets if ticket is not None and ticket.state is TicketState.RETURNING]
    for ticket in waiting[:AT_A_TIME]:
        _review(desk, batch, ticket)
    now = returning[: 0 if waiting else RETURNS_AT_A_TIME]
    call_off(desk, batch, now, LineCancelled.code)
    if len(waiting) > AT_A_TIME or len(returning) > len(now):
        batch.plan(replace(item, part=f"{item.part}+", attempts=0, last_error=""))


def _waits(ticket: Ticket) -> bool:
    """For the member's choice, or for a manager who would pay by what was read before (G5)."""
    return ticket.state is TicketState.CHOOSING or ticket.approval_nth is not None


def _review(desk: Desk, batch: Batch, ticket: Ticket) -> None:
    made = timeline.entry(
        ticket.id,
        ticket.round,
        EntryKind.REVIEW_NEEDED,
        SYSTEM,
        desk.clock.now(),
        cause="cancelled",
        note="LINE_CANCELLED",
    )
    if ticket.approval_nth is not None:
        batch.add(supersede(ticket.id, ticket.approval_nth))
    handed = desk.write(batch, lifecycle.review(replace(ticket, approval_nth=None), made))
    desk.tell(batch, handed, "ticket_opened", promise=promised(handed, desk.clock.now()))
