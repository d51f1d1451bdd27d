"""Every message about goods that are kept: to the member, and to the leader where we know them as a member (P5)."""

from datetime import datetime

from care.contact.model import Notice
from care.kernel.clock import in_words
from care.logistics.holding.model import Hold
from care.logistics.holding.rules import to_collect
from care.members.model import Purpose
from care.orders.model import Order
from care.orders.naming import name_goods

__all__ = ["hold_over", "hold_soon_over", "leader_hold", "leader_hold_over", "parcel_held"]


def parcel_held(hold: Hold, order: Order) -> Notice:
    """Answers the member's own act; says that the guarantee's windows go on as they are counted (G1)."""
    return _notice("parcel_held", hold.member_id, hold, order, answers=hold.asked_at)


def hold_soon_over(hold: Hold, order: Order) -> Notice:
    return _notice("hold_soon_over", hold.member_id, hold, order, useless_after=hold.until)


def hold_over(hold: Hold, order: Order) -> Notice:
    return _notice("hold_over", hold.member_id, hold, order)


def leader_hold(hold: Hold, order: Order, leader: str) -> Notice:
    return _notice("leader_hold", leader, hold, order, useless_after=hold.until, order_id=order.id)


def leader_hold_over(hold: Hold, order: Order, leader: str) -> Notice:
    return _notice("leader_hold_over", leader, hold, order, order_id=order.id)


def _notice(
    template: str,
    to: str,
    hold: Hold,
    order: Order,
    *,
    answers: datetime | None = None,
    useless_after: datetime | None = None,
    order_id: str | None = None,
) -> Notice:
    goods = name_goods([line.name for line in to_collect(order)])
    params = {"goods": goods, "until": in_words(hold.until)}
    return Notice(
        key=f"{template}:{hold.order_id}:{hold.version}",
        member_id=to,
        template=template,
        params=params | ({"order": order_id} if order_id else {}),
        purpose=Purpose.SERVICE,
        answers=answers,
        useless_after=useless_after,
        about=order.id,
    )
