"""Whether a case is an open red alert, pushed down to contact: meanwhile the member hears of nothing else (P6).

A red alert is over when its last clock is: it is settled and a person has looked at it, or it was withdrawn.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from care.contact.red_alerts import note_alert
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.work import Batch
from care.tickets.clocks.model import SlaClass, SlaStep
from care.tickets.model import Ticket, TicketKind
from care.tickets.timeline import Entry, EntryKind

if TYPE_CHECKING:
    from care.tickets.desk import Desk

__all__ = ["on_alert_moved", "push_alert", "speaks_of_alert"]

_BEGINS = frozenset({EntryKind.OPENED, EntryKind.REOPENED})


def speaks_of_alert(ticket: Ticket) -> bool:
    """Whether what is said of the case now belongs to a red alert: its first word and its last do."""
    return _of_class(ticket) and (ticket.open or _alert_open(ticket))


def push_alert(desk: "Desk", batch: Batch, before: Ticket, after: Ticket, lines: Iterable[Entry]) -> None:
    """A case that begins as a red alert is known to contact in its own transaction; all else by `red_alert.moved`:
    several cases of one member may move in one transaction, and an end may come a moment later.
    """
    if not _of_class(after) or _alert_open(before) is _alert_open(after):
        return
    if _alert_open(after) and any(each.kind in _BEGINS and each.note != "FOLLOWED" for each in lines):
        note_alert(desk.storage, batch, after.member_id, after.id, open_=True)
        return
    item = AgendaItem(
        lane=Lane.NOW,
        kind="red_alert.moved",
        due=desk.clock.now(),
        subject=after.id,
        generation=after.version,
        payload={"member": after.member_id},
    )
    batch.plan(item)


def on_alert_moved(desk: "Desk", item: AgendaItem, batch: Batch) -> None:
    """Decider of `red_alert.moved`: contact learns how the case stands now."""
    ticket = desk.ticket(item.subject)
    note_alert(desk.storage, batch, ticket.member_id, ticket.id, open_=_alert_open(ticket))


def _alert_open(ticket: Ticket) -> bool:
    """As of the last step that its clocks have followed."""
    return any(clock.open and clock.step is SlaStep.CLOSED_BY for clock in ticket.clocks)


def _of_class(ticket: Ticket) -> bool:
    return ticket.kind is TicketKind.CLAIM and SlaClass.RED_ALERT in ticket.sla_classes
