"""What becomes of cases that were merged into another when that one moves on, and the other way round (G6)."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from care.kernel.agenda import AgendaItem, Lane
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.desk import Desk
from care.tickets.model import Outcome, Ticket, TicketKind, TicketState
from care.tickets.teamwork.family import children_of
from care.tickets.timeline import SYSTEM, Actor, Entry, EntryKind

__all__ = ["on_child_ended", "on_parent_closed", "on_parent_reopened", "on_parent_resolved", "on_parent_withdrawn"]

AWAITED = "closure.awaited"
"""A fact: nothing stands any more between the case and its closure check (P7)."""
AT_A_TIME = 8
"""Children of one decision: each takes up to ten writes with its clocks, and a transaction takes a hundred."""
_UNDECIDED = {TicketState.CHOOSING, TicketState.IN_REVIEW}
_ENDED = {TicketState.RESOLVED, TicketState.CLOSED}


def on_parent_resolved(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Staff resolved it, and with it those that follow (kind `parent.resolved`).

    A child to which a remedy was promised ends by its own money; one that is held waits for its look (G11); an appeal
    is granted or refused by itself.
    """
    role, _, staff_id = str(item.payload["actor"]).partition(":")
    actor = Actor(role=role, id=staff_id)

    def resolve(child: Ticket) -> None:
        made = _entry(desk, child, EntryKind.RESOLVED, actor, item, note="FOLLOWED")
        followed = lifecycle.follow(child, desk.clock.now(), made)
        desk.tell(batch, followed, "ticket_resolved")
        desk.announce(batch, "ticket.resolved", followed)
        desk.write(batch, followed)

    _each(item, batch, filter(_follows, _children(desk, item)), resolve)


def on_parent_closed(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """The one closure check that was asked spoke for all that had been resolved."""
    outcome = str(item.payload["note"])

    def close(child: Ticket) -> None:
        made = _entry(desk, child, EntryKind.CLOSED, SYSTEM, item, note=outcome or None)
        closed = lifecycle.close(child, desk.clock.now(), made)
        desk.tell(batch, closed, "ticket_closed")
        desk.announce(batch, "ticket.closed", closed, outcome=outcome)
        desk.write(batch, closed)

    _each(item, batch, (child for child in _children(desk, item) if child.state is TicketState.RESOLVED), close)


def on_parent_reopened(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """What had been resolved only with it is open again with it."""

    def reopen(child: Ticket) -> None:
        made = _entry(desk, child, EntryKind.REOPENED, SYSTEM, item, note="FOLLOWED")
        again = lifecycle.reopen(child, desk.clock.now(), None, made)
        desk.write(batch, replace(again, parent_id=item.subject))
        desk.tell(batch, again, "ticket_reopened")

    followed = (child for child in _children(desk, item) if child.outcome is Outcome.FOLLOWED and child.state in _ENDED)
    _each(item, batch, followed, reopen)


def on_parent_withdrawn(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """It will not be asked about: those that rest are asked about by themselves."""
    for child in _children(desk, item):
        if child.state is TicketState.RESOLVED:
            desk.announce(batch, AWAITED, child)


def on_child_ended(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """The last that was open has ended: the case that they follow, if it waits for that, is asked about now."""
    parent = desk.ticket(item.subject)
    if parent.state is not TicketState.RESOLVED or parent.kind is not TicketKind.CLAIM:
        return
    if not any(child.open for child in children_of(desk.storage, parent)):
        desk.announce(batch, AWAITED, parent)


def _follows(child: Ticket) -> bool:
    of_its_own = (child.remedy, child.appeal, child.hold) != (None, None, None)
    return child.state in _UNDECIDED and not of_its_own


def _children(desk: Desk, item: AgendaItem) -> list[Ticket]:
    """Those of the ticket that the fact is about, as long as it is in the round that the fact is about."""
    parent = desk.ticket(item.subject)
    return children_of(desk.storage, parent) if parent.round == item.generation else []


def _each(item: AgendaItem, batch: Batch, children: Iterable[Ticket], act: Callable[[Ticket], None]) -> None:
    """Some of them now, the rest by an item of its own: who was acted on is not found again."""
    waiting = list(children)
    for child in waiting[:AT_A_TIME]:
        act(child)
    if len(waiting) > AT_A_TIME:
        batch.plan(replace(item, lane=Lane.NOW, part=f"{item.part}+", attempts=0, last_error=""))


def _entry(desk: Desk, child: Ticket, kind: EntryKind, actor: Actor, item: AgendaItem, note: str | None) -> Entry:
    cause = f"{item.kind}:{item.subject}:{item.generation}"
    return timeline.entry(child.id, child.round, kind, actor, desk.clock.now(), cause=cause, note=note)
