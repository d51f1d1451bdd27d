"""What a line is entitled to: eligibility and the menu of offers (G1, G2, G4, C1). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.kernel.errors import Refused
from care.kernel.money import percent_of
from care.kernel.settings import Settings
from care.policy.model import Evidence, PartKind, PolicyVersion, Reason, ReasonClass, Remedy, RemedyPart, Rule
from care.tickets.errors import LineCancelled, NothingLeft, NotSigned, WindowClosed
from care.tickets.figures import OFFER_MINUTES, SHELF_LIFE_DAYS
from care.tickets.model import Offer, OfferPart, Priority

__all__ = ["LineFacts", "Verdict", "judge", "menu_deadline", "offer_of", "pays_at_once", "priority_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What the decision needs to know of an order line. `committed_fen`: pending, paid and mall-made refunds."""

    member_id: str
    order_id: str
    line_id: str
    category: str
    paid_fen: int
    committed_fen: int
    signed_at: datetime | None
    cancelled: bool
    shelf_life_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One reason, judged for one line. Where `why_not` stands, there is no menu."""

    reason: Reason
    rule: Rule
    deadline: datetime | None
    why_not: type[Refused] | None = None
    menu: tuple[Offer, ...] = ()
    instant: bool = False
    """Whether the pre-selected offer is paid in the request of the application."""

    @property
    def eligible(self) -> bool:
        return self.why_not is None


def judge(facts: LineFacts, reason: Reason, policy: PolicyVersion, settings: Settings, now: datetime) -> Verdict:
    """Whether `reason` may be claimed for the line at `now`, until when, and what is offered for it.

    A food-safety case is never refused by a window of the policy, only by the end of the shelf life (G1).
    """
    rule = policy.rule_for(facts.category, reason.reason_class)
    deadline = _deadline(facts, rule, settings)
    menu = tuple(_menu(facts, reason, rule, policy, settings, now))
    why_not = _why_not(facts, deadline, menu, now)
    return Verdict(
        reason=reason,
        rule=rule,
        deadline=deadline,
        why_not=why_not,
        menu=() if why_not else menu,
        instant=why_not is None and pays_at_once(menu[0], rule),
    )


def pays_at_once(offer: Offer, rule: Rule) -> bool:
    """G4: paid in the request, up to the rule's instant limit, where it asks for no photo; 0 means never."""
    return rule.evidence is Evidence.NONE and 0 < offer.worth_fen <= rule.instant_limit_fen


def menu_deadline(rule: Rule, now: datetime) -> datetime:
    """When the default falls if the member has not chosen (C1)."""
    return now + timedelta(hours=rule.choose_within_hours)


def priority_of(reason: Reason) -> Priority:
    """Food safety goes before everything else."""
    return Priority.URGENT if reason.reason_class is ReasonClass.FOOD_SAFETY else Priority.NORMAL


def _deadline(facts: LineFacts, rule: Rule, settings: Settings) -> datetime | None:
    if facts.signed_at is None:
        return None
    if rule.window_hours is None:
        return facts.signed_at + timedelta(days=facts.shelf_life_days or settings.of(SHELF_LIFE_DAYS))
    return facts.signed_at + timedelta(hours=rule.window_hours)


def _why_not(
    facts: LineFacts, deadline: datetime | None, menu: tuple[Offer, ...], now: datetime
) -> type[Refused] | None:
    if facts.cancelled:
        return LineCancelled
    if deadline is None:
        return NotSigned
    if now >= deadline:
        return WindowClosed
    given_back = 0 < facts.paid_fen <= facts.committed_fen
    return NothingLeft if given_back or not menu else None


def _menu(
    facts: LineFacts, reason: Reason, rule: Rule, policy: PolicyVersion, settings: Settings, now: datetime
) -> Iterator[Offer]:
    expires_at = now + timedelta(minutes=settings.of(OFFER_MINUTES))
    remedies = {remedy.code: remedy for remedy in policy.remedies}
    for remedy in (remedies[code] for code in rule.remedies):
        if offer := offer_of(remedy, facts, reason, policy, expires_at):
            yield offer


def offer_of(
    remedy: Remedy, facts: LineFacts, reason: Reason, policy: PolicyVersion, expires_at: datetime
) -> Offer | None:
    """The remedy for this line as things stand; None where it refunds and nothing is left to refund."""
    parts = tuple(_part(part, facts) for part in remedy.parts)
    if any(part.amount_fen + part.points <= 0 for part in parts):
        return None
    return Offer(
        member_id=facts.member_id,
        order_id=facts.order_id,
        line_id=facts.line_id,
        reason=reason.code,
        remedy=remedy.code,
        title=remedy.title,
        parts=parts,
        policy_version=policy.number,
        done_within_hours=remedy.done_within_hours,
        expires_at=expires_at,
    )


def _part(part: RemedyPart, facts: LineFacts) -> OfferPart:
    if part.kind is not PartKind.REFUND:
        return OfferPart(kind=part.kind, amount_fen=_worth(part, facts), points=part.points or 0)
    left = facts.paid_fen - facts.committed_fen
    return OfferPart(kind=part.kind, amount_fen=min(_worth(part, facts), left))


def _worth(part: RemedyPart, facts: LineFacts) -> int:
    """In fen; 0 for points."""
    return percent_of(facts.paid_fen, part.percent) if part.percent is not None else part.fen or 0
