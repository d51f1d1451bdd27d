"""What people read when something about money is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "ALREADY_PAID": ("这次申请的补偿已经发放过了", "This has been paid already."),
    "LINE_CAP_EXCEEDED": (
        "超出这件商品还可以退的金额",
        "This is more than what can still be given back for this line.",
    ),
    "LINE_BENEFIT_CAP_EXCEEDED": (
        "超出这件商品可以发放的优惠券或积分上限",
        "This is more than the coupons or points that one line may bring.",
    ),
    "FREIGHT_CAP_EXCEEDED": (
        "超出这笔订单还可以退的运费",
        "This is more than what can still be given back of this order's freight.",
    ),
    "BUDGET_EXHAUSTED": (
        "这笔申请由专人为您处理",
        "A budget has no room for this: a person decides.",
    ),
    "SPENDING_CAP_REACHED": (
        "这笔申请由专人为您处理",
        "This is more than what may be promised without a second look: a person decides.",
    ),
    "PAYOUT_NOT_FAILED": (
        "只有发放失败或商城逾期未答复的补偿才能重新发放",
        "Only a payout that has failed, or that the mall has left without an answer, can be tried again; this one is "
        "{state}.",
    ),
    "PAYOUT_NOT_OPEN": (
        "只有发放失败、等待退货或商城逾期未答复的补偿才能取消",
        "Only a payout that has failed, waits for goods or has been left without an answer can be given up; this one "
        "is {state}.",
    ),
    "PAYOUT_UNANSWERED": (
        "商城还没有答复，款项可能已在途，请由经理决定重新请求或取消",
        "The mall has not answered and may have paid: a manager has it asked again, or gives it up.",
    ),
    "UNKNOWN_PAYOUT": ("没有这笔补偿的记录", "There is no such payout."),
}
