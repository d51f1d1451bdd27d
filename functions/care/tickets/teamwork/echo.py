"""What a written line of a case makes known to others: its watchers, and the case that it follows (G6). Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from care.kernel.agenda import AgendaItem, Lane
from care.kernel.ids import derived_id
from care.tickets.inner import InnerEntry, InnerKind
from care.tickets.model import Ticket, TicketKind
from care.tickets.timeline import Entry, EntryKind

__all__ = ["PARENT_RESOLVED", "facts_of", "shown_on_parent"]

PARENT_RESOLVED = "parent.resolved"
"""Staff resolved the case, and want those that follow it to be resolved with it."""
_OF_PARENTS = {
    EntryKind.CLOSED: "parent.closed",
    EntryKind.REOPENED: "parent.reopened",
    EntryKind.WITHDRAWN: "parent.withdrawn",
}


def facts_of(ticket: Ticket, lines: Sequence[Entry | InnerEntry], now: datetime) -> Iterator[AgendaItem]:
    """The facts that follow from `lines` of the ticket, as it is after them."""
    last = lines[-1] if lines else None
    if last and any(watcher != _who(last) for watcher in ticket.watchers):
        told = "#".join(last.mentions) if isinstance(last, InnerEntry) else ""  # no staff id holds a #
        yield _fact("case.watched", ticket.id, ticket.step, now, last.id, line=last.kind, actor=last.actor, told=told)
    if ticket.children:
        for line in lines:
            if isinstance(line, Entry) and (kind := _OF_PARENTS.get(line.kind)):
                yield _fact(kind, ticket.id, ticket.round, now, note=line.note or "")
    if ticket.parent_id and not ticket.open and ticket.kind is TicketKind.CLAIM:
        yield _fact("child.ended", ticket.parent_id, ticket.step, now, ticket.id)


def _fact(kind: str, subject: str, generation: int, now: datetime, part: str = "", **payload: str) -> AgendaItem:
    return AgendaItem(
        lane=Lane.NOW, kind=kind, due=now, subject=subject, generation=generation, part=part, payload=dict(payload)
    )


def shown_on_parent(ticket: Ticket, lines: Sequence[Entry]) -> Iterator[InnerEntry]:
    """What is said to a case that follows another is shown to staff on that one too."""
    for line in lines:
        if ticket.parent_id and line.kind is EntryKind.REPLIED:
            yield InnerEntry(
                id=derived_id("inner", ticket.parent_id, line.id),
                ticket_id=ticket.parent_id,
                at=line.at,
                kind=InnerKind.CHILD_SAID,
                actor=line.actor,
                text=line.text,
                about=ticket.id,
            )


def _who(line: Entry | InnerEntry) -> str:
    return line.actor.partition(":")[2]
