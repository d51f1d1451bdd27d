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
        "只有发放失败的补偿才能重新发放",
        "Only a payout that has failed can be tried again; this one is {state}.",
    ),
    "PAYOUT_NOT_OPEN": (
        "只有发放失败或等待退货的补偿才能取消",
        "Only a payout that has failed or waits for goods can be given up; this one is {state}.",
    ),
    "UNKNOWN_PAYOUT": ("没有这笔补偿的记录", "There is no such payout."),
}
