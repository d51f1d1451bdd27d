"""Offers travel as sealed tokens, so that what a member taps is what we promised, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from care.kernel.signing import BadSeal, Sealer
from care.policy.model import PartKind
from care.tickets.errors import OfferAltered, OfferExpired

__all__ = ["PURPOSE", "Offer", "OfferPart", "open_offer", "seal_offer"]

PURPOSE = "offer"
_GO_BACK = frozenset({PartKind.RETURN, PartKind.EXCHANGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPart:
    """One payout of an offer; `kind` is a PartKind."""

    kind: str
    amount_fen: int = 0
    """The money of a refund, freight or coupon; what goods, a gift, a card or a place cost us."""
    points: int = 0
    sku: str | None = None
    """The good, the card or the event."""
    quantity: int = 0
    """Of goods, or weeks of a card."""
    extra: bool = False
    """On top, for the member's segment (C3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A remedy as it is promised to one member for one line; the token that carries it is sealed (G2)."""

    member_id: str
    order_id: str
    line_id: str
    quantity: int = 1
    """How many of the line's goods it is for."""
    reason: str
    remedy: str
    title: str
    parts: tuple[OfferPart, ...]
    policy_version: int
    done_within_hours: int
    expires_at: datetime

    @property
    def returns(self) -> bool:
        """Whether the goods must come back before any of it is given."""
        return any(part.kind in _GO_BACK for part in self.parts)

    @property
    def worth_fen(self) -> int:
        """What the offer costs in money, goods and benefits included; points apart."""
        return sum(part.amount_fen for part in self.parts)

    @property
    def base(self) -> tuple[OfferPart, ...]:
        """Without what is put on top for the member's segment."""
        return tuple(part for part in self.parts if not part.extra)


def seal_offer(sealer: Sealer, offer: Offer) -> str:
    return sealer.seal(msgspec.json.encode(offer))


def open_offer(sealer: Sealer, token: str, now: datetime) -> Offer:
    """The offer that a token carries; OfferAltered if we did not make it, OfferExpired from its expiry on."""
    try:
        offer = msgspec.json.decode(sealer.open(token), type=Offer)
    except (BadSeal, msgspec.DecodeError) as error:
        raise OfferAltered(field="offer") from error
    if now >= offer.expires_at:
        raise OfferExpired(field="offer")
    return offer
