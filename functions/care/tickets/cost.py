"""What a remedy costs us, in fen: the one number that authority, caps and budgets go by (G4, G5). Pure."""

from collections.abc import Iterable

from care.accounts.figures import POINT_MILLIFEN
from care.kernel.settings import Settings
from care.tickets.offers import OfferPart

__all__ = ["cost_fen"]

_MILLI = 1_000


def cost_fen(parts: Iterable[OfferPart], settings: Settings) -> int:
    """Money, goods, cards and places at their worth, and points at the figure's price, rounded up."""
    each = settings.of(POINT_MILLIFEN)
    return sum(part.amount_fen - (-part.points * each // _MILLI) for part in parts)
