"""What may be booked: whole positive amounts, a line for each refund, goods by their number (C5, G10)."""

from datetime import datetime

from care.accounts.cost import cost_fen
from care.accounts.model import GOODS, Booking, Component, Payout, PayoutKind, PayoutState
from care.kernel.errors import BadInput
from care.kernel.money import fen
from care.kernel.settings import Settings

__all__ = ["MOST_COMPONENTS", "MOST_POINTS", "MOST_QUANTITY", "booked", "check_why"]

MOST_COMPONENTS = 5
"""So few that what several sources pay is read by keys, in one call."""
MOST_POINTS = 1_000_000
MOST_QUANTITY = 1_000
MOST_WHY = 500
"""Characters."""

_WORTH = GOODS | {PayoutKind.CARD, PayoutKind.PLACE}
_COUNTED = frozenset({PayoutKind.REISSUE, PayoutKind.EXCHANGE, PayoutKind.CARD})
_NAMED = GOODS | {PayoutKind.CARD, PayoutKind.PLACE}


def booked(booking: Booking, at: datetime, settings: Settings) -> tuple[Payout, ...]:
    """The payouts of a booking; BadInput where it pays nothing, too many things or no whole positive amounts."""
    if not booking.source or not booking.member_id:
        raise BadInput("a booking needs its source and member", field="source")
    if not 0 < len(booking.components) <= MOST_COMPONENTS:
        raise BadInput(f"a booking pays 1 to {MOST_COMPONENTS} things", field="components")
    return tuple(_payout(booking, n, component, at, settings) for n, component in enumerate(booking.components))


def check_why(why: str) -> None:
    """BadInput for no reason at all, and for a novel."""
    if not 1 <= len(why.strip()) <= MOST_WHY:
        raise BadInput(f"between 1 and {MOST_WHY} characters", field="why")


def _payout(booking: Booking, n: int, component: Component, at: datetime, settings: Settings) -> Payout:
    _check(component)
    if component.kind is PayoutKind.REFUND:
        _check_line(booking)
    if component.kind is PayoutKind.FREIGHT:
        _check_freight(booking)
    if component.kind is PayoutKind.RETURN_FREIGHT and not booking.order_id:
        raise BadInput("what goods cost to send back is paid for an order", field="order_id")
    return Payout(
        source=booking.source,
        n=n,
        kind=component.kind,
        member_id=booking.member_id,
        booked_at=at,
        amount_fen=component.amount_fen,
        points=component.points,
        sku=component.sku,
        quantity=component.quantity or int(component.kind in _NAMED),
        label=component.label,
        order_id=booking.order_id,
        line_id=booking.line_id,
        authorised_by=booking.authorised_by,
        counts_fen=cost_fen([component], settings) if booking.spend and booking.order_id else 0,
        state=PayoutState.WAITING if component.wait else PayoutState.PENDING,
        attempt=0 if component.wait else 1,
    )


def _check(component: Component) -> None:
    of_points = component.kind is PayoutKind.POINTS
    amount, other = (component.points, component.amount_fen) if of_points else (component.amount_fen, component.points)
    if other != 0 or isinstance(other, bool):
        raise BadInput("points are counted in points, all else in fen, nothing in both", field="components")
    if of_points:
        _whole(amount, MOST_POINTS, "points")
    else:
        fen(amount, least=0 if component.kind in _WORTH else 1, field="amount_fen")
    _check_goods(component)


def _check_goods(component: Component) -> None:
    """Goods, cards and places say which and how many; nothing else does."""
    if (component.kind in _NAMED) != bool(component.sku):
        raise BadInput(f"{component.kind} and its sku do not go together", field="sku")
    if component.kind in _COUNTED:
        _whole(component.quantity, MOST_QUANTITY, "quantity")
    elif component.quantity not in {0, 1}:
        raise BadInput(f"{component.kind} comes alone", field="quantity")


def _whole(number: object, most: int, field: str) -> None:
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= most:
        raise BadInput(f"{field} must be a whole number from 1 to {most}", field=field)


def _check_line(booking: Booking) -> None:
    if not booking.order_id or not booking.line_id:
        raise BadInput("a refund is for an order line", field="line_id")
    fen(booking.cap_fen, field="cap_fen")


def _check_freight(booking: Booking) -> None:
    if not booking.order_id:
        raise BadInput("freight is given back for an order", field="order_id")
    fen(booking.freight_fen, field="freight_fen")
