"""What a line is entitled to: eligibility and the menu of offers (G1, G2, G4, C1). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from care.accounts.cost import cost_fen
from care.kernel.errors import Refused
from care.kernel.settings import Settings
from care.policy.figures import FOOD_SAFETY_INSTANT_FEN
from care.policy.model import Evidence, PolicyVersion, Reason, ReasonClass, Remedy, Rule
from care.policy.precedence import rule_for
from care.tickets.errors import LineCancelled, NothingLeft, NotSigned, WindowClosed
from care.tickets.facts import LineFacts
from care.tickets.figures import OFFER_MINUTES, SHELF_LIFE_DAYS
from care.tickets.model import Priority
from care.tickets.offers import Offer
from care.tickets.worth import benefits, left_of, offer_parts

__all__ = ["LineFacts", "Verdict", "deadline_of", "judge", "menu_deadline", "offer_of", "priority_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One reason, judged for one line. Where `why_not` stands, there is no menu."""

    reason: Reason
    rule: Rule
    deadline: datetime | None
    why_not: type[Refused] | None = None
    menu: tuple[Offer, ...] = ()
    hidden: int = 0
    """So many more are on the menu than are shown (A1)."""
    instant_limit_fen: int = 0
    """Up to this cost an offer is paid in the request of the application (G4)."""
    settings: Settings = field(repr=False)

    @property
    def eligible(self) -> bool:
        return self.why_not is None

    @property
    def instant(self) -> bool:
        """Whether the pre-selected offer is paid in the request of the application."""
        return bool(self.menu) and self.pays_at_once(self.menu[0])

    def pays_at_once(self, offer: Offer) -> bool:
        """By what the remedy costs, points at their price; what a segment gets on top is bounded by caps and budgets
        instead, which count all of it: nobody waits because they get more than others (C3). Points alone wait.
        """
        brings = any(part.amount_fen for part in offer.base)
        return brings and cost_fen(offer.base, self.settings) <= self.instant_limit_fen


def judge(facts: LineFacts, reason: Reason, policy: PolicyVersion, settings: Settings, now: datetime) -> Verdict:
    """Whether `reason` may be claimed for the line at `now`, until when, and what is offered for it.

    A food-safety case is never refused by a window of the policy, only by the end of the shelf life (G1).
    """
    rule = rule_for(policy.rules, facts.case(reason.reason_class))
    deadline = deadline_of(facts, rule, settings)
    menu = tuple(_menu(facts, reason, rule, policy, settings, now))
    why_not = _why_not(facts, deadline, menu, now)
    return Verdict(
        reason=reason,
        rule=rule,
        deadline=deadline,
        why_not=why_not,
        menu=() if why_not else menu,
        instant_limit_fen=_instant_limit(rule, settings, shown=facts.photo),
        settings=settings,
    )


def _instant_limit(rule: Rule, settings: Settings, *, shown: bool) -> int:
    """G4. A rule that asks for a photo pays nothing at once without one, but for what food safety guarantees everybody
    (G1).
    """
    stated = rule.instant_limit_fen if shown or rule.evidence is Evidence.NONE else 0
    if rule.evidence is Evidence.PHOTO and rule.reason_class is ReasonClass.FOOD_SAFETY:
        return max(stated, settings.of(FOOD_SAFETY_INSTANT_FEN))
    return stated


def menu_deadline(rule: Rule, now: datetime) -> datetime:
    """When the default falls if the member has not chosen (C1)."""
    return now + timedelta(hours=rule.choose_within_hours)


def priority_of(reason: Reason) -> Priority:
    """Food safety goes before everything else."""
    return Priority.URGENT if reason.reason_class is ReasonClass.FOOD_SAFETY else Priority.NORMAL


def deadline_of(facts: LineFacts, rule: Rule, settings: Settings) -> datetime | None:
    """Until when the rule can be claimed; None: its window has not begun."""
    begun = facts.counted_from(rule.anchor)
    if begun is None:
        return None
    if rule.window_hours is None:
        return begun + timedelta(days=facts.shelf_life_days or settings.of(SHELF_LIFE_DAYS))
    return begun + timedelta(hours=rule.window_hours)


def _why_not(
    facts: LineFacts, deadline: datetime | None, menu: tuple[Offer, ...], now: datetime
) -> type[Refused] | None:
    if facts.cancelled:
        return LineCancelled
    if deadline is None:
        return NotSigned
    if now >= deadline:
        return WindowClosed
    given_back = left_of(facts) <= 0 < facts.paid_fen
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
    """The remedy for this line as things stand, with what the member's segment gets on top (C2, C3).

    None where it refunds or reissues and nothing is left to give. A remedy that the rule's menu does not have, such as
    one that an agent picked, gets nothing on top.
    """
    base = offer_parts(remedy.parts, facts)
    if base is None:
        return None
    rule = rule_for(policy.rules, facts.case(reason.reason_class))
    extra = rule.extra_for(remedy.code, facts.segment) if base else None
    return Offer(
        member_id=facts.member_id,
        order_id=facts.order_id,
        line_id=facts.line_id,
        quantity=facts.claimed_quantity,
        reason=reason.code,
        remedy=remedy.code,
        title=f"{remedy.title},{extra.title}" if extra else remedy.title,
        parts=(*base, *benefits(extra.parts if extra else ())),
        policy_version=policy.number,
        done_within_hours=remedy.done_within_hours,
        expires_at=expires_at,
    )
