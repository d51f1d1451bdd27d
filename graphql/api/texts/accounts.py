"""What people read when something about money is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "ALREADY_PAID": ("这次申请的补偿已经发放过了", "This has been paid already."),
    "LINE_CAP_EXCEEDED": (
        "这件商品现在最多还可以退{left_yuan}元,请按这个金额重新选择",
        "Of this line {left_yuan} yuan can still be given back: choose again within that.",
    ),
    "LINE_BENEFIT_CAP_EXCEEDED": (
        "超出这件商品可以发放的优惠券或积分上限",
        "This is more than the coupons or points that one line may bring.",
    ),
    "FREIGHT_CAP_EXCEEDED": (
        "这笔订单现在最多还可以退{left_yuan}元运费,请按这个金额重新选择",
        "Of this order's freight {left_yuan} yuan can still be given back: choose again within that.",
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
        "Only a payout that failed, or that the mall has not answered for too long, can be tried again; it is {state}.",
    ),
    "PAYOUT_NOT_OPEN": (
        "只有发放失败、等待退货或商城逾期未答复的补偿才能取消",
        "Only a payout that failed, waits for goods or was not answered for too long can be given up; it is {state}.",
    ),
    "PAYOUT_UNANSWERED": (
        "商城还没有答复，款项可能已在途，请由经理决定重新请求或取消",
        "The mall has not answered and may have paid: a manager has it asked again, or gives it up.",
    ),
    "UNKNOWN_PAYOUT": ("没有这笔补偿的记录", "There is no such payout."),
}
