"""What was given back for an order line, however it was. Money is whole fen; points are counted in points."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["LineAccount", "MallRefund"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAccount:
    """What has been given back for one order line; without `line_id`, for the order as a whole.

    `committed_fen` = pending (and waiting) + paid + made by the mall itself. Our own bookings never take it above what
    was paid for the line; facts from the mall may, since that money has moved (`line.overpaid`).
    """

    order_id: str
    line_id: str = ""
    member_id: str = ""
    """As the latest booking knew it; empty before the first."""
    cap_fen: int | None = None
    """What was paid for the line, as the latest booking knew it; None before the first."""
    committed_fen: int = 0
    pending_fen: int = 0
    paid_fen: int = 0
    mall_fen: int = 0
    """Given back by the mall itself (`MallRefund`)."""
    coupon_fen: int = 0
    """Coupons promised or given, at their worth."""
    points: int = 0
    goods_units: int = 0
    """Of the line: what was sent again, or promised; its money is not given back besides (G10)."""
    freight_fen: int = 0
    """Of the order as a whole: freight given back, or promised."""
    freight_cap_fen: int | None = None
    """What was paid for freight, as the latest booking knew it."""
    worth_fen: int = 0
    """Of the order as a whole: what is promised under caps, or was paid and stands (G4, `Payout.counted_fen`)."""

    @property
    def over_fen(self) -> int:
        """How far it is above its cap."""
        return _over(self.committed_fen, self.cap_fen) + _over(self.freight_fen, self.freight_cap_fen)


def _over(counted: int, cap: int | None) -> int:
    return 0 if cap is None else max(0, counted - cap)


@dataclass(frozen=True, slots=True, kw_only=True)
class MallRefund:
    """Money that the mall gave back by itself; counts against the line's cap, once for each `refund_id`."""

    refund_id: str
    order_id: str
    line_id: str
    amount_fen: int
    at: datetime
