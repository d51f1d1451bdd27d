"""The policy as members read it (G1)."""

from collections.abc import Sequence
from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.permissions import PART, SIGNED_IN, STAFF, may, seen_by
from api.policy.enums import Evidence, MemberSegment, PartKind, PolicyState, ReasonClass, ReturnBearer, WindowAnchor
from api.publishing import Edition
from api.scalars import Money, money
from api.staff.enums import StaffSkill
from care.dynamo.editions import Editions
from care.policy import model

__all__ = [
    "PolicyExtra",
    "PolicyReason",
    "PolicyRemedy",
    "PolicyRule",
    "PolicyVersion",
    "RemedyPart",
    "extra",
    "reasons",
    "remedies",
    "rules",
]


@seen_by(PART)
@strawberry.type(description="An entry of the list of reasons.")
class PolicyReason:
    code: str = strawberry.field(description="Its code.")
    reason_class: ReasonClass = strawberry.field(description="Decides which rule applies.")  # type: ignore[valid-type]
    label: str = strawberry.field(description="What the member reads.")
    skill: StaffSkill | None = strawberry.field(  # type: ignore[valid-type]
        description="What it needs of whoever takes the case; null: what its class needs. For staff.",
        metadata=may(STAFF),
    )


@seen_by(PART)
@strawberry.type(description="A part of a remedy: just what its kind needs is set.")
class RemedyPart:
    kind: PartKind = strawberry.field(description="What it is.")  # type: ignore[valid-type]
    percent: int | None = strawberry.field(description="Of a refund: the share of what was paid for the goods.")
    amount: Money | None = strawberry.field(description="A coupon's worth; what a gift, card or place costs us.")
    points: int | None = strawberry.field(description="Of points: how many.")
    sku: str | None = strawberry.field(description="The gift, the card or the event.")
    quantity: int | None = strawberry.field(description="Of a card: how many weeks.")


@seen_by(PART)
@strawberry.type(description="Something that can be offered.")
class PolicyRemedy:
    code: str = strawberry.field(description="Its code.")
    title: str = strawberry.field(description="What the member reads.")
    parts: list[RemedyPart] = strawberry.field(description="What it pays; empty for a sincere apology alone.")
    done_within_hours: int = strawberry.field(description="By when it is done, counted from the choice.")


@seen_by(PART)
@strawberry.type(description="For which cases a rule is: all that is set must fit. Nothing set: the default.")
class PolicyMatch:
    sku: str | None = strawberry.field(description="One product.")
    supplier: str | None = strawberry.field(description="Who delivered it.")
    category: str | None = strawberry.field(description="The category of the goods.")
    channel: str | None = strawberry.field(description="Where it was ordered.")
    segment: MemberSegment | None = strawberry.field(description="Who the member is to us.")  # type: ignore[valid-type]
    paid_from: Money | None = strawberry.field(description="What was paid for the line is at least this.")
    paid_below: Money | None = strawberry.field(description="What was paid for the line is below this.")


@seen_by(PART)
@strawberry.type(description="What a segment gets on top of every remedy of the menu that pays anything (C2, C3).")
class PolicyExtra:
    segment: MemberSegment = strawberry.field(description="Who gets it.")  # type: ignore[valid-type]
    title: str = strawberry.field(description="Follows the remedy's own title.")
    parts: list[RemedyPart] = strawberry.field(description="What it is.")


