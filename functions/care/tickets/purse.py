"""G4: whether what is promised by rule has room under caps and budgets; where it has none, a person decides."""

from dataclasses import dataclass, replace

from care.accounts.cost import cost_fen
from care.accounts.errors import CapReached, Exhausted
from care.accounts.figures import MEMBER_MONTH_FEN, ORDER_PERCENT
from care.accounts.spending import Limits, Spend
from care.dynamo.storage import Found
from care.kernel.clock import SHANGHAI
from care.kernel.settings import Settings
from care.orders.model import Line, Order
from care.tickets.desk import Desk
from care.tickets.offers import Offer

__all__ = ["Purse", "no_room", "rule_limits", "spend_by_rule", "spend_under"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """What a payment counts for, and what lies there, as read in its decision."""

    spend: Spend
    """Without its `fen`, as long as no offer has been taken."""
    found: Found

    def spend_on(self, fen: int) -> Spend:
        return replace(self.spend, fen=fen)


def spend_by_rule(desk: Desk, order: Order, line: Line) -> Spend:
    """What a payment counts for that no person decides: all caps and all budgets."""
    return spend_under(desk, order, line, rule_limits(desk.settings()))


def rule_limits(settings: Settings) -> Limits:
    """All caps and all budgets."""
    return Limits(member_month_fen=settings.of(MEMBER_MONTH_FEN), order_percent=settings.of(ORDER_PERCENT))


def spend_under(desk: Desk, order: Order, line: Line, limits: Limits) -> Spend:
    """What a payment for the line counts for, held to `limits`."""
    return Spend(
        fen=0,
        day=desk.clock.now().astimezone(SHANGHAI).date(),
        member_id=order.member_id,
        order_id=order.id,
        order_paid_fen=order.paid_fen,
        sku=line.sku,
        batch=line.batch,
        community=order.community or None,
        limits=limits,
    )


def no_room(desk: Desk, purse: Purse, offer: Offer) -> Exhausted | CapReached | None:
    """Why a person must decide about `offer`, if one must. An apology alone always has room."""
    cost = cost_fen(offer.parts, desk.settings())
    return desk.accounts.stopped(purse.spend_on(cost), purse.found) if cost else None
