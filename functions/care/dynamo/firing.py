"""Carries out what is due: the sweep is the guarantee, the stream only its fast path; both fire items here."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from care.dynamo.agenda_shelf import AgendaShelf, AlreadyFired
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane, postponed, put_off
from care.kernel.clock import Clock
from care.kernel.errors import Conflict, NotReady
from care.kernel.work import Batch, Reaction, UnitOfWork

__all__ = ["AgendaRunner", "Observer", "Swept"]

T = TypeVar("T")
PAGE = 50
"""Items of one shard that a sweep reads at a time."""
LEAST_SECONDS = 10.0
"""A sweep starts no item with less time left than this."""

LATE = timedelta(minutes=15)
"""An item so late may be one that kills its process: the attempt is booked before it is made."""

_log = logging.getLogger(__name__)


class Observer(Protocol):
    """Hears what the runner does, for metrics and alarms (M4)."""

    def fired(self, item: AgendaItem, late: timedelta) -> None: ...

    def failed(self, item: AgendaItem) -> None: ...


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did; `complete` is False where the time ran out before the lane was empty."""

    fired: int
    complete: bool


class _Firing:
    def __init__(self, item: AgendaItem, agenda: AgendaShelf, uow: UnitOfWork) -> None:
        self.item = item
        self._agenda = agenda
        self._uow = uow
        self.committed = False

    def commit(self, decide: Callable[[Batch], T]) -> T:
        def with_deletion(batch: Batch) -> T:
            batch.add(self._agenda.take(self.item))
            return decide(batch)

        result = self._uow.run(with_deletion)
        self.committed = True
        return result


class AgendaRunner:
    """Fires items by the table of reactions. One failing item never holds up the others."""

    def __init__(
        self,
        storage: Storage,
        uow: UnitOfWork,
        agenda: AgendaShelf,
        clock: Clock,
        reactions: Mapping[str, Reaction],
        observer: Observer,
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._agenda = agenda
        self._clock = clock
        self._reactions = reactions
        self._observer = observer

    def sweep(self, lane: Lane, seconds_left: Callable[[], float]) -> Swept:
        """Fire all that is due in a lane, as long as the time allows: one Query per shard, again while one has more."""
        fired = 0
        while True:
            due = self._agenda.due(self._storage, lane, self._clock.now(), at_most=PAGE)
            for item in due.items:
                if seconds_left() < LEAST_SECONDS:
                    return Swept(fired, complete=False)
                self._fire_late(item) if self._clock.now() - item.due > LATE else self.fire(item)
                fired += 1
            if not (due.items and due.more):
                return Swept(fired, complete=True)

    def _fire_late(self, item: AgendaItem) -> None:
        """Put the item off first, then fire it where it lies now: what kills the process each time ends in the dead
        lane, and does not hold up its shard.
        """
        later = self._put_off(item, "late: the firing before this one may have died")
        if later is None:
            return
        if later.lane is Lane.DEAD:
            self._observer.failed(later)
            return
        self.fire(later, due=item.due)

    def fire(self, item: AgendaItem, *, due: datetime | None = None) -> None:
        """Carry one item out; what fails is put off, and after MOST_ATTEMPTS lies in the dead lane.

        `due`: when it was due, where it has been put off only just now.
        """
        try:
            self._react(item)
        except AlreadyFired:
            _log.debug("fired by another", extra={"kind": item.kind})
        except (Conflict, NotReady):
            _log.info("not now", extra={"kind": item.kind, "subject": item.subject})
            self._move(item, postponed(item, self._clock.now()))
        except Exception as error:  # noqa: BLE001 - whatever failed is put off, and the others go on
            _log.exception("firing failed", extra={"kind": item.kind, "subject": item.subject})
            if later := self._put_off(item, f"{type(error).__name__}: {error}"[:500]):
                self._observer.failed(later)
        else:
            self._observer.fired(item, max(self._clock.now() - (due or item.due), timedelta()))

    def _react(self, item: AgendaItem) -> None:
        firing = _Firing(item, self._agenda, self._uow)
        self._reactions[item.kind](firing)
        if not firing.committed:
            message = f"the reaction to {item.kind} committed nothing"
            raise RuntimeError(message)

    def _put_off(self, item: AgendaItem, error: str) -> AgendaItem | None:
        return self._move(item, put_off(item, self._clock.now(), error))

    def _move(self, item: AgendaItem, later: AgendaItem) -> AgendaItem | None:
        """The item as it lies now; None where it is gone, or could not be put off and stays due as it is."""

        def decide(batch: Batch) -> None:
            batch.add(self._agenda.take(item))
            batch.plan(later)

        try:
            self._uow.run(decide)
        except AlreadyFired:
            return None
        except Exception:  # noqa: BLE001 - the item stays due; the others go on
            _log.exception("cannot be put off", extra={"kind": item.kind, "subject": item.subject})
            return None
        return later
