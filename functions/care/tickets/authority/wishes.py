"""G5, G10: what staff or a leader want to give for a line: a remedy of the policy, or money. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from care.accounts.errors import CapExceeded
from care.kernel.errors import BadInput
from care.kernel.money import fen, portion, yuan
from care.kernel.settings import Settings
from care.policy.model import Evidence, PartKind, PolicyVersion, Reason, Rule
from care.policy.precedence import rule_for
from care.tickets.errors import NothingLeft
from care.tickets.facts import LineFacts
from care.tickets.model import Ticket
from care.tickets.offers import Offer, OfferPart
from care.tickets.rules import deadline_of, offer_of
from care.tickets.worth import left_of, offer_parts, share_of

__all__ = ["REFUND_AMOUNT", "REFUND_QUANTITY", "Against", "Wish", "check_wish", "not_allowed", "offer_for", "wish_of"]

REFUND_AMOUNT, REFUND_QUANTITY = "REFUND_AMOUNT", "REFUND_QUANTITY"
"""Remedies that no policy lists."""
_MADE_GOOD = {PartKind.REFUND, PartKind.REISSUE, PartKind.EXCHANGE}


class Against(StrEnum):
    """What the rule holds against an offer of somebody's own."""

    MENU = "MENU"
    """It is not on the rule's menu."""
    LESS = "LESS"
    """It is less than the rule gives whoever says nothing: it takes a promise away (C3)."""
    WINDOW = "WINDOW"
    """The member applied when the rule's window was over."""
    EVIDENCE = "EVIDENCE"
    """The photo that the rule asks for is missing."""
    GOODS = "GOODS"
    """Money, or goods once more, for goods that were sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A remedy's code, for `quantity` of the goods where it says so; or money for so many; or so much money."""

    remedy: str | None = None
    refund_fen: int | None = None
    quantity: int | None = None
    field: str = "refund_fen"
    """The input that states the money."""

    def __bool__(self) -> bool:
        """Whether it is more than words."""
        return (self.remedy, self.refund_fen, self.quantity) != (None, None, None)


def check_wish(wish: Wish) -> None:
    """BadInput for two remedies at once, and for amounts and numbers that are not whole and positive."""
    if wish.refund_fen is not None:
        fen(wish.refund_fen, least=1, field="refund_fen")
        if wish.remedy is not None or wish.quantity is not None:
            raise BadInput("one remedy for a line, not two", field="refund_fen")
    if wish.quantity is not None and (isinstance(wish.quantity, bool) or wish.quantity < 1):
        raise BadInput("quantity must be a whole number from 1", field="quantity", low=1)


def offer_for(wish: Wish, facts: LineFacts, reason: Reason, policy: PolicyVersion, now: datetime) -> Offer:
    """What the wish comes to, as things stand. BadInput, NothingLeft, CapExceeded.

    Goods that were sent again are left out of account: that is for a manager to see (`not_allowed`).
    """
    facts = replace(facts, goods_units=0)
    if wish.quantity is not None and wish.quantity > facts.quantity:
        raise BadInput(f"quantity must be from 1 to {facts.quantity}", field="quantity", low=1, high=facts.quantity)
    if wish.remedy is not None:
        return _of_policy(wish, facts, reason, policy, now)
    left = left_of(facts)
    if left <= 0:
        raise NothingLeft(field="remedy" if wish.refund_fen is None else wish.field)
    count = wish.quantity or facts.claimed_quantity
    amount = share_of(facts, count) if wish.refund_fen is None else wish.refund_fen
    if amount > left:
        raise CapExceeded(left, field="quantity" if wish.refund_fen is None else wish.field)
    return _refund(wish, amount, count, facts, reason, policy, now)


def wish_of(offer: Offer) -> Wish:
    """The wish that an offer was made for."""
    if offer.remedy == REFUND_AMOUNT:
        return Wish(refund_fen=offer.worth_fen)
    return Wish(remedy=None if offer.remedy == REFUND_QUANTITY else offer.remedy, quantity=offer.quantity)


