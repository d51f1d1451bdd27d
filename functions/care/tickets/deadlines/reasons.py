"""What the member reads of why an application was refused (G6): plain, and never an accusation."""

from collections.abc import Mapping

from care.tickets.deadlines.model import RefusalReason

__all__ = ["REFUSAL_TEXTS"]

REFUSAL_TEXTS: Mapping[RefusalReason, str] = {
    RefusalReason.OUTSIDE_WINDOW: "申请时已经过了这类问题的售后时限",
    RefusalReason.NOT_COVERED: "这种情况不在商品页写明的售后保障里",
    RefusalReason.AS_DESCRIBED: "商品的情况和商品页写明的一致",
    RefusalReason.FAULT_NOT_SEEN: "从现有的照片和描述里，我们没能确认这个问题",
    RefusalReason.PHOTO_MISSING: "我们还没有收到确认问题需要的照片",
    RefusalReason.MADE_GOOD_BEFORE: "这个问题之前已经为您处理并补偿过",
}
