"""The on-call rosters (A2)."""

from collections.abc import Sequence
from dataclasses import replace

from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.work import Batch, UnitOfWork
from care.staff.errors import RosterChanged
from care.staff.model import Function
from care.staff.on_call import OnCall, Rung, check_on_call, ladder
from care.staff.service import Directory
from care.staff.store import ON_CALL, on_call_at

__all__ = ["DutyRoster"]


class DutyRoster:
    """Who is on call, as the rosters say and the directory knows them."""

    def __init__(self, storage: Storage, uow: UnitOfWork, clock: Clock, directory: Directory) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._directory = directory

    def set(self, wanted: OnCall) -> OnCall:
        """Replace the roster of a function; `wanted.version` is the one that was read.

        RosterChanged, BadInput, NotFound. Duties that are over are dropped. What is so already changes nothing.
        """

        def decide(batch: Batch) -> OnCall:
            now = self._clock.now()
            people = self._directory.get_many(sorted(wanted.names))
            check_on_call(wanted, people, now.astimezone(SHANGHAI).date())
            known = self.roster(wanted.function)
            ahead = sorted((each for each in wanted.duties if each.ends_at > now), key=lambda duty: duty.starts_at)
            made = replace(wanted, duties=tuple(ahead))
            if replace(made, version=known.version) == known:
                return known
            if known.version != wanted.version:
                raise RosterChanged(field="expected_version", version=known.version)
            batch.add(ON_CALL.save(made, name="on_call.set"))
            return replace(made, version=made.version + 1)

        return self._uow.run(decide)

    def roster(self, function: Function) -> OnCall:
        """As it is; one that nobody has set is empty."""
        return self._storage.get(*on_call_at(function)) or OnCall(function=function)

    def get_many(self, ids: Sequence[str]) -> dict[str, OnCall]:
        """By the names of functions."""
        functions = [each for each in Function if each.value in ids]
        found = fetch_by_id(self._storage, on_call_at, functions)
        return {each.value: found.get(each) or OnCall(function=each) for each in functions}

    def now(self, function: Function, region: str | None) -> tuple[OnCall, tuple[Rung, ...]]:
        """The roster, and whom an alert of now would tell, in order; the last is the desk."""
        roster = self.roster(function)
        return roster, ladder(roster, self._directory.roster(), region, self._clock.now())

    def ladder(self, function: Function, region: str | None) -> tuple[Rung, ...]:
        """Whom an alert of now would tell."""
        return self.now(function, region)[1]
