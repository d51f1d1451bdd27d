"""Reading policy (G1) and settings (A3), and publishing settings; a policy begins as a draft (care.policy.drafts)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from care.dynamo.editions import Editions, Imprint, Publication
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.policy.baseline import baseline_policy, baseline_settings
from care.policy.drafts import Drafts
from care.policy.faults import SettingsUnsound
from care.policy.figures import LEAD_MINUTES
from care.policy.model import PolicyState, PolicyVersion, SettingsVersion
from care.policy.rules import settings_flaws
from care.policy.store import POLICIES, SETTINGS

__all__ = ["Policies", "SettingsBook"]


class SettingsBook:
    """All figures, as published; `editions` tells their versions."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock) -> None:
        self.editions: Editions[SettingsVersion] = Editions(storage, clock, SETTINGS, baseline_settings())
        self._requests = requests

    def current(self) -> Settings:
        """What decides now; NotReady if that cannot be known."""
        version = self.editions.current()
        return Settings(version=version.number, values=version.values)

    def publish(self, values: dict[str, int], effective_at: datetime, who: str, why: str, request: Request) -> Answer:
        """Set some figures, the others stay; `result` is the number.

        SettingsUnsound lists all that is wrong; EffectiveTooSoon; BadInput without a `why`.
        """

        def decide(batch: Batch) -> str:
            lead = timedelta(minutes=self.current().of(LEAD_MINUTES))
            publication = Publication(effective_at=effective_at, who=who, why=why, lead=lead)
            return self._decide(values, publication, batch)

        return self._requests.once(request, decide)

    def _decide(self, values: dict[str, int], publication: Publication, batch: Batch) -> str:
        if flaws := settings_flaws(values):
            raise SettingsUnsound(flaws)

        def make(previous: SettingsVersion, imprint: Imprint) -> SettingsVersion:
            return SettingsVersion(values=previous.values | values, **imprint)

        return str(self.editions.publish(batch, publication, make, name="settings.publish").number)


class Policies:
    """The after-sales policy, as published; a ticket keeps the number that it was opened under."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock, settings: Callable[[], Settings]) -> None:
        self.editions: Editions[PolicyVersion] = Editions(storage, clock, POLICIES, baseline_policy())
        self.drafts = Drafts(storage, requests, clock, settings, self.editions)
        self._clock = clock

    def current(self) -> PolicyVersion:
        """What decides now; NotReady if that cannot be known."""
        return self.editions.current()

    def version(self, number: int) -> PolicyVersion:
        """NotFound."""
        return self.editions.version(number)

    def state(self, version: PolicyVersion) -> PolicyState:
        """Where it stands now; a version that waits but is overtaken never takes effect."""
        if version.number == self.current().number:
            return PolicyState.IN_FORCE
        waits = version.effective_at > self._clock.now()
        will_hold = waits and self.editions.at(version.effective_at).number == version.number
        return PolicyState.SCHEDULED if will_hold else PolicyState.RETIRED
