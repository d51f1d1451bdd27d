"""The unit of work over any Storage: the only place that commits."""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.storage import Storage
from care.dynamo.writes import Cancelled, DynamoWrite, Reason
from care.kernel.agenda import AgendaItem
from care.kernel.errors import Conflict
from care.kernel.work import Write

__all__ = ["DynamoBatch", "DynamoUnitOfWork"]

T = TypeVar("T")
MOST_TRIES = 3
"""Decisions on facts that others had changed meanwhile."""
MOST_CONFLICTS = 8
"""Commits at whose moment others wrote the same items: nothing is known to have changed, so patience helps."""
MOST_WRITES = 100
"""TransactWriteItems' limit."""

_log = logging.getLogger(__name__)
_CONDITION_LOST = "ConditionalCheckFailed"


class DynamoBatch:
    """The writes of one decision."""

    def __init__(self, agenda: AgendaShelf, attempt: int = 0) -> None:
        self.attempt = attempt
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

    def __init__(self, storage: Storage, agenda: AgendaShelf, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._storage = storage
        self._agenda = agenda
        self._sleep = sleep

    def run(self, decide: Callable[[DynamoBatch], T]) -> T:
        outdated = conflicts = 0
        while outdated < MOST_TRIES and conflicts < MOST_CONFLICTS:
            batch = DynamoBatch(self._agenda, attempt=outdated + conflicts)
            result = decide(batch)
            try:
                self._commit(batch)
            except Cancelled as cancelled:
                _raise_lost(batch.writes, cancelled)
                lost = any(map(_is_lost, cancelled.reasons.values()))
                outdated, conflicts = outdated + lost, conflicts + (not lost)
                _log.info("decide again", extra={"attempt": batch.attempt, "reasons": str(cancelled)})
                self._sleep(_pause(batch.attempt))
            else:
                return result
        message = f"somebody else was quicker, {outdated + conflicts} times"
        raise Conflict(message)

    def _commit(self, batch: DynamoBatch) -> None:
        if batch.writes:
            self._storage.transact(batch.writes)


def _pause(attempt: int) -> float:
    """Seconds; at random, so that rivals part."""
    return random.uniform(0, min(0.4, 0.05 * 2**attempt))  # noqa: S311 - spreads rivals, guards nothing


def _raise_lost(writes: list[DynamoWrite], cancelled: Cancelled) -> None:
    """Raise what the foremost lost condition stands for; return where it is worth deciding again.

    Foremost are those of rank 0: a request that is a replay, an item that another has fired. Then come writes that
    name no error: the decision went by what has changed since, so what the others would say may be outdated too.
    """
    lost = [write for write in writes if _is_lost(cancelled.reasons.get(write.home))]
    if not lost:
        return
    foremost = min(lost, key=lambda each: (each.rank, each.lost is not None))
    if foremost.lost and (error := foremost.lost(cancelled.reasons[foremost.home].item)):
        raise error from cancelled


def _is_lost(reason: Reason | None) -> bool:
    return reason is not None and reason.code == _CONDITION_LOST
