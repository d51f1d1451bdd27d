"""What a remedy costs us, in fen: the one number that authority, caps and budgets go by (G4, G5). Pure."""

from collections.abc import Iterable
from typing import Protocol

from care.accounts.figures import POINT_MILLIFEN
from care.kernel.settings import Settings

__all__ = ["Costly", "cost_fen"]

_MILLI = 1_000


class Costly(Protocol):
    """A part of an offer, or a payout."""

    @property
    def amount_fen(self) -> int:
        """Money, or what goods, a card or a place cost us."""
        ...

    @property
    def points(self) -> int:
        """Points, not fen."""
        ...


def cost_fen(parts: Iterable[Costly], settings: Settings) -> int:
    """Money, goods, cards and places at their worth, and points at the figure's price, rounded up."""
    each = settings.of(POINT_MILLIFEN)
    return sum(part.amount_fen - (-part.points * each // _MILLI) for part in parts)
