"""What makes a wrong hold good: points on top of what was kept back (G11). Pure."""

from dataclasses import replace

from care.accounts.rules import MOST_COMPONENTS, MOST_POINTS
from care.policy.model import PartKind
from care.tickets.offers import Offer, OfferPart

__all__ = ["with_apology"]


def with_apology(offer: Offer, points: int) -> Offer:
    """The offer with so many points more, paid as a part of it: once, and only together with it.

    An offer that is as full as a booking can be stays as it is.
    """
    if not points:
        return offer
    had = next((part for part in offer.parts if part.kind == PartKind.POINTS), None)
    rest = tuple(part for part in offer.parts if part is not had)
    if had is None and len(rest) >= MOST_COMPONENTS:
        return offer
    total = min((had.points if had else 0) + points, MOST_POINTS)
    sorry = OfferPart(kind=PartKind.POINTS, points=total, extra=True)
    return replace(offer, parts=(*rest, sorry), title=f"{offer.title},另送{points}积分")
