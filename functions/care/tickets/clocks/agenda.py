"""What a clock does next: it warns, it breaches, it climbs (G7). One item a clock, each planned by the one before.

And what ends the waiting for the member, in which they stand still: one item each time that it begins.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from care.kernel.agenda import AgendaItem, Lane
from care.tickets.clocks.model import LAST_RUNG, SlaClock
from care.tickets.clocks.rules import Terms, climbs_at
from care.tickets.deadlines.figures import PAUSE_HOURS

if TYPE_CHECKING:
    from care.tickets.model import Ticket

__all__ = ["BREACH", "CLIMB", "WAIT_END", "WARN", "next_item", "upcoming"]

WARN, BREACH, CLIMB, WAIT_END = "clock.warn", "clock.breach", "clock.climb", "wait.end"


def upcoming(before: "Ticket", after: "Ticket", now: datetime, terms: Terms) -> Iterator[AgendaItem]:
    """For each clock that was started or went on between the two: what it does next. For a waiting: its end."""
    known = {clock.generation for clock in before.clocks}
    for clock in after.clocks:
        if clock.generation not in known and (item := next_item(after.id, clock, now, terms)):
            yield item
    if after.waits > before.waits:
        due = now + timedelta(hours=terms.settings.of(PAUSE_HOURS))
        yield AgendaItem(lane=Lane.CLOCKS, kind=WAIT_END, due=due, subject=after.id, generation=after.waits)


def next_item(ticket_id: str, clock: SlaClock, now: datetime, terms: Terms) -> AgendaItem | None:
    """None where it is over, paused, or on the last rung. The item is stale once the clock's generation is another."""
    if not clock.running or clock.rung == LAST_RUNG:
        return None
    if clock.rung:
        return _item(ticket_id, clock, CLIMB, climbs_at(clock, now, terms))
    if clock.warned_at:
        return _item(ticket_id, clock, BREACH, clock.due_at)
    return _item(ticket_id, clock, WARN, clock.warn_at)


def _item(ticket_id: str, clock: SlaClock, kind: str, due: datetime) -> AgendaItem:
    return AgendaItem(
        lane=Lane.CLOCKS,
        kind=kind,
        due=due,
        subject=ticket_id,
        generation=clock.generation,
        part=f"{clock.step}:{clock.rung}",
        payload={"step": clock.step, "rung": clock.rung},
    )
