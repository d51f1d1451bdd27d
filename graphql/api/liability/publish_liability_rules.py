"""G9: an operator publishes all rules of liability anew, to take effect at a stated time."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.evidence.types import Problem
from api.idempotency import IdempotencyKey, request_of
from api.liability.enums import PartyKind
from api.liability.rules import LiabilityRulesVersion
from api.payloads import Payload, UserError, error_codes
from api.permissions import may
from api.policy.enums import ReasonClass
from api.publishing import PUBLISHERS, attempt_publication
from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Answer
from care.liability import model
from care.liability.errors import LIABILITY_FLAWS

__all__ = ["PublishLiabilityRules"]


@error_codes(EffectiveTooSoon, *LIABILITY_FLAWS)
class PublishLiabilityRulesErrorCode(Enum):
    """Why rules were not published."""


@strawberry.input(description="Which kind of party bears how many percent.")
class LiabilityRuleShareInput:
    party: PartyKind = strawberry.field(description="Each kind once.")  # type: ignore[valid-type]
    percent: int = strawberry.field(description="1 to 100; all of a rule come to 100.")


@strawberry.input(description="Who bears a case in which all that is named fits.")
class LiabilityRuleInput:
    code: str = strawberry.field(description="2 to 32 of A-Z, 0-9 and _.")
    shares: list[LiabilityRuleShareInput] = strawberry.field(description="Who bears.")
    reason: str | None = strawberry.field(description="The reason of the claim.", default=None)
    reason_class: ReasonClass | None = strawberry.field(description="The class of the reason.", default=None)  # type: ignore[valid-type]
    category: str | None = strawberry.field(description="The category of the goods.", default=None)
    problem: Problem | None = strawberry.field(description="What the photo shows.", default=None)  # type: ignore[valid-type]
    supplier: str | None = strawberry.field(description="The supplier.", default=None)
    sku: str | None = strawberry.field(description="The product.", default=None)

    def entry(self) -> model.LiabilityRule:
        return model.LiabilityRule(
            code=self.code,
            shares=tuple(model.RuleShare(party=each.party, percent=each.percent) for each in self.shares),
            reason=self.reason,
            reason_class=self.reason_class,
            category=self.category,
            problem=self.problem,
            supplier=self.supplier,
            sku=self.sku,
        )


@strawberry.input(description="All rules: what is left out is no longer one.")
class PublishLiabilityRulesInput:
    rules: list[LiabilityRuleInput] = strawberry.field(
        description="The first that fits allocates; the last must name nothing, so that every case finds one."
    )
    effective_at: datetime = strawberry.field(description="At least `policy.lead_minutes` ahead.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")


@strawberry.type(description="What became of the publication.")
class PublishLiabilityRulesPayload(Payload[PublishLiabilityRulesErrorCode]):
    rules: LiabilityRulesVersion | None = strawberry.field(description="The rules as published.")
    user_errors: list[UserError[PublishLiabilityRulesErrorCode]] = strawberry.field(description="All that is wrong.")


@strawberry.type
class PublishLiabilityRules:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def publish_liability_rules(
        self, info: Info, input: PublishLiabilityRulesInput, idempotency_key: IdempotencyKey
    ) -> PublishLiabilityRulesPayload:
        """Publish the rules by which liability is assigned. What is allocated already stays as it is."""

        def use_case() -> Answer:
            rules = tuple(each.entry() for each in input.rules)
            request = request_of(info, idempotency_key, input)
            me = info.context.viewer.id
            return info.context.app.liability_rulebook.publish(rules, input.effective_at, me, input.why, request)

        done = attempt_publication(info, PublishLiabilityRulesErrorCode, use_case)
        made = await done.load(info, LiabilityRulesVersion)
        return PublishLiabilityRulesPayload(rules=made, replayed=done.replayed, user_errors=done.errors)
