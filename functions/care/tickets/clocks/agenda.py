"""What a clock does next: it warns, it breaches, it climbs (G7). One item a clock, each planned by the one before."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from care.kernel.agenda import AgendaItem, Lane
from care.tickets.clocks.model import LAST_RUNG, SlaClock
from care.tickets.clocks.rules import Terms, climbs_at

if TYPE_CHECKING:
    from care.tickets.model import Ticket

__all__ = ["BREACH", "CLIMB", "WARN", "next_item", "upcoming"]

WARN, BREACH, CLIMB = "clock.warn", "clock.breach", "clock.climb"


def upcoming(before: "Ticket", after: "Ticket", now: datetime, terms: Terms) -> Iterator[AgendaItem]:
    """For each clock that was started or went on between the two: what it does next."""
    known = {clock.generation for clock in before.clocks}
    for clock in after.clocks:
        if clock.generation not in known and (item := next_item(after.id, clock, now, terms)):
            yield item


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
