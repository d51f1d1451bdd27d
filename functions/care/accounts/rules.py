"""What may be booked: whole positive amounts, a line for each refund (C5)."""

from datetime import datetime

from care.accounts.model import Booking, Component, Payout, PayoutKind
from care.kernel.errors import BadInput
from care.kernel.money import fen

__all__ = ["MOST_COMPONENTS", "MOST_POINTS", "booked"]

MOST_COMPONENTS = 5
"""So few that what several sources pay is read by keys, in one call."""
MOST_POINTS = 1_000_000


def booked(booking: Booking, at: datetime) -> tuple[Payout, ...]:
    """The payouts of a booking; BadInput where it pays nothing, too many things or no whole positive amounts."""
    if not booking.source or not booking.member_id:
        raise BadInput("a booking needs its source and member", field="source")
    if not 0 < len(booking.components) <= MOST_COMPONENTS:
        raise BadInput(f"a booking pays 1 to {MOST_COMPONENTS} things", field="components")
    return tuple(_payout(booking, n, component, at) for n, component in enumerate(booking.components))


def _payout(booking: Booking, n: int, component: Component, at: datetime) -> Payout:
    _check(component)
    if component.kind is PayoutKind.REFUND:
        _check_line(booking)
    return Payout(
        source=booking.source,
        n=n,
        kind=component.kind,
        member_id=booking.member_id,
        booked_at=at,
        amount_fen=component.amount_fen,
        points=component.points,
        label=component.label,
        order_id=booking.order_id,
        line_id=booking.line_id,
    )


def _check(component: Component) -> None:
    of_points = component.kind is PayoutKind.POINTS
    amount, other = (component.points, component.amount_fen) if of_points else (component.amount_fen, component.points)
    if other != 0 or isinstance(other, bool):
        raise BadInput("points are counted in points, all else in fen, nothing in both", field="components")
    if of_points:
        _check_points(amount)
    else:
        fen(amount, least=1, field="amount_fen")


def _check_points(points: object) -> None:
    if isinstance(points, bool) or not isinstance(points, int) or not 1 <= points <= MOST_POINTS:
        raise BadInput(f"points must be a whole number from 1 to {MOST_POINTS}", field="points")


def _check_line(booking: Booking) -> None:
    if not booking.order_id or not booking.line_id:
        raise BadInput("a refund is for an order line", field="line_id")
    fen(booking.cap_fen, field="cap_fen")
