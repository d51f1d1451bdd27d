"""What the parts of a remedy come to for one line: exact in fen, never above what is left of it (G10). Pure."""

from collections.abc import Iterator

from care.kernel.money import portion
from care.policy.model import PartKind, RemedyPart
from care.tickets.facts import LineFacts
from care.tickets.model import OfferPart

__all__ = ["offer_parts"]


def offer_parts(
    parts: tuple[RemedyPart, ...], facts: LineFacts, *, extra: bool = False
) -> tuple[OfferPart, ...] | None:
    """None where a part cannot be given any more; freight that nobody paid is left out."""
    made = tuple(_parts(parts, facts, extra=extra))
    hollow = bool(parts) and not made
    return None if hollow or any(part.amount_fen + part.points <= 0 for part in made) else made


def _parts(parts: tuple[RemedyPart, ...], facts: LineFacts, *, extra: bool) -> Iterator[OfferPart]:
    for part in parts:
        match part.kind:
            case PartKind.REFUND:
                yield OfferPart(kind=part.kind, amount_fen=_refund(facts, part.percent or 0), extra=extra)
            case PartKind.FREIGHT:
                if freight := portion(facts.freight_fen, facts.claimed_quantity, facts.quantity):
                    yield OfferPart(kind=part.kind, amount_fen=freight, extra=extra)
            case PartKind.REISSUE:
                yield _reissue(facts)
            case _:
                yield OfferPart(
                    kind=part.kind,
                    amount_fen=part.fen or 0,
                    points=part.points or 0,
                    sku=part.sku,
                    quantity=_quantity(part),
                    extra=extra,
                )


def _quantity(part: RemedyPart) -> int:
    """Weeks of a card, one gift, one place; a benefit in money or points has none."""
    return part.quantity or (1 if part.sku else 0)


def _claimed(facts: LineFacts, percent: int) -> int:
    """A share of what was paid for the claimed goods."""
    return portion(facts.paid_fen, facts.claimed_quantity * percent, facts.quantity * 100)


def _refund(facts: LineFacts, percent: int) -> int:
    return min(_claimed(facts, percent), facts.paid_fen - facts.committed_fen)


def _reissue(facts: LineFacts) -> OfferPart:
    """Goods are sent again only where their money has not been given back; they cost us what they were sold for."""
    cost, left = _claimed(facts, 100), facts.paid_fen - facts.committed_fen
    return OfferPart(
        kind=PartKind.REISSUE,
        amount_fen=cost if cost <= left else 0,
        sku=facts.sku,
        quantity=facts.claimed_quantity,
    )
