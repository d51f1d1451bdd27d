"""How many cases wait for each of the staff (G6): counted by the fact `ticket.assigned`, once for each change."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.work import Batch
from care.staff.store import LOADS, all_loads, move_load

__all__ = ["Loads"]

FRESH = timedelta(seconds=10)


class Loads:
    """Counts that are at most 10 seconds old, and what this sandbox has given out since."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._known: dict[str, int] = {}
        self._read_at: datetime | None = None

    def current(self) -> Mapping[str, int]:
        """Cases by staff id; who never had one is absent."""
        now = self._clock.now()
        if self._read_at is None or not timedelta() <= now - self._read_at < FRESH:
            self._known = self._read()
            self._read_at = now
        return self._known

    def given(self, staff_id: str) -> None:
        """Remember what has just been given out, until the counts are read again: the next case sees it."""
        self._known[staff_id] = self._known.get(staff_id, 0) + 1

    def on_assigned(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `ticket.assigned`: a case has gone `from` one `to` another; either may be nobody."""
        for staff_id, by in ((item.payload["from"], -1), (item.payload["to"], 1)):
            if staff_id:
                batch.add(move_load(str(staff_id), by))

    def _read(self) -> dict[str, int]:
        found: dict[str, int] = {}
        after: dict[str, str] | None = None
        while True:
            page = self._storage.query(all_loads(after=after))
            found |= {load.staff_id: max(load.cases, 0) for load in page.of(LOADS)}
            if page.after is None:
                return found
            after = page.after
