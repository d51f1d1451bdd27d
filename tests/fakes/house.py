"""A bare house for unit tests: storage in memory, a settable clock, the agenda and the unit of work."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.requests import Requests
from care.dynamo.unit_of_work import DynamoUnitOfWork
from care.kernel.agenda import AgendaItem
from care.kernel.clock import SettableClock
from fakes.memory_storage import MemoryStorage

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday 2 March 2026, 10:00 in Shanghai."""


@dataclass
class House:
    """What every service is built from."""

    storage: MemoryStorage = field(default_factory=MemoryStorage)
    clock: SettableClock = field(default_factory=lambda: SettableClock(START))
    agenda: AgendaShelf = field(default_factory=lambda: AgendaShelf(shards=2))
    uow: DynamoUnitOfWork = field(init=False)
    requests: Requests = field(init=False)

    def __post_init__(self) -> None:
        self.uow = DynamoUnitOfWork(self.storage, self.agenda, sleep=lambda _seconds: None)
        self.requests = Requests(self.storage, self.uow, self.clock)

    def planned(self, kind: str | None = None) -> list[AgendaItem]:
        """The agenda items that wait, the oldest first."""
        waiting = sorted(self.storage.all(self.agenda.shelf), key=lambda item: (item.due, item.kind))
        return [item for item in waiting if kind in (None, item.kind)]
