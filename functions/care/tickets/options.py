"""C3, C4: what staff weigh of an offer: what it costs, what it saves, what stands to be lost, and who gets more. Pure.

savings   A parcel back costs the figure's freight. What lets the member keep the goods saves it, unless by the rule the
          member would have borne it.
at risk   What the member spent, in a year's measure (ninety days at least, so that one order is no fortune), times
          the share of it that is our margin, times the share of members who leave when they are let down; and of that
          as much as the offer stays behind what was paid for the claimed goods.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from care.accounts.cost import cost_fen
from care.kernel.money import portion
from care.kernel.settings import Settings
from care.members.model import Stats
from care.policy.model import Bearer, PartKind, PolicyVersion, Reason, Rule
from care.policy.precedence import rule_for
from care.tickets.facts import LineFacts
from care.tickets.figures import LEAVING_PERCENT, MARGIN_PERCENT, PARCEL_BACK_FEN
from care.tickets.offers import Offer, OfferPart

__all__ = ["Because", "Option", "Why", "option_of", "yearly_fen"]

_LEAST_DAYS, _YEAR = 90, 365


class Why(StrEnum):
    """What led to an option as it is."""

    RULE = "RULE"
    """The rule whose menu it is on; the value is its code."""
    SEGMENT = "SEGMENT"
    """Who the member is to us, where that adds something."""
    ON_TOP = "ON_TOP"
    """What the segment adds, as the member reads it."""
    SHRUNK = "SHRUNK"
    """Less is left of what was paid for the line than the remedy promises; the value is what is left, in fen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One reason, with its value."""

    why: Why
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An offer as staff weigh it; never part of what is sealed."""

    offer: Offer
    cost_fen: int
    floor: tuple[OfferPart, ...]
    """What the rule offers anybody."""
    added: tuple[OfferPart, ...]
    """What the member's segment adds."""
    because: tuple[Because, ...]
    saved_logistics_fen: int
    value_at_risk_fen: int
    done_by: datetime
    """If it is taken now."""


def option_of(
    offer: Offer,
    facts: LineFacts,
    reason: Reason,
    policy: PolicyVersion,
    stats: Stats,
    settings: Settings,
    now: datetime,
) -> Option:
    """`facts` and `policy` are those that the offer was made by; `stats` are the member's of now."""
    rule = rule_for(policy.rules, facts.case(reason.reason_class))
    cost = cost_fen(offer.parts, settings)
    keeps = not offer.returns and rule.return_by is not Bearer.MEMBER
    return Option(
        offer=offer,
        cost_fen=cost,
        floor=tuple(part for part in offer.parts if not part.extra),
        added=tuple(part for part in offer.parts if part.extra),
        because=tuple(_because(offer, rule, facts, policy)),
        saved_logistics_fen=settings.of(PARCEL_BACK_FEN) if keeps else 0,
        value_at_risk_fen=_at_risk(cost, facts, stats, settings, now),
        done_by=now + timedelta(hours=offer.done_within_hours),
    )


def _because(offer: Offer, rule: Rule, facts: LineFacts, policy: PolicyVersion) -> Iterator[Because]:
    yield Because(why=Why.RULE, value=rule.code)
    extra = rule.extra_for(offer.remedy, facts.segment)
    if extra and any(part.extra for part in offer.parts):
        yield Because(why=Why.SEGMENT, value=facts.segment)
        yield Because(why=Why.ON_TOP, value=extra.title)
    if (left := _shrunk_to(offer, facts, policy)) is not None:
        yield Because(why=Why.SHRUNK, value=str(left))


def yearly_fen(stats: Stats, now: datetime) -> int:
    """What the member spends in a year, by what they have spent since their first order."""
    if stats.first_order_at is None:
        return 0
    days = max(_LEAST_DAYS, (now - stats.first_order_at).days)
    return stats.spent_fen * _YEAR // days


def _at_risk(cost: int, facts: LineFacts, stats: Stats, settings: Settings, now: datetime) -> int:
    paid = portion(facts.paid_fen, facts.claimed_quantity, facts.quantity)
    behind = max(0, paid - cost)
    if not behind:
        return 0
    leaving = yearly_fen(stats, now) * settings.of(MARGIN_PERCENT) * settings.of(LEAVING_PERCENT) // 10_000
    return leaving * behind // paid


def _shrunk_to(offer: Offer, facts: LineFacts, policy: PolicyVersion) -> int | None:
    """What the refund comes to, where the remedy promises more of what was paid for the claimed goods."""
    promised = {remedy.code: remedy for remedy in policy.remedies}.get(offer.remedy)
    percents = [part.percent or 0 for part in promised.parts if part.kind is PartKind.REFUND] if promised else []
    given = [part.amount_fen for part in offer.parts if part.kind == PartKind.REFUND]
    if not percents or not given:
        return None
    whole = portion(facts.paid_fen, facts.claimed_quantity * percents[0], facts.quantity * 100)
    return given[0] if given[0] < whole else None
