"""G1: the content of a policy, as an operator writes it. Nothing is judged here: a draft may be unsound."""

import strawberry

from api.policy.enums import Evidence, MemberSegment, PartKind, ReasonClass, ReturnBearer, WindowAnchor
from api.scalars import Fen
from api.staff.enums import StaffSkill
from care.policy import model

__all__ = ["PolicyContentInput"]


@strawberry.input(description="An entry of the list of reasons.")
class PolicyReasonInput:
    code: str = strawberry.field(description="2 to 32 of A-Z, 0-9 and _.")
    reason_class: ReasonClass = strawberry.field(description="Decides which rule applies.")  # type: ignore[valid-type]
    label: str = strawberry.field(description="What the member reads, at most 20 characters.")
    skill: StaffSkill | None = strawberry.field(  # type: ignore[valid-type]
        description="What it needs of whoever takes the case; left out: what its class needs.", default=None
    )

    def entry(self) -> model.Reason:
        return model.Reason(code=self.code, reason_class=self.reason_class, label=self.label, skill=self.skill)


@strawberry.input(description="A part of a remedy: just what its kind needs.")
class RemedyPartInput:
    kind: PartKind = strawberry.field(description="What it is.")  # type: ignore[valid-type]
    percent: int | None = strawberry.field(description="Of REFUND: 1 to 100 % of what was paid.", default=None)
    fen: Fen | None = strawberry.field(
        description="Of COUPON: its worth; of GIFT, CARD, PLACE: its cost.", default=None
    )
    points: int | None = strawberry.field(description="Of POINTS: how many.", default=None)
    sku: str | None = strawberry.field(description="Of GIFT, CARD, PLACE: which one.", default=None)
    quantity: int | None = strawberry.field(description="Of CARD: how many weeks.", default=None)

    def part(self) -> model.RemedyPart:
        return model.RemedyPart(
            kind=self.kind,
            percent=self.percent,
            fen=self.fen,
            points=self.points,
            sku=self.sku,
            quantity=self.quantity,
        )


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


@strawberry.input(description="For which cases a rule is: all that is set must fit. Nothing set: the default.")
class PolicyMatchInput:
    sku: str | None = strawberry.field(description="One product.", default=None)
    supplier: str | None = strawberry.field(description="Who delivered it.", default=None)
    category: str | None = strawberry.field(description="The category of the goods.", default=None)
    channel: str | None = strawberry.field(description="Where it was ordered.", default=None)
    segment: MemberSegment | None = strawberry.field(  # type: ignore[valid-type]
        description="Who the member is to us.", default=None
    )
    paid_from_fen: Fen | None = strawberry.field(description="Paid for the line: at least this.", default=None)
    paid_below_fen: Fen | None = strawberry.field(description="Paid for the line: below this.", default=None)

    def match(self) -> model.Match:
        return model.Match(
            sku=self.sku,
            supplier=self.supplier,
            category=self.category,
            channel=self.channel,
            segment=self.segment,
            paid_from_fen=self.paid_from_fen,
            paid_below_fen=self.paid_below_fen,
        )


@strawberry.input(description="What a segment gets on top of every remedy of the menu that pays anything.")
class PolicyExtraInput:
    segment: MemberSegment = strawberry.field(description="Who gets it.")  # type: ignore[valid-type]
    title: str = strawberry.field(description="Follows the remedy's own title; at most 20 characters.")
    parts: list[RemedyPartInput] = strawberry.field(description="1 or 2 benefits.")

    def entry(self) -> model.Extra:
        return model.Extra(segment=self.segment, title=self.title, parts=tuple(part.part() for part in self.parts))


@strawberry.input(description="What holds for the cases that it matches.")
class PolicyRuleInput:
    code: str = strawberry.field(description="2 to 32 of A-Z, 0-9 and _.")
    reason_class: ReasonClass = strawberry.field(description="For which reasons it is.")  # type: ignore[valid-type]
    instant_limit_fen: Fen = strawberry.field(description="Up to this payout a clear case is paid at once; 0: never.")
    remedies: list[str] = strawberry.field(description="Codes of the menu; the first is pre-selected.")
    default_remedy: str = strawberry.field(description="Where the menu is not answered in time.")
    choose_within_hours: int = strawberry.field(description="1 to 168.")
    wording: str = strawberry.field(description="In plain words, at most 200 characters, nothing vague.")
    host_line: str = strawberry.field(description="For the live-stream host, at most 60 characters.")
    match: PolicyMatchInput | None = strawberry.field(description="None: the default of its class.", default=None)
    window_hours: int | None = strawberry.field(description="After the anchor; none: within shelf life.", default=None)
    anchor: WindowAnchor = strawberry.field(  # type: ignore[valid-type]
        description="What the window is counted from.", default=model.Anchor.SIGNED
    )
    evidence: Evidence = strawberry.field(  # type: ignore[valid-type]
        description="What a member must add.", default=model.Evidence.NONE
    )
    answer_within_hours: int = strawberry.field(description="How long a person may take, 1 to 168.", default=24)
    return_by: ReturnBearer = strawberry.field(  # type: ignore[valid-type]
        description="Who bears the freight where goods go back.", default=model.Bearer.PLATFORM
    )
    extras: list[PolicyExtraInput] = strawberry.field(description="At most one for a segment.", default_factory=list)

    def entry(self) -> model.Rule:
        return model.Rule(
            code=self.code,
            match=self.match.match() if self.match else model.Match(),
            reason_class=self.reason_class,
            window_hours=self.window_hours,
            anchor=self.anchor,
            instant_limit_fen=self.instant_limit_fen,
            evidence=self.evidence,
            remedies=tuple(self.remedies),
            default_remedy=self.default_remedy,
            choose_within_hours=self.choose_within_hours,
            answer_within_hours=self.answer_within_hours,
            return_by=self.return_by,
            extras=tuple(each.entry() for each in self.extras),
            wording=self.wording,
            host_line=self.host_line,
        )


@strawberry.input(description="A whole policy: what is left out is no longer part of it.")
class PolicyContentInput:
    rules: list[PolicyRuleInput] = strawberry.field(description="Each reason class needs one that matches everything.")
    reasons: list[PolicyReasonInput] = strawberry.field(description="In the order to show.")
    remedies: list[PolicyRemedyInput] = strawberry.field(description="What the menus are made of.")

    def draft(self) -> model.PolicyDraft:
        return model.PolicyDraft(
            rules=tuple(each.entry() for each in self.rules),
            reasons=tuple(each.entry() for each in self.reasons),
            remedies=tuple(each.entry() for each in self.remedies),
        )
