"""How often the promised first reply came in time (G3): by the day of the promise and the class that made it.

A promise is made, and ends once: kept, late or dropped. Each is counted by a fact of its own, `promise.counted`, in
the transaction that lets it happen, so that no ticket waits for a counter and nothing is counted twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Storage
from care.dynamo.writes import Key
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import SHANGHAI, stamp
from care.kernel.work import Batch
from care.tickets.clocks.model import SlaClass, SlaClock, SlaStep

if TYPE_CHECKING:
    from care.tickets.model import Ticket

__all__ = ["PROMISE_COUNTS", "Moment", "PromiseCount", "count_promise", "promise_counts", "promises"]

_MOST_ROWS = 31 * 10
_CLAIM = "CLAIM"


class Moment(StrEnum):
    """What happens to a promise."""

    MADE = "made"
    KEPT = "kept"
    LATE = "late"
    DROPPED = "dropped"
    """Nobody needed it any more, before it was due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCount:
    """`day`: Shanghai's, of the promise. What is neither kept, late nor dropped is still open."""

    day: str
    sla_class: SlaClass
    made: int = 0
    kept: int = 0
    late: int = 0
    dropped: int = 0


PROMISE_COUNTS = Shelf(
    shape=PromiseCount, kind="promise-count", table="tickets", key=lambda count: _key(count.day, count.sla_class)
)


def promises(ticket: "Ticket", before: Iterable[SlaClock], now: datetime) -> Iterator[AgendaItem]:
    """The facts of what has happened since to the first replies that a member is promised: to their own claim."""
    if ticket.kind != _CLAIM:
        return
    known, held = _replies(before), _replies(ticket.clocks)
    for started_at, clock in held.items():
        old = known.get(started_at)
        if old is None:
            yield _counted(ticket.id, clock, Moment.MADE, now)
        end = _end(clock)
        if end and (old is None or _end(old) is None):
            yield _counted(ticket.id, clock, end, now)
    for started_at, old in known.items():
        if started_at not in held and old.open:  # dropped in the moment in which it began
            yield _counted(ticket.id, old, Moment.DROPPED, now)


def count_promise(item: AgendaItem, batch: Batch) -> None:
    """Decider of `promise.counted`."""
    day, sla_class, moment = (str(item.payload[name]) for name in ("day", "sla_class", "moment"))
    names = {"type": PROMISE_COUNTS.kind, "day": day, "sla_class": sla_class}
    actions = (attribute(name).set(value) for name, value in names.items())
    counted = attribute(moment).add(1)
    batch.add(PROMISE_COUNTS.update(_key(day, sla_class), counted, *actions, name="promise.count"))


def promise_counts(storage: Storage, month: str) -> list[PromiseCount]:
    """Of a month (`2026-03`), by day and class; a day without a promise is not there."""
    return storage.query(Ask(table="tickets", pk=f"PROMISE-COUNT#{month}", limit=_MOST_ROWS)).of(PROMISE_COUNTS)


def _replies(clocks: Iterable[SlaClock]) -> dict[datetime, SlaClock]:
    """First replies by when they were promised: of one moment there is one."""
    return {each.started_at: each for each in clocks if each.step is SlaStep.FIRST_REPLY}


def _end(clock: SlaClock) -> Moment | None:
    if clock.breached_at:
        return Moment.LATE
    if clock.met_at:
        return Moment.KEPT
    return Moment.DROPPED if clock.dropped_at else None


def _counted(ticket_id: str, clock: SlaClock, moment: Moment, now: datetime) -> AgendaItem:
    day = clock.started_at.astimezone(SHANGHAI).date().isoformat()
    return AgendaItem(
        lane=Lane.NOW,
        kind="promise.counted",
        due=now,
        subject=ticket_id,
        part=f"{moment}:{stamp(clock.started_at)}",
        payload={"day": day, "sla_class": str(clock.sla_class), "moment": str(moment)},
    )


def _key(day: str, sla_class: str) -> Key:
    return Key(f"PROMISE-COUNT#{day[:7]}", f"{day}#{sla_class}")
