"""The rules of liability as they are published (G9)."""

import strawberry

from api.app import App
from api.evidence.types import Problem
from api.liability.enums import PartyKind
from api.permissions import PART, seen_by
from api.policy.enums import ReasonClass
from api.publishing import SignedEdition
from api.settlement import BOOKKEEPERS
from care.dynamo.editions import Editions
from care.liability import model

__all__ = ["LiabilityRule", "LiabilityRulesVersion"]


@seen_by(PART)
@strawberry.type(description="Which kind of party bears how many percent; who that is, the order tells.")
class LiabilityRuleShare:
    party: PartyKind = strawberry.field(description="Where it is not known who that is, the platform bears it.")  # type: ignore[valid-type]
    percent: int = strawberry.field(description="1 to 100; all of a rule come to 100.")


@seen_by(PART)
@strawberry.type(description="Who bears a case in which all that is named fits; the first such rule allocates.")
class LiabilityRule:
    code: str = strawberry.field(description="Its code.")
    reason: str | None = strawberry.field(description="The reason of the claim.")
    reason_class: ReasonClass | None = strawberry.field(description="The class of the reason.")  # type: ignore[valid-type]
    category: str | None = strawberry.field(description="The category of the goods.")
    problem: Problem | None = strawberry.field(description="What the photo shows.")  # type: ignore[valid-type]
    supplier: str | None = strawberry.field(description="The supplier.")
    sku: str | None = strawberry.field(description="The product.")
    shares: list[LiabilityRuleShare] = strawberry.field(description="Who bears.")


@seen_by(BOOKKEEPERS)
@strawberry.type(description="A published list of rules of liability. It never changes.")
class LiabilityRulesVersion(SignedEdition[model.LiabilityRules]):
    @staticmethod
    def editions(app: App) -> Editions[model.LiabilityRules]:
        return app.liability_rulebook.editions

    @strawberry.field
    def number(self) -> int:
        """Counts up from 1; 0 is built in. A liability keeps the number that allocated it."""
        return self.model.number

    @strawberry.field
    def rules(self) -> list[LiabilityRule]:
        """In their order: the first that fits allocates, and the last fits everything."""
        return [_rule(each) for each in self.model.rules]


def _rule(rule: model.LiabilityRule) -> LiabilityRule:
    return LiabilityRule(
        code=rule.code,
        reason=rule.reason,
        reason_class=rule.reason_class,
        category=rule.category,
        problem=rule.problem,
        supplier=rule.supplier,
        sku=rule.sku,
        shares=[LiabilityRuleShare(party=share.party, percent=share.percent) for share in rule.shares],
    )
