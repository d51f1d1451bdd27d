"""What the parts of a remedy come to for one line: exact in fen, never above what is left of it (G10). Pure."""

from collections.abc import Iterator

from care.accounts.rules import MOST_QUANTITY
from care.kernel.money import portion
from care.policy.model import PartKind, RemedyPart
from care.tickets.facts import LineFacts
from care.tickets.offers import OfferPart

__all__ = ["benefits", "left_of", "offer_parts", "share_of"]


def offer_parts(parts: tuple[RemedyPart, ...], facts: LineFacts) -> tuple[OfferPart, ...] | None:
    """What a remedy gives now; None where nothing is left to refund or to send again.

    Freight that nobody paid is left out, unless the remedy has nothing else to give.
    """
    made = [each for part in parts for each in _parts(part, facts)]
    hollow = bool(parts) and all(part is not None and part.kind == PartKind.RETURN for part in made)
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
            yield _same_again(PartKind.REISSUE, facts)
        case PartKind.EXCHANGE:
            yield _same_again(PartKind.EXCHANGE, facts)
        case PartKind.RETURN:
            yield OfferPart(kind=part.kind, sku=facts.sku, quantity=facts.claimed_quantity)
        case _:
            yield _benefit(part)


def _refund(part: RemedyPart, facts: LineFacts) -> OfferPart | None:
    amount = min(_claimed(facts, part.percent or 0), left_of(facts))
    return OfferPart(kind=part.kind, amount_fen=amount) if amount > 0 else None


def _same_again(kind: PartKind, facts: LineFacts) -> OfferPart | None:
    """Goods are sent again only where their money has not been given back; they cost us what they were sold for."""
    cost, count = _claimed(facts, 100), facts.claimed_quantity
    if cost > left_of(facts) or count > MOST_QUANTITY:
        return None
    return OfferPart(kind=kind, amount_fen=cost, sku=facts.sku, quantity=count)


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


def left_of(facts: LineFacts) -> int:
    """What can still be given back for the line, in fen; below zero where the mall has given back too much.

    Goods that were sent again have been made good: what was paid for them is not left.
    """
    sent = portion(facts.paid_fen, min(facts.goods_units, facts.quantity), facts.quantity) if facts.quantity else 0
    return facts.paid_fen - facts.committed_fen - sent


def share_of(facts: LineFacts, count: int) -> int:
    """What `count` more of the goods come to: where so many were given back, what is missing up to the sum of both.

    So three times one of three adds up to what was paid for three, to the fen.
    """
    paid, whole, gone = facts.paid_fen, facts.quantity, facts.committed_fen
    before = next((n for n in range(whole - count + 1) if portion(paid, n, whole) == gone), 0)
    return portion(paid, before + count, whole) - portion(paid, before, whole)
