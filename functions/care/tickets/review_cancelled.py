"""A line that the mall cancels while its menu waits: nothing may be paid by default any more; a person looks at it."""

from dataclasses import replace

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.orders.store import order_at
from care.tickets import lifecycle
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk
from care.tickets.model import SYSTEM, EntryKind, Ticket, TicketState
from care.tickets.store import claims_of_order, ticket_at

__all__ = ["review_cancelled_lines"]

AT_A_TIME = 18
"""Tickets of one decision: each takes up to five writes, and a transaction takes a hundred."""


def review_cancelled_lines(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Reaction to what has become of an order. Nothing to do costs one read, two where a line was cancelled."""
    order = desk.storage.get(*order_at(item.subject))
    cancelled = {line.id for line in order.lines if line.cancelled} if order else set()
    claims = (
        [each for each in claims_of_order(desk.storage, item.subject) if each.line_id in cancelled] if cancelled else []
    )
    found = desk.storage.fetch([ticket_at(claim.ticket_id) for claim in claims])
    tickets = [found.get(*ticket_at(claim.ticket_id)) for claim in claims]
    waiting = [ticket for ticket in tickets if ticket is not None and ticket.state is TicketState.CHOOSING]
    for ticket in waiting[:AT_A_TIME]:
        _review(desk, batch, ticket)
    if len(waiting) > AT_A_TIME:
        batch.plan(replace(item, part=f"{item.part}+", attempts=0, last_error=""))


def _review(desk: Desk, batch: Batch, ticket: Ticket) -> None:
    made = lifecycle.entry(
        ticket.id,
        ticket.round,
        EntryKind.REVIEW_NEEDED,
        SYSTEM,
        desk.clock.now(),
        cause="cancelled",
        note="LINE_CANCELLED",
    )
    handed = desk.write(batch, lifecycle.review(ticket, made))
    desk.tell(batch, handed, "ticket_opened", promise=promised(handed, desk.clock.now()))
