"""What the queue calls a case that the system opened for a person: in words that say what happened and what to do."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from care.accounts.model import PayoutKind
from care.accounts.spending import Scope

__all__ = ["PAID_THINGS", "TITLES", "Task", "budget_title", "payout_title", "task_title"]

_MOST = 200
"""Characters."""


class Task(StrEnum):
    """By the fact or the entry that a person has to look into."""

    MISMATCHED = "payout.mismatched"
    DOUBLED = "payout.doubled"
    REVERSED = "payout.reversed"
    REVIVED = "payout.revived"
    FAILED = "PAYOUT_FAILED"
    UNANSWERED = "PAYOUT_UNANSWERED"
    OVERPAID = "line.overpaid"
    BREAKER_OPENED = "breaker.opened"
    RETURN_LATE = "return.late"
    REFUND_WANTED = "shipment.refund_wanted"
    SUPPLY_REFUND = "supply.refund_wanted"
    UNCLEAR_REPLY = "contact.unclear"
    CALL = "call.wanted"
    SPOKEN = "spoken"
    SETTLEMENT_MISSING = "SETTLEMENT_MISSING"
    SETTLEMENT_EXTRA = "SETTLEMENT_EXTRA"
    SETTLEMENT_DIFFERENT = "SETTLEMENT_DIFFERENT"


TITLES: Final[Mapping[Task, str]] = {
    Task.MISMATCHED: "商城实付与应付不一致，请核对",
    Task.DOUBLED: "同一笔补偿商城付了两次，请与商城核对",
    Task.REVERSED: "商城收回了已付的补偿，请核实并补上",
    Task.REVIVED: "已取消的补偿商城还是付了，请核对后来的方案",
    Task.FAILED: "{about}没有发放成功，请重试或取消",
    Task.UNANSWERED: "{about}发放后商城没有回音，请与商城核实",
    Task.OVERPAID: "退款合计超过实付，请与商城核对",
    Task.BREAKER_OPENED: "{about}的赔付预算已用完，申请正转人工处理，请看是否调整",
    Task.RETURN_LATE: "退货在凭证失效后送到，请决定怎么处理",
    Task.REFUND_WANTED: "包裹{about}停在路上，会员不想再等，请核实后为会员退款",
    Task.SUPPLY_REFUND: "商品{about}缺货，会员不想再等，请核实后为会员退款",
    Task.UNCLEAR_REPLY: "会员回复了消息，系统读不懂，请看原话并回应",
    Task.SPOKEN: "会员口述了售后问题（{about}），请听原话并回电",
    Task.CALL: "请给会员打电话（{about}）",
    Task.SETTLEMENT_MISSING: "对账：商城账单里没有这一笔（{about}）",
    Task.SETTLEMENT_EXTRA: "对账：我们账上没有这一笔（{about}）",
    Task.SETTLEMENT_DIFFERENT: "对账：这一笔两边说法不同（{about}）",
}
PAID_THINGS: Final[Mapping[PayoutKind, str]] = {
    PayoutKind.REFUND: "退款",
    PayoutKind.FREIGHT: "运费",
    PayoutKind.RETURN_FREIGHT: "寄回的运费",
    PayoutKind.COUPON: "优惠券",
    PayoutKind.POINTS: "积分",
    PayoutKind.REISSUE: "补发",
    PayoutKind.EXCHANGE: "换货",
    PayoutKind.GIFT: "赠品",
    PayoutKind.CARD: "周卡",
    PayoutKind.PLACE: "活动名额",
}
_SCOPES: Final[Mapping[Scope, str]] = {
    Scope.SKU: "商品{value}当天",
    Scope.BATCH: "批次{value}",
    Scope.COMMUNITY: "小区{value}当天",
    Scope.DAY: "全部商品当天",
}


def task_title(code: str, about: str = "") -> str:
    """`code` is a Task, or ValueError; `about` what its words name."""
    return TITLES[Task(code)].format(about=about)[:_MOST]


def payout_title(code: str, kind: PayoutKind) -> str:
    return task_title(code, PAID_THINGS[kind])


def budget_title(scope: str, value: str) -> str:
    """Of a budget that cases can exhaust."""
    return task_title(Task.BREAKER_OPENED, _SCOPES[Scope(scope)].format(value=value))
