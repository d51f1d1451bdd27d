"""G10: goods that were posted have come: what the parcel cost is paid, in the transaction that takes them.

It is what the slip had promised, so it counts for the member's month and for what the order brings in, and neither of
them holds it; its own bound is the figure `returns.freight_fen`. What is handed in at the pickup point cost nothing.
"""

from care.accounts.model import Booking, Component, PayoutKind
from care.accounts.spending import Limits, Spend
from care.kernel.clock import SHANGHAI
from care.kernel.work import Batch
from care.policy.model import Bearer
from care.tickets.authority.limits import LEADER
from care.tickets.desk import Desk
from care.tickets.returns.model import Receipt, Slip

__all__ = ["pay_freight"]

_COUNTED = Limits(member_month_fen=None, order_percent=None, budgets=False)


def pay_freight(desk: Desk, batch: Batch, slip: Slip, receipt: Receipt) -> int:
    """The fen that are paid; 0: nothing was stated, the member bears it, or nothing was posted."""
    if not slip.freight_fen or slip.bearer is Bearer.MEMBER or receipt.by.role == LEADER:
        return 0
    spend = Spend(
        fen=slip.freight_fen,
        day=desk.clock.now().astimezone(SHANGHAI).date(),
        member_id=slip.member_id,
        order_id=slip.order_id,
        order_paid_fen=0,
        sku=slip.sku,
        limits=_COUNTED,
    )
    freight = Component(kind=PayoutKind.RETURN_FREIGHT, amount_fen=slip.freight_fen, label="寄回的运费")
    booking = Booking(
        source=slip.freight_source,
        member_id=slip.member_id,
        order_id=slip.order_id,
        line_id=slip.line_id,
        components=(freight,),
        spend=spend,
    )
    desk.accounts.book(batch, booking)
    return slip.freight_fen
