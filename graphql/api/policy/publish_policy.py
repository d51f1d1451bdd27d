"""G1: an operator publishes a whole policy, to take effect at a stated time."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, UserError, error_codes
from api.permissions import may
from api.policy.types import PolicyVersion
from api.publishing import PUBLISHERS, attempt_publication
from api.scalars import Fen
from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Answer
from care.policy import model
from care.policy.faults import POLICY_FLAWS

__all__ = ["PublishPolicy"]


@error_codes(EffectiveTooSoon, *POLICY_FLAWS)
class PublishPolicyErrorCode(Enum):
    """Why a policy was not published."""


@strawberry.input(description="An entry of the list of reasons.")
class PolicyReasonInput:
    code: str = strawberry.field(description="2 to 32 of A-Z, 0-9 and _.")
    reason_class: model.ReasonClass = strawberry.field(description="Decides which rule applies.")
    label: str = strawberry.field(description="What the member reads, at most 20 characters.")

    def entry(self) -> model.Reason:
        return model.Reason(code=self.code, reason_class=self.reason_class, label=self.label)


@strawberry.input(description="A part of a remedy: the one amount that its kind has.")
class RemedyPartInput:
    kind: model.PartKind = strawberry.field(description="What it is.")
    percent: int | None = strawberry.field(description="Of REFUND: 1 to 100 % of what was paid.", default=None)
    fen: Fen | None = strawberry.field(description="Of COUPON: its worth.", default=None)
    points: int | None = strawberry.field(description="Of POINTS: how many.", default=None)

    def part(self) -> model.RemedyPart:
        return model.RemedyPart(kind=self.kind, percent=self.percent, fen=self.fen, points=self.points)


@strawberry.input(description="Something that can be offered.")
class PolicyRemedyInput:
    code: str = strawberry.field(description="2 to 32 of A-Z, 0-9 and _.")
    title: str = strawberry.field(description="What the member reads, at most 40 characters.")
    parts: list[RemedyPartInput] = strawberry.field(description="What it pays; none for a sincere apology alone.")
    done_within_hours: int = strawberry.field(description="1 to 720.")

    def entry(self) -> model.Remedy:
        return model.Remedy(
            code=self.code,
            title=self.title,
            parts=tuple(part.part() for part in self.parts),
            done_within_hours=self.done_within_hours,
        )


@strawberry.input(description="What holds for a category and a reason class.")
class PolicyRuleInput:
    reason_class: model.ReasonClass = strawberry.field(description="For which reasons it is.")
    instant_limit_fen: Fen = strawberry.field(description="Up to this payout a clear case is paid at once; 0: never.")
    remedies: list[str] = strawberry.field(description="Codes of the menu; the first is pre-selected.")
    default_remedy: str = strawberry.field(description="Where the menu is not answered in time.")
    choose_within_hours: int = strawberry.field(description="1 to 168.")
    wording: str = strawberry.field(description="In plain words, at most 200 characters, nothing vague.")
    host_line: str = strawberry.field(description="For the live-stream host, at most 60 characters.")
    category: str | None = strawberry.field(description="None: every category without its own rule.", default=None)
    window_hours: int | None = strawberry.field(description="After signing; none: within shelf life.", default=None)
    evidence: model.Evidence = strawberry.field(description="What a member must add.", default=model.Evidence.NONE)

    def entry(self) -> model.Rule:
        return model.Rule(
            category=self.category,
            reason_class=self.reason_class,
            window_hours=self.window_hours,
            instant_limit_fen=self.instant_limit_fen,
            evidence=self.evidence,
            remedies=tuple(self.remedies),
            default_remedy=self.default_remedy,
            choose_within_hours=self.choose_within_hours,
            wording=self.wording,
            host_line=self.host_line,
        )


@strawberry.input(description="A whole policy: what is left out is no longer part of it.")
class PublishPolicyInput:
    rules: list[PolicyRuleInput] = strawberry.field(description="Each reason class needs one without a category.")
    reasons: list[PolicyReasonInput] = strawberry.field(description="In the order to show.")
    remedies: list[PolicyRemedyInput] = strawberry.field(description="What the menus are made of.")
    effective_at: datetime = strawberry.field(description="At least `policy.lead_minutes` ahead.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")

    def draft(self) -> model.PolicyDraft:
        return model.PolicyDraft(
            rules=tuple(each.entry() for each in self.rules),
            reasons=tuple(each.entry() for each in self.reasons),
            remedies=tuple(each.entry() for each in self.remedies),
        )


@strawberry.type(description="What became of the publication.")
class PublishPolicyPayload(Payload[PublishPolicyErrorCode]):
    policy: PolicyVersion | None = strawberry.field(description="The policy as published.")
    user_errors: list[UserError[PublishPolicyErrorCode]] = strawberry.field(description="All that is wrong with it.")


@strawberry.type
class PublishPolicy:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def publish_policy(
        self,
        info: Info,
        input: PublishPolicyInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> PublishPolicyPayload:
        """Publish a policy. Versions that wait for a later time are put aside by it; running tickets keep theirs."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            return info.context.app.policies.publish(
                input.draft(), input.effective_at, info.context.viewer.id, input.why, request
            )

        done = attempt_publication(info, PublishPolicyErrorCode, use_case)
        policy = await done.load(info, PolicyVersion)
        return PublishPolicyPayload(policy=policy, replayed=done.replayed, user_errors=done.errors)
