"""Moves the product clock from stop to stop and fires the schedules on the way.

A jumping clock and a clock that meets every tick come to the same end: a sweep is fired at its first tick after
something is due in its lane, which is the first of all its ticks that would have found anything to do. Schedules of
one instant fire in the order of the template, each sees what those before it left, and no tick fires twice.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from local_cloud.schedules import Schedule

__all__ = ["MovableClock", "Ticker"]


class MovableClock(Protocol):
    """The product clock: aware UTC; it never goes back."""

    def now(self) -> datetime: ...

    def move_to(self, at: datetime) -> None: ...


class Ticker:
    """Ticks up to `clock.now()` at its making count as past."""

    def __init__(
        self,
        schedules: list[Schedule],
        clock: MovableClock,
        next_due: Callable[[], Mapping[str, datetime]],
        settle: Callable[[], None],
    ) -> None:
        self._schedules = schedules
        self._clock = clock
        self._next_due = next_due
        self._settle = settle
        self._passed = clock.now()

    def step(self, limit: datetime, *, every_tick: bool = False) -> bool:
        """Move to the next tick up to `limit` and fire what fires there: True. If there is none, move to `limit`.

        After False every tick up to `limit` is past, and what happens at `limit` comes after it.
        """
        ahead = [tick for each in self._schedules if (tick := self._next(each, every_tick)) and tick <= limit]
        if not ahead:
            self._clock.move_to(limit)
            self._passed = max(self._passed, limit)
            return False
        at = min(ahead)
        self._clock.move_to(at)
        self._fire(at, every_tick)
        self._passed = at
        return True

    def _fire(self, at: datetime, every_tick: bool) -> None:  # noqa: FBT001 - passed on
        for schedule in self._schedules:
            if self._next(schedule, every_tick) == at:
                schedule.fire(at)
                self._settle()

    def _next(self, schedule: Schedule, every_tick: bool) -> datetime | None:  # noqa: FBT001 - passed on
        if every_tick or schedule.lane is None:
            return schedule.ticks.after(self._passed)
        due = self._next_due().get(schedule.lane)
        if due is None:
            return None
        return schedule.ticks.since(due) if due > self._passed else schedule.ticks.after(self._passed)
