"""What people read when something about a ticket is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "NOT_SIGNED": ("商品还没有签收,签收后就可以申请售后", "The goods are not signed for yet; apply once they are."),
    "LINE_CANCELLED": ("这件商品已取消,货款由商城原路退回", "The line was cancelled; the mall gives the money back."),
    "WINDOW_CLOSED": (
        "这个原因的售后时限已过,可以换一个原因或联系客服",
        "The time for this reason has passed; try another, or contact us.",
    ),
    "ALREADY_APPLIED": (
        "这件商品已经申请过售后,请在原来的申请里继续",
        "This line has been applied for; go on in that ticket.",
    ),
    "NOTHING_LEFT": ("这件商品的货款已全部退回", "All that was paid for this line has been given back."),
    "UNKNOWN_REASON": ("没有这个售后原因,请重新选择", "There is no such reason; choose again."),
    "OFFER_ALTERED": ("方案无效,请刷新后重新选择", "This is not an offer of ours; load the menu again."),
    "OFFER_EXPIRED": ("该方案已过期,请刷新后重新选择", "The offer has expired; load the menu again."),
    "OFFER_MISMATCH": ("该方案不属于这次申请,请重新选择", "The offer was made for something else; choose again."),
    "ALREADY_DECIDED": ("解决方案已经确定,不能再更改", "The remedy has been chosen already."),
    "TICKET_NOT_OPEN": ("当前状态下不能这样操作", "The ticket's state does not allow this."),
    "CASE_CHANGED": ("工单刚刚有了变化,请刷新后再操作", "The case has moved on since you saw it; load it again."),
    "MERGE_NOT_ALLOWED": ("这两个工单不能这样合并({why})", "These cases cannot be merged like this ({why})."),
    "CASE_BUSY": ("工单正在付款,等付款有结果后再合并", "Money of the case is on its way; merge it later."),
    "OWN_CASE": ("不能把工单交给当事人自己", "A case does not go to somebody whom it is about."),
    "UNKNOWN_MENTION": (
        "第{offset}个字符处提到的同事不在名册里",
        "Nobody of the staff bears the id mentioned at character {offset}.",
    ),
    "TOO_MANY_WATCHERS": ("这个工单最多有{high}人关注", "A case has at most {high} watchers."),
    "NOT_DONE": ("这一条还没来得及处理,请用同一个请求再试一次", "Not reached in time; send the same request again."),
    "REOPEN_TOO_LATE": ("已超过可以重新打开的时间,请联系客服", "The time for reopening has passed; contact us."),
}
