"""What a group, and its leader, read of what comes (P5). Nothing of a single member. Pure."""

from datetime import date

from care.contact.groups.rules import parted
from care.contact.model import Notice
from care.logistics.arrivals.model import Arrival, PlannedGoods
from care.logistics.arrivals.rules import over_at
from care.members.model import Purpose
from care.orders.naming import name_goods

__all__ = ["ARRIVAL", "day_words", "group_texts", "to_leader"]

ARRIVAL = "arrival"
"""The kind of its posts."""
_WEEKDAYS = "一二三四五六日"
_FOOT = "到货后我们会再通知，生鲜请当天取走；有问题请在小程序点“申请售后”。"
_NOTHING = "当天没有到货，已下单的商品我们会另行通知到货时间。"


def day_words(day: date) -> str:
    """`3月4日（周三）`: a day by its date, since nobody knows when a post is read."""
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def group_texts(plan: Arrival) -> list[str]:
    """The posts, in order: as they were told, or would be now; what is told anew is told as changed."""
    before = plan.times - 1 if plan.told == plan.goods else plan.times
    head = f"【{'到货更新' if before > 0 else '到货预告'}】{day_words(plan.day)}"
    if not plan.goods:
        return [f"{head}\n{_NOTHING}"]
    pieces = sum(each.pieces for each in plan.goods)
    return parted(head, [_row(each) for each in plan.goods], f"共{len(plan.goods)}种{pieces}件。{_FOOT}")


def to_leader(plan: Arrival, member_id: str) -> Notice:
    """Where the group cannot be posted to: its leader passes it on. One for each telling."""
    return Notice(
        key=f"arrival_leader:{plan.id}:{plan.times}",
        member_id=member_id,
        template="arrival_leader" if plan.told else "arrival_leader_none",
        params={"day": day_words(plan.day)} | (_params(plan.told) if plan.told else {}),
        purpose=Purpose.SERVICE,
        useless_after=over_at(plan.day),
        about=plan.id,
    )


def _params(goods: tuple[PlannedGoods, ...]) -> dict[str, str]:
    return {"goods": name_goods([each.name for each in goods]), "pieces": str(sum(each.pieces for each in goods))}


def _row(goods: PlannedGoods) -> str:
    return f"· {goods.name} {goods.pieces}件（{goods.members}位）"
