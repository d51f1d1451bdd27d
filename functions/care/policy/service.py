"""Publishing and reading policy (G1) and settings (A3)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from care.dynamo.editions import Editions, Imprint, Publication
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.policy.baseline import baseline_policy, baseline_settings
from care.policy.faults import PolicyUnsound, SettingsUnsound
from care.policy.figures import LEAD_MINUTES
from care.policy.model import PolicyDraft, PolicyVersion, SettingsVersion
from care.policy.rules import policy_flaws, settings_flaws
from care.policy.store import POLICIES, SETTINGS

__all__ = ["Policies", "SettingsBook"]


def _lead(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.of(LEAD_MINUTES))


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
            publication = Publication(effective_at=effective_at, who=who, why=why, lead=_lead(self.current()))
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
        self._requests = requests
        self._settings = settings

    def current(self) -> PolicyVersion:
        """What decides now; NotReady if that cannot be known."""
        return self.editions.current()

    def version(self, number: int) -> PolicyVersion:
        """NotFound."""
        return self.editions.version(number)

    def publish(self, draft: PolicyDraft, effective_at: datetime, who: str, why: str, request: Request) -> Answer:
        """Publish a whole policy; `result` is its number.

        PolicyUnsound lists all that is wrong; EffectiveTooSoon; BadInput without a `why`.
        """

        def decide(batch: Batch) -> str:
            settings = self._settings()
            publication = Publication(effective_at=effective_at, who=who, why=why, lead=_lead(settings))
            return self._decide(draft, publication, settings, batch)

        return self._requests.once(request, decide)

    def _decide(self, draft: PolicyDraft, publication: Publication, settings: Settings, batch: Batch) -> str:
        if flaws := policy_flaws(draft, settings):
            raise PolicyUnsound(flaws)

        def make(_previous: PolicyVersion, imprint: Imprint) -> PolicyVersion:
            return PolicyVersion(rules=draft.rules, reasons=draft.reasons, remedies=draft.remedies, **imprint)

        return str(self.editions.publish(batch, publication, make, name="policy.publish").number)
