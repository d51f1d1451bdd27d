"""G7: a member who was asked something back has said nothing for long enough: the case goes on without the answer."""

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.staff.notices import notify_staff
from care.tickets.deadlines.figures import PAUSE_HOURS
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket
from care.tickets.timeline import SYSTEM

__all__ = ["end_waiting"]


def end_waiting(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Reaction to `wait.end`: clocks and deadline go on from here, and whoever has the case is told to decide it.

    Stale where the waiting has ended since, by whatever the member or staff did.
    """
    ticket = desk.ticket(item.subject)
    if _stale(ticket, item):
        return
    now, cause = desk.clock.now(), f"wait:{ticket.waits}"
    going = desk.write(batch, ticket, inner=[inner_entry(ticket, InnerKind.WAIT_ENDED, SYSTEM, now, cause=cause)])
    if going.open:
        params = {"title": going.title, "hours": str(desk.settings().of(PAUSE_HOURS))}
        notify_staff(batch, [going.assignee], "member_silent", at=now, about=going.id, params=params, cause=cause)


def _stale(ticket: Ticket, item: AgendaItem) -> bool:
    return not ticket.waiting or ticket.waits != item.generation
