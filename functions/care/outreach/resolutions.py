"""What kind of resolution a closure check asks about: how long it is waited, and how it is worded, go by it (P7). Pure.

Every resolved claim is of one kind. A withdrawn one has none: no resolution was given that could fail to hold, and the
member can open it again by themselves.
"""

from collections.abc import Iterable
from enum import StrEnum

from care.accounts.model import MONEY, PayoutKind
from care.tickets.model import Outcome, Ticket

__all__ = ["Resolution", "resolution_of", "template_of"]

_GOODS = frozenset({PayoutKind.REISSUE, PayoutKind.EXCHANGE})


class Resolution(StrEnum):
    MONEY = "MONEY"
    """Refund, freight; with or without something on top."""
    GOODS = "GOODS"
    """Goods sent once more, or exchanged: they have to come first."""
    RETURN = "RETURN"
    """Money back for goods that were handed in."""
    BENEFIT = "BENEFIT"
    """A coupon, points, a gift, a card or a place at an event alone."""
    WORDS = "WORDS"
    """An apology alone, or resolved with the case that it was merged into."""
    REFUSED = "REFUSED"
    """Refused, and the time for an appeal, or the appeal itself, is over."""


_TEMPLATES = {each: f"closure_check_{each.lower()}" for each in Resolution} | {Resolution.MONEY: "closure_check"}


def resolution_of(ticket: Ticket, paid: Iterable[PayoutKind]) -> Resolution:
    """By how the case ended and the kinds of what its round paid; goods outweigh money, which outweighs the rest."""
    if ticket.outcome is Outcome.REFUSED:
        return Resolution.REFUSED
    kinds = set(paid)
    if not kinds or ticket.outcome is not Outcome.PAID:
        return Resolution.WORDS
    if kinds & _GOODS:
        return Resolution.GOODS
    if kinds & MONEY:
        return Resolution.RETURN if ticket.slip or PayoutKind.RETURN_FREIGHT in kinds else Resolution.MONEY
    return Resolution.BENEFIT


def template_of(resolution: Resolution) -> str:
    """Key of the message's text."""
    return _TEMPLATES[resolution]
