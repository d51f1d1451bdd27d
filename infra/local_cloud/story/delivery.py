"""How unkindly the mall's events are delivered: several times, out of order, and late. Nothing here de-duplicates."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

__all__ = ["Delivery", "Unkindness"]

Event = tuple[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unkindness:
    """What a test does to every mall event; the default is what a story plays."""

    times: int = 1
    """How often each event is delivered at its stop."""
    seed: int | None = None
    """Permutes the deliveries of one stop and breaks them into batches anew; None leaves them as they are."""
    late_by: int = 0
    """Every event comes once more, 1 to so many stops later; 0: never."""


class Delivery:
    """Puts events on the bus and lets them be taken. `put` puts one; `settle` lets queues reach their functions."""

    def __init__(self, unkindness: Unkindness, put: Callable[[str, Any], None], settle: Callable[[], None]) -> None:
        self._how = unkindness
        self._put = put
        self._settle = settle
        self._random = Random(0 if unkindness.seed is None else unkindness.seed)
        self._late: list[tuple[int, Event]] = []

    def deliver(self, events: Iterable[Event]) -> None:
        """The events of one moment."""
        wanted = list(events)
        self._send([each for each in wanted for _time in range(self._how.times)])
        if self._how.late_by:
            self._late += [(self._random.randint(1, self._how.late_by), each) for each in wanted]

    def next_stop(self) -> None:
        """The clock has moved: late copies come one stop nearer."""
        nearer = [(stops - 1, event) for stops, event in self._late]
        self._late = [each for each in nearer if each[0] > 0]
        self._send([event for stops, event in nearer if stops <= 0])

    def finish(self) -> None:
        """The story is over: what is late comes now."""
        events, self._late = [event for _stops, event in self._late], []
        self._send(events)

    def _send(self, events: list[Event]) -> None:
        for batch in self._batches(events):
            for kind, detail in batch:
                self._put(kind, detail)
            self._settle()

    def _batches(self, events: list[Event]) -> Iterator[list[Event]]:
        if self._how.seed is None:
            if events:
                yield events
            return
        self._random.shuffle(events)
        while events:
            size = self._random.randint(1, len(events))
            yield events[:size]
            events = events[size:]
