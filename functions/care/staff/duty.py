"""The on-call rosters (A2)."""

from dataclasses import replace

from care.dynamo.storage import Storage
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.work import Batch, UnitOfWork
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
        """Replace the roster of a function. BadInput, NotFound. Duties that are over are dropped."""

        def decide(batch: Batch) -> OnCall:
            now = self._clock.now()
            known = self._directory.get_many(sorted(wanted.names))
            check_on_call(wanted, known, now.astimezone(SHANGHAI).date())
            ahead = sorted((each for each in wanted.duties if each.ends_at > now), key=lambda duty: duty.starts_at)
            version = self.roster(wanted.function).version
            made = replace(wanted, duties=tuple(ahead), version=version)
            batch.add(ON_CALL.save(made, name="on_call.set"))
            return made

        return self._uow.run(decide)

    def roster(self, function: Function) -> OnCall:
        """As it is; one that nobody has set is empty."""
        return self._storage.get(*on_call_at(function)) or OnCall(function=function)

    def ladder(self, function: Function, region: str | None) -> tuple[Rung, ...]:
        """Whom an alert of now would tell, in order; the last is the desk."""
        return ladder(self.roster(function), self._directory.roster(), region, self._clock.now())
