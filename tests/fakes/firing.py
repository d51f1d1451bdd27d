"""Fires what is due in a bare house, as the sweeps would."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from care.dynamo.firing import AgendaRunner
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.work import Reaction
from fakes.house import House

__all__ = ["Sweeper"]


class Sweeper:
    """Sweeps a house's lanes by a table of reactions; `failures` are items that were put off."""

    def __init__(self, house: House, reactions: Mapping[str, Reaction]) -> None:
        self.failures: list[AgendaItem] = []
        self._house = house
        self._runner = AgendaRunner(house.storage, house.uow, house.agenda, house.clock, reactions, self)

    def fired(self, item: AgendaItem, late: timedelta) -> None:
        """Nothing to remember of what went well."""

    def failed(self, item: AgendaItem) -> None:
        self.failures.append(item)

    def fire(self, item: AgendaItem) -> None:
        """Fire this one, due or not."""
        self._runner.fire(item)

    def sweep(self) -> None:
        """Fire all that is due now, and what follows from it at once."""
        while any(item.due <= self._house.clock.now() and item.lane is not Lane.DEAD for item in self._house.planned()):
            for lane in Lane:
                if lane is not Lane.DEAD:
                    self._runner.sweep(lane, lambda: 60.0)

    def sweep_until(self, at: datetime) -> None:
        """Move from due item to due item until `at`, firing each in its time."""
        self.sweep()
        while (waiting := [item.due for item in self._house.planned() if item.lane is not Lane.DEAD]) and min(
            waiting
        ) <= at:
            self._house.clock.move_to(min(waiting))
            self.sweep()
        self._house.clock.move_to(at)
        self.sweep()