@seen_by(PART)
@strawberry.type(description="What holds for the cases that it matches.")
class PolicyRule:
    code: str = strawberry.field(description="Its code.")
    match: PolicyMatch = strawberry.field(description="For which cases it is.")
    reason_class: ReasonClass = strawberry.field(description="For which reasons it is.")  # type: ignore[valid-type]
    window_hours: int | None = strawberry.field(description="Hours after the anchor; null: within shelf life.")
    anchor: WindowAnchor = strawberry.field(description="What the window is counted from.")  # type: ignore[valid-type]
    instant_limit: Money = strawberry.field(description="Up to this payout a clear case is paid at once (G4).")
    evidence: Evidence = strawberry.field(description="What a member must add.")  # type: ignore[valid-type]
    remedies: list[str] = strawberry.field(description="Codes of the menu; the first is pre-selected.")
    default_remedy: str = strawberry.field(description="Where the menu is not answered in time (C1).")
    choose_within_hours: int = strawberry.field(description="How long the menu stands.")
    answer_within_hours: int = strawberry.field(description="How long a person may take to answer.")
    return_by: ReturnBearer = strawberry.field(  # type: ignore[valid-type]
        description="Who bears the freight where goods go back."
    )
    wording: str = strawberry.field(description="The rule in plain words, for product, order line and announcement.")
    host_line: str = strawberry.field(description="What the live-stream host reads out.")
    on_top: strawberry.Private[tuple[model.Extra, ...]]

    @strawberry.field(metadata=may(STAFF))
    def extras(self) -> list[PolicyExtra] | None:
        """What segments get on top of the menu; for staff."""
        return [extra(each) for each in self.on_top]


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
    def state(self, info: Info) -> PolicyState:  # type: ignore[valid-type]
        """Where it stands now."""
        return info.context.app.policies.state(self.model)

    @strawberry.field
    def rules(self) -> list[PolicyRule]:
        """Every rule; of those that fit a case, the one that names more by sku, supplier, category … goes first."""
        return rules(self.model.rules)

    @strawberry.field
    def reasons(self) -> list[PolicyReason]:
        """What a member may give as a reason, in the order to show."""
        return reasons(self.model.reasons)

    @strawberry.field
    def remedies(self) -> list[PolicyRemedy]:
        """What the menus are made of."""
        return remedies(self.model.remedies)

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


def reasons(found: Sequence[model.Reason]) -> list[PolicyReason]:
    return [
        PolicyReason(code=each.code, reason_class=each.reason_class, label=each.label, skill=each.skill)
        for each in found
    ]


def rules(found: Sequence[model.Rule]) -> list[PolicyRule]:
    return [_rule(rule) for rule in found]


def remedies(found: Sequence[model.Remedy]) -> list[PolicyRemedy]:
    return [
        PolicyRemedy(
            code=each.code, title=each.title, parts=_parts(each.parts), done_within_hours=each.done_within_hours
        )
        for each in found
    ]


def extra(found: model.Extra) -> PolicyExtra:
    return PolicyExtra(segment=found.segment, title=found.title, parts=_parts(found.parts))


def _rule(rule: model.Rule) -> PolicyRule:
    return PolicyRule(
        code=rule.code,
        match=_match(rule.match),
        reason_class=rule.reason_class,
        window_hours=rule.window_hours,
        anchor=rule.anchor,
        instant_limit=money(rule.instant_limit_fen),
        evidence=rule.evidence,
        remedies=list(rule.remedies),
        default_remedy=rule.default_remedy,
        choose_within_hours=rule.choose_within_hours,
        answer_within_hours=rule.answer_within_hours,
        return_by=rule.return_by,
        wording=rule.wording,
        host_line=rule.host_line,
        on_top=rule.extras,
    )


def _match(match: model.Match) -> PolicyMatch:
    return PolicyMatch(
        sku=match.sku,
        supplier=match.supplier,
        category=match.category,
        channel=match.channel,
        segment=match.segment,
        paid_from=_money(match.paid_from_fen),
        paid_below=_money(match.paid_below_fen),
    )


def _parts(parts: Sequence[model.RemedyPart]) -> list[RemedyPart]:
    return [
        RemedyPart(
            kind=part.kind,
            percent=part.percent,
            amount=_money(part.fen),
            points=part.points,
            sku=part.sku,
            quantity=part.quantity,
        )
        for part in parts
    ]


def _money(fen: int | None) -> Money | None:
    return None if fen is None else money(fen)