def _of_policy(wish: Wish, facts: LineFacts, reason: Reason, policy: PolicyVersion, now: datetime) -> Offer:
    chosen = next((each for each in policy.remedies if each.code == wish.remedy), None)
    if chosen is None:
        raise BadInput("the ticket's policy knows no such remedy", field="remedy")
    count = wish.quantity or facts.claimed_quantity
    offer = offer_of(chosen, replace(facts, claimed_quantity=count), reason, policy, now)
    if offer is None:
        raise NothingLeft(field="remedy")
    return offer


def _refund(
    wish: Wish, amount: int, count: int, facts: LineFacts, reason: Reason, policy: PolicyVersion, now: datetime
) -> Offer:
    code = REFUND_QUANTITY if wish.refund_fen is None else REFUND_AMOUNT
    title = f"退款{yuan(amount)}元" if code == REFUND_AMOUNT else f"{count}件商品退款{yuan(amount)}元"
    return Offer(
        member_id=facts.member_id,
        order_id=facts.order_id,
        line_id=facts.line_id,
        quantity=count,
        reason=reason.code,
        remedy=code,
        title=title,
        parts=(OfferPart(kind=PartKind.REFUND, amount_fen=amount),),
        policy_version=policy.number,
        done_within_hours=24,
        expires_at=now,
    )


def not_allowed(
    ticket: Ticket, offer: Offer, facts: LineFacts, reason: Reason, policy: PolicyVersion, settings: Settings
) -> Iterator[Against]:
    """What the rule holds against the offer. Words alone it always allows."""
    if not offer.parts:
        return
    rule = rule_for(policy.rules, facts.case(reason.reason_class))
    if not _on_menu(offer, facts, rule, policy):
        yield Against.MENU
    elif _is_less(offer, facts, rule, policy):
        yield Against.LESS
    deadline = deadline_of(facts, rule, settings)
    if deadline is None or ticket.opened_at >= deadline:
        yield Against.WINDOW
    if rule.evidence is Evidence.PHOTO and not (facts.photo or ticket.evidence):
        yield Against.EVIDENCE
    if _made_good(offer.parts) > max(0, left_of(facts)):
        yield Against.GOODS


def _is_less(offer: Offer, facts: LineFacts, rule: Rule, policy: PolicyVersion) -> bool:
    """For fewer goods than are claimed; or less money than the pre-selected remedy still makes good."""
    if offer.remedy in rule.remedies:
        return offer.quantity < facts.claimed_quantity
    return _made_good(offer.parts) < _promised(facts, rule, policy)


def _promised(facts: LineFacts, rule: Rule, policy: PolicyVersion) -> int:
    remedies = {each.code: each for each in policy.remedies}
    for code in rule.remedies:
        if (parts := offer_parts(remedies[code].parts, facts)) is not None:
            return _made_good(parts)
    return 0


def _made_good(parts: Iterable[OfferPart]) -> int:
    return sum(part.amount_fen for part in parts if part.kind in _MADE_GOOD)


def _on_menu(offer: Offer, facts: LineFacts, rule: Rule, policy: PolicyVersion) -> bool:
    """A refund by amount or number is within the menu where the menu refunds as much of the claimed goods."""
    if offer.quantity > facts.claimed_quantity:
        return False
    if offer.remedy in rule.remedies:
        return True
    if offer.remedy not in (REFUND_AMOUNT, REFUND_QUANTITY):
        return False
    remedies = (each for each in policy.remedies if each.code in rule.remedies)
    percents = [part.percent or 0 for each in remedies for part in each.parts if part.kind is PartKind.REFUND]
    most = portion(facts.paid_fen, facts.claimed_quantity * max(percents, default=0), facts.quantity * 100)
    return offer.worth_fen <= most
