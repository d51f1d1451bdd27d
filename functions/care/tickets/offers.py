"""Offers travel as sealed tokens, so that what a member taps is what we promised, and nothing else."""

from datetime import datetime

import msgspec

from care.kernel.signing import BadSeal, Sealer
from care.tickets.errors import OfferAltered, OfferExpired
from care.tickets.model import Offer

__all__ = ["PURPOSE", "open_offer", "seal_offer"]

PURPOSE = "offer"


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
