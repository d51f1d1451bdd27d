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
    "PAYOUT_NOT_FAILED": (
        "只有发放失败的补偿才能重新发放",
        "Only a payout that has failed can be tried again; this one is {state}.",
    ),
    "UNKNOWN_PAYOUT": ("没有这笔补偿的记录", "There is no such payout."),
}
