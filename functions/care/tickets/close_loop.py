"""G6, P7: how a ticket ends, after the follow-up check: confirmed or silent closes it, "still not" reopens it."""

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.deadlines.appeal_ticket import still_not
from care.tickets.desk import Desk, acted
from care.tickets.model import Ticket, TicketState
from care.tickets.talk import reopen
from care.tickets.timeline import SYSTEM, Actor, EntryKind

__all__ = ["on_closure_confirmed", "on_closure_disputed", "on_closure_silent"]


def on_closure_confirmed(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """The member says that all is fine."""
    _close(desk, item, batch, confirmed=True)


def on_closure_silent(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Nobody answered the check in its time."""
    _close(desk, item, batch, confirmed=False)


def on_closure_disputed(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """The member says "still not": back to a person, with priority; to another, where one refused it or gave less."""
    ticket = _checked(desk, item)
    if ticket is None:
        return
    if ticket.appeals_against is not None:
        still_not(desk, batch, ticket)
        return
    now = desk.clock.now()
    actor = Actor(role="member", id=ticket.member_id)
    made = timeline.entry(ticket.id, ticket.round, EntryKind.REOPENED, actor, now, cause="closure")
    reopen(desk, batch, acted(ticket, now), made)


def _close(desk: Desk, item: AgendaItem, batch: Batch, *, confirmed: bool) -> None:
    ticket = _checked(desk, item)
    if ticket is None:
        return
    now = desk.clock.now()
    actor = Actor(role="member", id=ticket.member_id) if confirmed else SYSTEM
    note = "CONFIRMED" if confirmed else "SILENT"
    closed = lifecycle.close(
        ticket, now, timeline.entry(ticket.id, ticket.round, EntryKind.CLOSED, actor, now, cause="closure", note=note)
    )
    desk.write(batch, closed)
    desk.tell(batch, closed, "ticket_closed")
    desk.announce(batch, "ticket.closed", closed, outcome=note)


def _checked(desk: Desk, item: AgendaItem) -> Ticket | None:
    """The ticket that the check was about, if it is still resolved in the round that was asked about."""
    ticket = desk.ticket(str(item.payload["ticket_id"]))
    same = ticket.round == item.payload["round"] and ticket.state is TicketState.RESOLVED
    return ticket if same else None
