"""The policy as members read it and as operators publish it (G1)."""

from datetime import datetime

import strawberry

from api.app import App
from api.enums import described
from api.permissions import PART, SIGNED_IN, STAFF, may, seen_by
from api.publishing import Edition
from api.scalars import Money, money
from care.dynamo.editions import Editions
from care.policy import model

__all__ = [
    "Evidence",
    "PartKind",
    "PolicyReason",
    "PolicyRemedy",
    "PolicyRule",
    "PolicyVersion",
    "ReasonClass",
    "RemedyPart",
]

ReasonClass = described(
    model.ReasonClass,
    "What kind of wish or fault a reason is.",
    NO_REASON="The member just does not want it; nothing is wrong.",
    QUALITY="The goods or their delivery fell short.",
    FOOD_SAFETY="Somebody's health may be at stake; such a case is urgent.",
)
Evidence = described(
    model.Evidence,
    "What a member must add; a case that needs a photo is reviewed.",
    NONE="Nothing.",
    PHOTO="A photo.",
)
PartKind = described(
    model.PartKind,
    "What a remedy consists of.",
    REFUND="A share of what was paid for the line.",
    COUPON="A coupon of the mall.",
    POINTS="Points of the mall.",
)


@seen_by(PART)
@strawberry.type(description="An entry of the list of reasons.")
class PolicyReason:
    code: str = strawberry.field(description="Its code.")
    reason_class: model.ReasonClass = strawberry.field(description="Decides which rule applies.")
    label: str = strawberry.field(description="What the member reads.")


@seen_by(PART)
@strawberry.type(description="A part of a remedy: exactly one of its amounts is set.")
class RemedyPart:
    kind: model.PartKind = strawberry.field(description="What it is.")
    percent: int | None = strawberry.field(description="Of a refund: the share of what was paid for the line.")
    amount: Money | None = strawberry.field(description="Of a coupon: its worth.")
    points: int | None = strawberry.field(description="Of points: how many.")


@seen_by(PART)
@strawberry.type(description="Something that can be offered.")
class PolicyRemedy:
    code: str = strawberry.field(description="Its code.")
    title: str = strawberry.field(description="What the member reads.")
    parts: list[RemedyPart] = strawberry.field(description="What it pays; empty for a sincere apology alone.")
    done_within_hours: int = strawberry.field(description="By when it is done, counted from the choice.")


@seen_by(PART)
@strawberry.type(description="What holds for a category and a reason class.")
class PolicyRule:
    category: str | None = strawberry.field(description="Null: every category without a rule of its own.")
    reason_class: model.ReasonClass = strawberry.field(description="For which reasons it is.")
    window_hours: int | None = strawberry.field(description="Hours after signing; null: within shelf life.")
    instant_limit: Money = strawberry.field(description="Up to this payout a clear case is paid at once (G4).")
    evidence: model.Evidence = strawberry.field(description="What a member must add.")
    remedies: list[str] = strawberry.field(description="Codes of the menu; the first is pre-selected.")
    default_remedy: str = strawberry.field(description="Where the menu is not answered in time (C1).")
    choose_within_hours: int = strawberry.field(description="How long the menu stands.")
    wording: str = strawberry.field(description="The rule in plain words, for product, order line and announcement.")
    host_line: str = strawberry.field(description="What the live-stream host reads out.")


@seen_by(SIGNED_IN)
@strawberry.type(description="A published after-sales policy. It never changes.")
class PolicyVersion(Edition[model.PolicyVersion]):
    @staticmethod
    def editions(app: App) -> Editions[model.PolicyVersion]:
        return app.policies.editions

    @strawberry.field
    def number(self) -> int:
        """Counts up from 1; 0 is built in. A ticket keeps the number that it was opened under."""
        return self.model.number

    @strawberry.field
    def rules(self) -> list[PolicyRule]:
        """Every rule; a category's own goes before the default."""
        return [_rule(rule) for rule in self.model.rules]

    @strawberry.field
    def reasons(self) -> list[PolicyReason]:
        """What a member may give as a reason, in the order to show."""
        return [
            PolicyReason(code=each.code, reason_class=each.reason_class, label=each.label)
            for each in self.model.reasons
        ]

    @strawberry.field
    def remedies(self) -> list[PolicyRemedy]:
        """What the menus are made of."""
        return [_remedy(remedy) for remedy in self.model.remedies]

    @strawberry.field(metadata=may(STAFF))
    def published_by(self) -> str | None:
        """Id of the staff member; for staff."""
        return self.model.published_by

    @strawberry.field(metadata=may(STAFF))
    def why(self) -> str | None:
        """Why it was published; for staff."""
        return self.model.why

    @strawberry.field(metadata=may(STAFF))
    def published_at(self) -> datetime | None:
        """When it was published; for staff."""
        return self.model.published_at


def _rule(rule: model.Rule) -> PolicyRule:
    return PolicyRule(
        category=rule.category,
        reason_class=rule.reason_class,
        window_hours=rule.window_hours,
        instant_limit=money(rule.instant_limit_fen),
        evidence=rule.evidence,
        remedies=list(rule.remedies),
        default_remedy=rule.default_remedy,
        choose_within_hours=rule.choose_within_hours,
        wording=rule.wording,
        host_line=rule.host_line,
    )


def _remedy(remedy: model.Remedy) -> PolicyRemedy:
    parts = [
        RemedyPart(
            kind=part.kind,
            percent=part.percent,
            amount=None if part.fen is None else money(part.fen),
            points=part.points,
        )
        for part in remedy.parts
    ]
    return PolicyRemedy(code=remedy.code, title=remedy.title, parts=parts, done_within_hours=remedy.done_within_hours)
