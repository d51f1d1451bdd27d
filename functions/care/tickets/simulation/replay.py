"""C4: what a past case comes to under a policy, and how two policies differ over it. Pure.

Caps, budgets and what was given back since are not played again: only rules differ. What the member took counts where
the menu has it; else what is pre-selected, where it is paid at once; else the default that an unanswered menu falls to.
"""

from dataclasses import dataclass
from datetime import datetime

from care.accounts.cost import cost_fen
from care.kernel.settings import Settings
from care.policy.model import PolicyVersion
from care.tickets.errors import UnknownReason
from care.tickets.facts import LineFacts
from care.tickets.offers import Offer, OfferPart
from care.tickets.rules import Verdict, judge

__all__ = ["Difference", "PastCase", "Played", "compare", "play"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """What a claim keeps of its opening. The ticket's attributes, under the same names."""

    id: str
    opened_at: datetime
    reason: str
    policy_version: int
    facts: LineFacts
    remedy: str | None = None
    """What was taken, in its present round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A case under one policy. Where `why_not` stands, it would have been refused with that code."""

    why_not: str | None = None
    instant: bool = False
    remedy: str | None = None
    parts: tuple[OfferPart, ...] = ()
    cost_fen: int = 0

    @property
    def allowed(self) -> bool:
        return self.why_not is None

    @property
    def rank(self) -> tuple[bool, int, bool]:
        """What is better for the member is greater: to be heard, to get more, to get it at once."""
        return self.allowed, self.cost_fen, self.instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One case under two policies."""

    case: PastCase
    before: Played
    after: Played

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def gains(self) -> bool:
        return self.after.rank > self.before.rank

    @property
    def loses(self) -> bool:
        return self.after.rank < self.before.rank

    @property
    def more_fen(self) -> int:
        """What it costs us more; below zero: less."""
        return self.after.cost_fen - self.before.cost_fen


def compare(case: PastCase, before: PolicyVersion, after: PolicyVersion, settings: Settings) -> Difference:
    """By the figures of now on both sides, so that only the policies differ."""
    return Difference(case=case, before=play(case, before, settings), after=play(case, after, settings))


def play(case: PastCase, policy: PolicyVersion, settings: Settings) -> Played:
    """As if the member had applied under `policy` at the same moment."""
    reason = policy.reason(case.reason)
    if reason is None:
        return Played(why_not=UnknownReason.code)
    verdict = judge(case.facts, reason, policy, settings, case.opened_at)
    if verdict.why_not is not None:
        return Played(why_not=verdict.why_not.code)
    offer = _taken(case, verdict)
    return Played(
        instant=verdict.pays_at_once(offer),
        remedy=offer.remedy,
        parts=offer.parts,
        cost_fen=cost_fen(offer.parts, settings),
    )


def _taken(case: PastCase, verdict: Verdict) -> Offer:
    menu = {offer.remedy: offer for offer in verdict.menu}
    first = verdict.menu[0]
    if case.remedy in menu:
        return menu[case.remedy]
    return first if verdict.instant else menu.get(verdict.rule.default_remedy, first)
