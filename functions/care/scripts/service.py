"""The library: publishing a change, looking scripts up, counting what was said (C6)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from care.dynamo.editions import Editions, Imprint, Publication
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.policy.faults import Flaw
from care.scripts.baseline import baseline_library
from care.scripts.errors import ScriptsUnsound, UnknownScript
from care.scripts.figures import LEAD_MINUTES
from care.scripts.model import Change, LibraryVersion, Script, Use
from care.scripts.rules import change_flaws, library_flaws, merged
from care.scripts.store import LIBRARIES, USES, count_use, uses_of

__all__ = ["Library"]


class Library:
    """Agenda kind: `script.used` (decider `count`), one for each time that a script was said."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock, settings: Callable[[], Settings]) -> None:
        self.editions: Editions[LibraryVersion] = Editions(storage, clock, LIBRARIES, baseline_library())
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._settings = settings

    def current(self) -> LibraryVersion:
        """What is said now; NotReady if that cannot be known."""
        return self.editions.current()

    def script(self, code: str) -> Script:
        """UnknownScript."""
        found = self.current().script(code)
        if found is None:
            raise UnknownScript(field="script", script=code)
        return found

    def publish(self, change: Change, effective_at: datetime, who: str, why: str, request: Request) -> Answer:
        """Change the library; `result` is its number.

        ScriptsUnsound lists all that is wrong; EffectiveTooSoon; BadInput without a `why`.
        """

        def decide(batch: Batch) -> str:
            lead = timedelta(minutes=self._settings().of(LEAD_MINUTES))
            publication = Publication(effective_at=effective_at, who=who, why=why, lead=lead)
            return str(self.editions.publish(batch, publication, make, name="scripts.publish").number)

        def make(previous: LibraryVersion, imprint: Imprint) -> LibraryVersion:
            return _changed(previous, change, imprint)

        return self._requests.once(request, decide)

    def flaws(self, change: Change) -> list[Flaw]:
        """All that would be wrong with the library in force after `change`; nothing is published."""
        return _flaws(self.current(), change)

    def say(self, batch: Batch, script: Script, cause: str) -> None:
        """Have a use counted; `cause` names what was said with it, which counts once."""
        now = self._clock.now()
        month = now.astimezone(SHANGHAI).strftime("%Y-%m")
        batch.plan(
            AgendaItem(
                lane=Lane.NOW,
                kind="script.used",
                due=now,
                subject=script.code,
                generation=script.since,
                part=cause,
                payload={"month": month},
            )
        )

    def count(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `script.used`."""
        use = Use(month=str(item.payload["month"]), code=item.subject, since=item.generation)
        batch.add(count_use(use))

    def uses(self, month: str, limit: int, after: Place) -> tuple[list[Use], Place]:
        """What was said in a month (`2026-03`), by code; what was never said is not there."""
        page = uses_of(self._storage, month, limit, after)
        return page.of(USES), page.after


def _changed(previous: LibraryVersion, change: Change, imprint: Imprint) -> LibraryVersion:
    scripts = merged(previous, change, imprint["number"])
    if flaws := _flaws(previous, change):
        raise ScriptsUnsound(flaws)
    return LibraryVersion(scripts=scripts, banned=_banned(previous, change), **imprint)


def _flaws(previous: LibraryVersion, change: Change) -> list[Flaw]:
    scripts = merged(previous, change, previous.number + 1)
    return [*change_flaws(previous, change), *library_flaws(scripts, _banned(previous, change))]


def _banned(previous: LibraryVersion, change: Change) -> tuple[str, ...]:
    return previous.banned if change.banned is None else change.banned
