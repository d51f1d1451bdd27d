"""Every message of the logistics watch: what, under which key, until when (P4, P5)."""

from datetime import datetime, timedelta

from care.contact.model import Notice
from care.contact.questions import Option, Question
from care.kernel.clock import in_words, stamp
from care.logistics.model import Movement, Parcel, Stall, StallOption, StallState, Step
from care.logistics.rules import lines_of
from care.members.model import Purpose
from care.orders.model import Order
from care.orders.naming import name_goods

__all__ = ["NEWS", "STALL", "goods_in", "stall_answered", "stall_question", "step_notice"]

STALL = "stall"
"""The kind of its questions."""
NEWS = {
    Step.SHIPPED: "已经发出，在来的路上了",
    Step.IN_TRANSIT: "正在运输途中",
    Step.ARRIVED_CITY: "已经到了您所在的城市",
    Step.OUT_FOR_DELIVERY: "正在派送，请留意电话",
    Step.AT_PICKUP: "已经到自提点了，方便的时候来取就好",
    Step.SIGNED: "已经签收，有不满意的地方点开告诉我们就行",
    Step.PROBLEM: "在配送中遇到了状况，我们会一直跟到送达为止",
    Step.RETURNED: "正在退回，需要退款或补发点开告诉我们就行",
}
_NEWS_LASTS = timedelta(hours=24)
_QUESTION_LASTS = timedelta(days=3)
_OPTIONS = (
    Option(key=StallOption.CHASE, title="催促物流"),
    Option(key=StallOption.REFUND, title="申请退款"),
    Option(key=StallOption.WAIT, title="继续等待"),
)
"""As the text of `parcel_stalled` numbers them."""
_ANSWERS = {
    StallState.CHASED: "parcel_chased",
    StallState.WAITING: "parcel_awaited",
    StallState.REFUND: "parcel_refund_wanted",
}


def goods_in(order: Order, shipment_id: str) -> str:
    """The goods of a parcel as a message names them."""
    return name_goods([line.name for line in lines_of(order, shipment_id) if not line.cancelled])


def step_notice(parcel: Parcel, order: Order, movement: Movement) -> Notice:
    """P5: one for each step of a parcel."""
    return Notice(
        key=f"parcel:{parcel.key}:{movement.step}",
        member_id=order.member_id,
        template="parcel_step",
        params={"goods": goods_in(order, parcel.shipment_id), "news": NEWS[movement.step]},
        purpose=Purpose.SERVICE,
        useless_after=movement.at + _NEWS_LASTS,
        about=order.id,
    )


def stall_question(parcel: Parcel, order: Order, stall: Stall) -> Notice:
    """P4: one for each round of a stall."""
    return Notice(
        key=f"stall:{parcel.key}:{stamp(stall.since)}:{stall.round}",
        member_id=order.member_id,
        template="parcel_stalled",
        params={"goods": goods_in(order, parcel.shipment_id), "since": in_words(stall.since)},
        purpose=Purpose.SERVICE,
        about=order.id,
        question=Question(
            kind=STALL,
            subject=parcel.key,
            generation=int(stall.since.timestamp()),
            options=_OPTIONS,
            until=stall.asked_at + _QUESTION_LASTS,
        ),
    )


def stall_answered(parcel: Parcel, order: Order, stall: Stall, now: datetime) -> Notice:
    """P4: what follows from the member's own reply."""
    goods = goods_in(order, parcel.shipment_id)
    by = {"by": in_words(stall.look_at)} if stall.look_at else {}
    return Notice(
        key=f"stall_answered:{parcel.key}:{stamp(stall.since)}:{stall.round}",
        member_id=order.member_id,
        template=_ANSWERS[stall.state],
        params={"goods": goods, **by},
        purpose=Purpose.SERVICE,
        answers=now,
        about=order.id,
    )
