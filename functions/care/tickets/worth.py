"""What the parts of a remedy come to for one line: exact in fen, never above what is left of it (G10). Pure."""

from collections.abc import Iterator

from care.accounts.rules import MOST_QUANTITY
from care.kernel.money import portion
from care.policy.model import PartKind, RemedyPart
from care.tickets.facts import LineFacts
from care.tickets.offers import OfferPart

__all__ = ["benefits", "offer_parts"]


def offer_parts(parts: tuple[RemedyPart, ...], facts: LineFacts) -> tuple[OfferPart, ...] | None:
    """What a remedy gives now; None where nothing is left to refund or to send again.

    Freight that nobody paid is left out, unless it is all that the remedy has.
    """
    made = [each for part in parts for each in _parts(part, facts)]
    hollow = bool(parts) and not made
    return None if hollow or None in made else tuple(part for part in made if part is not None)


def benefits(parts: tuple[RemedyPart, ...]) -> tuple[OfferPart, ...]:
    """What is put on top for a segment (C3)."""
    return tuple(_benefit(part, extra=True) for part in parts)


def _parts(part: RemedyPart, facts: LineFacts) -> Iterator[OfferPart | None]:
    match part.kind:
        case PartKind.REFUND:
            yield _refund(part, facts)
        case PartKind.FREIGHT:
            if freight := portion(facts.freight_fen, facts.claimed_quantity, facts.quantity):
                yield OfferPart(kind=part.kind, amount_fen=freight)
        case PartKind.REISSUE:
            yield _reissue(facts)
        case _:
            yield _benefit(part)


def _refund(part: RemedyPart, facts: LineFacts) -> OfferPart | None:
    amount = min(_claimed(facts, part.percent or 0), _left(facts))
    return OfferPart(kind=part.kind, amount_fen=amount) if amount > 0 else None


def _reissue(facts: LineFacts) -> OfferPart | None:
    """Goods are sent again only where their money has not been given back; they cost us what they were sold for."""
    cost, count = _claimed(facts, 100), facts.claimed_quantity
    if cost > _left(facts) or count > MOST_QUANTITY:
        return None
    return OfferPart(kind=PartKind.REISSUE, amount_fen=cost, sku=facts.sku, quantity=count)


def _benefit(part: RemedyPart, *, extra: bool = False) -> OfferPart:
    """One gift, one place, so many weeks of a card; a coupon and points are counted in themselves."""
    quantity = part.quantity or (1 if part.sku else 0)
    return OfferPart(
        kind=part.kind,
        amount_fen=part.fen or 0,
        points=part.points or 0,
        sku=part.sku,
        quantity=quantity,
        extra=extra,
    )


def _claimed(facts: LineFacts, percent: int) -> int:
    """A share of what was paid for the claimed goods."""
    return portion(facts.paid_fen, facts.claimed_quantity * percent, facts.quantity * 100)


def _left(facts: LineFacts) -> int:
    return facts.paid_fen - facts.committed_fen
