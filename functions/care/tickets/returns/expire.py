"""G10: goods that are awaited: the member is reminded once; when the time is over, a person takes the case."""

from dataclasses import replace

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.staff.notices import notify_staff
from care.tickets import timeline
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk, in_words
from care.tickets.lapse import lapse
from care.tickets.model import Ticket
from care.tickets.returns.model import Slip, SlipState
from care.tickets.returns.rules import awaits
from care.tickets.returns.store import slip_at
from care.tickets.store import ticket_at
from care.tickets.timeline import SYSTEM, EntryKind

__all__ = ["on_slip_expire", "on_slip_remind"]


def on_slip_remind(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Some days before its end."""
    if found := _awaited(desk, item):
        ticket, slip = found
        desk.tell(batch, ticket, "return_reminder", deadline=in_words(slip.expires_at))


def on_slip_expire(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """What waited for the goods is owed no more; never a silent end."""
    if found := _awaited(desk, item):
        _expire(desk, batch, *found)


def _expire(desk: Desk, batch: Batch, ticket: Ticket, slip: Slip) -> None:
    now = desk.clock.now()
    made = timeline.entry(ticket.id, ticket.round, EntryKind.RETURN_EXPIRED, SYSTEM, now, cause=slip.code)
    expired = replace(slip, state=SlipState.EXPIRED)
    lapsed = lapse(desk, batch, ticket, made, "RETURN_EXPIRED", desk.accounts.payouts_of(slip.source), expired)
    notify_staff(batch, [lapsed.assignee], "return_expired", at=now, about=ticket.id, params={"title": ticket.title})
    desk.tell(batch, lapsed, "return_expired", promise=promised(lapsed, now))


def _awaited(desk: Desk, item: AgendaItem) -> tuple[Ticket, Slip] | None:
    """The case and its slip, as long as the goods of it are awaited."""
    at_ticket, at_slip = ticket_at(item.subject), slip_at(item.part)
    found = desk.storage.fetch([at_ticket, at_slip])
    ticket, slip = found.get(*at_ticket), found.get(*at_slip)
    return (ticket, slip) if ticket and slip and awaits(slip, ticket) else None
