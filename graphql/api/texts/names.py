"""What the codes inside a sentence are called: code → (Chinese, English)."""

from typing import Final

__all__ = ["NAMES"]

NAMES: Final[dict[str, tuple[str, str]]] = {
    # what the rule, a limit or a budget holds against a remedy (G4, G5)
    "MENU": ("不在可选方案之内", "it is not on the menu"),
    "LESS": ("低于规则给会员的补偿", "it is less than the rule gives"),
    "WINDOW": ("已过申请期限", "its window is over"),
    "EVIDENCE": ("缺少要求的照片", "the photo that the rule asks for is missing"),
    "GOODS": ("商品已补发过", "goods were sent again already"),
    "CASE_LIMIT": ("超出单个工单的额度", "above what one case may be given"),
    "AGENT_DAY_CAP": ("超出本人当日额度", "above what you may give in a day"),
    "AGENT_MEMBER_CAP": ("超出本人对该会员的当月额度", "above what you may give to one member in a month"),
    "MEMBER_CAP": ("超出该会员当月的补偿上限", "above the member's cap of the month"),
    "ORDER_CAP": ("超出该订单的补偿上限", "above the order's cap"),
    "BUDGET_EXHAUSTED:SKU": ("该商品的补偿预算已用完", "the product's budget has no room"),
    "BUDGET_EXHAUSTED:BATCH": ("该批次的补偿预算已用完", "the batch's budget has no room"),
    "BUDGET_EXHAUSTED:COMMUNITY": ("该社群的补偿预算已用完", "the community's budget has no room"),
    "BUDGET_EXHAUSTED:DAY": ("今日的补偿预算已用完", "the day's budget has no room"),
    "HOLD_REVIEW_LEVEL": ("复核需要更高级别的客服或经理", "a review needs a higher level, or a manager"),
    # what stands against merging two cases (G6)
    "SELF": ("不能合并到自己", "it cannot be merged into itself"),
    "OTHER_MEMBER": ("不是同一位会员的工单", "they belong to different members"),
    "CHILD_HAS_CHILDREN": ("它下面已合并了别的工单", "others were merged into it"),
    "PARENT_HAS_PARENT": ("目标工单已合并到别的工单", "the other one was merged into a third"),
    "ALREADY_MERGED": ("它已经合并过了", "it was merged already"),
    "NOT_MERGED": ("它没有合并到别的工单", "it was not merged"),
    "CHILD_ENDED": ("它已经结束", "it has ended"),
    "PARENT_ENDED": ("目标工单已经结束", "the other one has ended"),
    "PARENT_IS_NO_CLAIM": ("申请只能合并到申请", "a claim is merged into a claim only"),
    "TOO_MANY": ("目标工单下合并的工单已满", "as many were merged into the other one as can be"),
    # what became of an approval or a payout
    "ASKED": ("等待审批", "waited for"),
    "APPROVED": ("已批准", "approved"),
    "REFUSED": ("已拒绝", "refused"),
    "EXPIRED": ("已过期", "expired"),
    "SUPERSEDED": ("已被新的处理取代", "superseded"),
    "WAITING": ("等待退货", "waiting for the goods"),
    "PENDING": ("发放中", "pending"),
    "PAID": ("已发放", "paid"),
    "FAILED": ("发放失败", "failed"),
    "CANCELLED": ("已取消", "cancelled"),
    "REVERSED": ("已被商城收回", "taken back by the mall"),
    # of a discrepancy
    "OPEN": ("待处理", "open"),
    "EXPLAINED": ("已说明", "explained"),
    "CORRECTED": ("已更正", "corrected"),
}
