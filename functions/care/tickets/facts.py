"""What a decision about an order line goes by; a ticket keeps it, so that it can be explained and replayed."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from care.accounts.line_account import LineAccount
from care.orders.model import Line, Order
from care.policy.model import Anchor, ReasonClass, Segment
from care.policy.precedence import Case

__all__ = ["LineFacts", "LineNow", "line_now"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What the decision needs to know of an order line. `committed_fen`: pending, paid and mall-made refunds."""

    member_id: str
    order_id: str
    line_id: str
    sku: str
    category: str
    supplier: str | None = None
    channel: str | None = None
    segment: Segment = Segment.REGULAR
    quantity: int = 1
    """What was ordered."""
    claimed_quantity: int = 1
    """What of it the claim is about."""
    paid_fen: int
    """For the whole line."""
    committed_fen: int
    goods_units: int = 0
    """How many of the goods were sent again: what was paid for them is not given back besides."""
    freight_fen: int = 0
    """The line's share of the order's freight."""
    signed_at: datetime | None = None
    delivered_at: datetime | None = None
    picked_up_at: datetime | None = None
    cancelled: bool = False
    shelf_life_days: int | None = None
    simple: bool = False
    """The member is in simple mode (A1)."""
    photo: bool = False
    """A photo was named for the claim that was accepted, and that nobody had shown before (G8)."""

    def case(self, reason_class: ReasonClass) -> Case:
        """What the policy's rules are matched with."""
        return Case(
            reason_class=reason_class,
            sku=self.sku,
            supplier=self.supplier,
            category=self.category,
            channel=self.channel,
            segment=self.segment,
            paid_fen=self.paid_fen,
        )

    def counted_from(self, anchor: Anchor) -> datetime | None:
        """When the window of an anchor began; None: not yet. Shelf life counts from signing."""
        match anchor:
            case Anchor.PICKED_UP:
                return self.picked_up_at
            case Anchor.DELIVERED:
                return self.delivered_at
        return self.signed_at


class LineNow(TypedDict):
    """Those of the facts that change as long as the case is open."""

    quantity: int
    paid_fen: int
    committed_fen: int
    goods_units: int
    freight_fen: int
    signed_at: datetime | None
    delivered_at: datetime | None
    picked_up_at: datetime | None
    cancelled: bool


def line_now(order: Order, line: Line, account: LineAccount | None) -> LineNow:
    """`account` None: nothing was given back for the line so far."""
    return LineNow(
        quantity=line.quantity,
        paid_fen=line.paid_fen,
        committed_fen=account.committed_fen if account else 0,
        goods_units=account.goods_units if account else 0,
        freight_fen=order.freight_share(line.id),
        signed_at=line.signed_at,
        delivered_at=line.delivered_at,
        picked_up_at=line.picked_up_at,
        cancelled=line.cancelled,
    )
