"""What happens when a clock runs down (G7): a warning, the breach, and the ladder until somebody acts.

What was planned of a clock that has been met, paused or dropped since fires as a no-op: its generation is past, or it
is no longer open.
"""

from dataclasses import replace

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.tickets.clocks.agenda import next_item
from care.tickets.clocks.escalation import tell_of_breach, tell_of_warning
from care.tickets.clocks.model import SlaClock, SlaStep
from care.tickets.clocks.promise import still_promised
from care.tickets.clocks.promise_counts import promises
from care.tickets.deadlines.answer_by import owed
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.store import write_ticket
from care.tickets.teamwork.echo import facts_of
from care.tickets.teamwork.store import write_inner
from care.tickets.timeline import SYSTEM

__all__ = ["on_breach", "on_climb", "on_warn"]


def on_warn(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Most of its time has passed: whoever has the case is told."""
    ticket, clock = _running(desk, item)
    if clock is None:
        return
    tell_of_warning(desk, batch, ticket, clock)
    _go_on(desk, batch, ticket, clock, replace(clock, warned_at=desk.clock.now()))


def on_breach(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """It is late: on record for good among staff, and the case goes before others."""
    ticket, clock = _running(desk, item)
    if clock is None:
        return
    now, cause = desk.clock.now(), f"{clock.step}:{clock.generation}"
    made = inner_entry(ticket, InnerKind.SLA_BREACHED, SYSTEM, now, cause=cause, note=clock.step)
    batch.add(write_inner(made))
    batch.plan(*facts_of(ticket, [made], now))
    raised, late = replace(ticket, priority=ticket.priority.raised), replace(clock, breached_at=clock.due_at, rung=1)
    tell_of_breach(desk, batch, raised, late)
    _tell_member(desk, batch, raised, late)
    _go_on(desk, batch, raised, clock, late)


def on_climb(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Nobody has mended it: the next rung is told. The agent's ladder stands while the ticket waits for the member."""
    ticket, clock = _running(desk, item)
    if clock is None or (clock.agents and ticket.waiting):
        return
    higher = replace(clock, rung=clock.rung + 1)
    tell_of_breach(desk, batch, ticket, higher)
    _go_on(desk, batch, ticket, clock, higher)


def _tell_member(desk: Desk, batch: Batch, ticket: Ticket, late: SlaClock) -> None:
    """Whoever awaits an answer that no default will give (an appeal, a later round) hears that it is late, once."""
    awaited = ticket.kind is TicketKind.CLAIM and ticket.state is TicketState.IN_REVIEW and not owed(ticket)
    if awaited and late.step is SlaStep.ANSWER:
        promise = still_promised(ticket, desk.clock.now())
        desk.tell(batch, ticket, "answer_late", cause=f"late:{late.generation}", promise=promise)


def _running(desk: Desk, item: AgendaItem) -> tuple[Ticket, SlaClock | None]:
    """The clock that the item is about, if it runs as it did when the item was planned."""
    ticket = desk.ticket(item.subject)
    same = (clock for clock in ticket.clocks if clock.running and _same(clock, item))
    return ticket, next(same, None)


def _same(clock: SlaClock, item: AgendaItem) -> bool:
    return (clock.generation, clock.step, clock.rung) == (item.generation, item.payload["step"], item.payload["rung"])


def _go_on(desk: Desk, batch: Batch, ticket: Ticket, clock: SlaClock, after: SlaClock) -> None:
    clocks = tuple(after if each is clock else each for each in ticket.clocks)
    timed = replace(ticket, clocks=clocks)
    batch.add(write_ticket(timed))
    batch.plan(*promises(timed, ticket.clocks, desk.clock.now()))
    if following := next_item(ticket.id, after, desk.clock.now(), desk.terms()):
        batch.plan(following)
