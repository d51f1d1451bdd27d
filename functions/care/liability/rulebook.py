"""The rules of liability, as published; what is allocated keeps the number of the edition that did it (G9, A3)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from care.dynamo.editions import Editions, Imprint, Publication
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.liability.baseline import baseline_rules
from care.liability.errors import LiabilityRulesUnsound
from care.liability.model import LiabilityRule, LiabilityRules
from care.liability.rules import rule_flaws
from care.liability.store import LIABILITY_RULES
from care.policy.figures import LEAD_MINUTES

__all__ = ["Rulebook"]


class Rulebook:
    """`editions` tells the versions; `current` is what allocates now."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock, settings: Callable[[], Settings]) -> None:
        self.editions: Editions[LiabilityRules] = Editions(storage, clock, LIABILITY_RULES, baseline_rules())
        self._requests = requests
        self._settings = settings

    def current(self) -> LiabilityRules:
        """NotReady where that cannot be known."""
        return self.editions.current()

    def publish(
        self, rules: tuple[LiabilityRule, ...], effective_at: datetime, who: str, why: str, request: Request
    ) -> Answer:
        """Publish all rules anew; `result` is their number.

        LiabilityRulesUnsound lists all that is wrong; EffectiveTooSoon; BadInput without a `why`.
        """

        def decide(batch: Batch) -> str:
            if flaws := rule_flaws(rules):
                raise LiabilityRulesUnsound(flaws)
            lead = timedelta(minutes=self._settings().of(LEAD_MINUTES))
            publication = Publication(effective_at=effective_at, who=who, why=why, lead=lead)
            made = self.editions.publish(batch, publication, _edition(rules), name="liability_rules.publish")
            return str(made.number)

        return self._requests.once(request, decide)


def _edition(rules: tuple[LiabilityRule, ...]) -> Callable[[LiabilityRules, Imprint], LiabilityRules]:
    def make(_previous: LiabilityRules, imprint: Imprint) -> LiabilityRules:
        return LiabilityRules(rules=rules, **imprint)

    return make
