"""The unit of work over any Storage: the only place that commits."""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.storage import Storage
from care.dynamo.writes import Cancelled, DynamoWrite
from care.kernel.agenda import AgendaItem
from care.kernel.errors import Conflict
from care.kernel.work import Write

__all__ = ["DynamoBatch", "DynamoUnitOfWork"]

T = TypeVar("T")
MOST_TRIES = 3
MOST_WRITES = 100
"""TransactWriteItems' limit."""

_log = logging.getLogger(__name__)
_CONDITION_LOST = "ConditionalCheckFailed"


class DynamoBatch:
    """The writes of one decision."""

    def __init__(self, agenda: AgendaShelf) -> None:
        self._agenda = agenda
        self._writes: dict[tuple[str, str, str], DynamoWrite] = {}

    def add(self, *writes: Write) -> None:
        for write in writes:
            if not isinstance(write, DynamoWrite):
                message = f"{write.name} was not made by a shelf"
                raise TypeError(message)
            if write.home in self._writes:
                message = f"{write.name} and {self._writes[write.home].name} write the same item"
                raise ValueError(message)
            self._writes[write.home] = write
        if len(self._writes) > MOST_WRITES:
            message = f"more than {MOST_WRITES} writes in one decision"
            raise ValueError(message)

    def plan(self, *items: AgendaItem) -> None:
        self.add(*(self._agenda.plan(item) for item in items))

    @property
    def writes(self) -> list[DynamoWrite]:
        return list(self._writes.values())


class DynamoUnitOfWork:
    """See care.kernel.work.UnitOfWork."""

    def __init__(
        self, storage: Storage, agenda: AgendaShelf, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._storage = storage
        self._agenda = agenda
        self._sleep = sleep

    def run(self, decide: Callable[[DynamoBatch], T]) -> T:
        for attempt in range(1, MOST_TRIES + 1):
            batch = DynamoBatch(self._agenda)
            result = decide(batch)
            try:
                self._commit(batch)
            except Cancelled as cancelled:
                _raise_lost(batch.writes, cancelled)
                _log.info("decide again", extra={"attempt": attempt, "reasons": str(cancelled)})
                self._sleep(random.uniform(0, 0.05) * attempt)  # noqa: S311 - spreads rivals, guards nothing
            else:
                return result
        message = "somebody else was quicker, three times"
        raise Conflict(message)

    def _commit(self, batch: DynamoBatch) -> None:
        if batch.writes:
            self._storage.transact(batch.writes)


def _raise_lost(writes: list[DynamoWrite], cancelled: Cancelled) -> None:
    """Raise the error that the foremost lost condition stands for, if any stands for one."""
    for write in sorted(writes, key=lambda each: each.rank):
        reason = cancelled.reasons.get(write.home)
        if reason is None or reason.code != _CONDITION_LOST or write.lost is None:
            continue
        if error := write.lost(reason.item):
            raise error from cancelled
