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
    "CARE_OUTCOME_REQUIRED": ("请填写关怀结果", "Say what came of the care."),
    "TICKET_NOT_OPEN": ("当前状态下不能这样操作", "The ticket's state does not allow this."),
    "ALREADY_ESCALATED": ("已经催办过了,正在优先处理", "It was escalated already and goes before others."),
    "CASE_CHANGED": ("工单刚刚有了变化,请刷新后再操作", "The case has moved on since you saw it; load it again."),
    "MERGE_NOT_ALLOWED": ("这两个工单不能这样合并({why})", "These cases cannot be merged like this ({why})."),
    "CASE_BUSY": (
        "工单正在付款或等待审批,有结果后再合并",
        "Money or an approval of the case is under way; merge it later.",
    ),
    "OWN_CASE": ("不能处理与自己有关的工单", "Nobody handles a case that is about themselves."),
    "SELF_APPROVAL": ("不能审批自己申请的方案", "Nobody approves what they asked for."),
    "APPROVAL_SUPERSEDED": ("这项审批已失效({state})", "This approval is not waited for any more ({state})."),
    "OFFER_STALE": (
        "这件商品的可退金额已有变化,无法按原方案批准;请申请人按现在的金额重新申请,这次审批会自动失效",
        "What is left of this line has changed; whoever asked must ask anew for it, and this approval ends by itself.",
    ),
    "ASKED_BEFORE": (
        "本轮已有经理拒绝过同等金额,请由该经理或更高级别的经理审批",
        "A manager has refused as much in this round: they may approve it, or one of a higher level.",
    ),
    "ASKED_TOO_OFTEN": ("本轮最多申请{high}次审批", "At most {high} approvals can be asked for in a round."),
    "BEYOND_AUTHORITY": ("超出您的审批权限({why})", "This is above your own limits ({why})."),
    "OVERRIDE_REASON_REQUIRED": (
        "规则不支持这个方案({why}),请填写破例原因",
        "The rule does not allow it ({why}): give a reason.",
    ),
    "UNKNOWN_MENTION": (
        "第{offset}个字符处提到的同事不在名册里",
        "Nobody of the staff bears the id mentioned at character {offset}.",
    ),
    "TOO_MANY_WATCHERS": ("这个工单最多有{high}人关注", "A case has at most {high} watchers."),
    "NOT_DONE": ("这一条还没来得及处理,请用同一个请求再试一次", "Not reached in time; send the same request again."),
    "MANAGER_REQUIRED": (
        "食品安全和时限内的质量问题只能由经理拒绝,请转给经理",
        "Food safety, and bad quality within its window, are refused by a manager only; ask one.",
    ),
    "MENU_STANDS": ("会员正在选择解决方案,不能拒绝", "The member has a menu to choose from; it stands."),
    "CASE_HELD": ("工单在等人工复核,请先复核", "A person must look at it first: lift the hold or confirm it."),
    "NOT_HELD": ("这个工单没有待复核的事项", "The case is not held, or not any more."),
    "WORDS_BANNED": (
        "第{offset}个字符处的“{text}”不能对会员说,请换一种说法",
        "'{text}' at character {offset} is not said to members; put it otherwise.",
    ),
    "APPEAL_INSTEAD": (
        "这个申请没有通过,您可以申诉,由另一位同事重新看",
        "It was refused: appeal, and another person looks at it.",
    ),
    "APPEAL_USED": ("这个申请已经申诉过一次", "The one appeal of this case has been made."),
    "APPEAL_TOO_LATE": ("已超过可以申诉的时间", "The time for an appeal has passed."),
    "NOT_REFUSED": ("这个申请没有被拒绝,不需要申诉", "There is no refusal to appeal against."),
    "APPEAL_OPEN": (
        "申诉中的工单请给出方案或再次拒绝,不能只用文字结束",
        "An appeal is granted with a remedy, or refused; words alone do not end it.",
    ),
    "SAME_PERSON": ("申诉要由另一位同事处理", "An appeal is handled by another person than refused it."),
    "GOODS_NOT_AWAITED": ("这笔申请现在没有等待寄回的商品", "No goods are awaited for this application now."),
    "OWN_FREIGHT": (
        "这次寄回的运费由您承担,送到自提点没有运费",
        "The member bears this freight; the pickup point costs none.",
    ),
    "FREIGHT_TOO_HIGH": ("寄回的运费最多可填{most}元,请核对后再填", "A parcel back may cost {most} yuan at most."),
    "SLIP_USED": ("这张退货码的商品已经点收过了", "The goods of this slip have been handed in."),
    "SLIP_VOID": (
        "客户已撤回退货,商品请客户自己留下",
        "The member has taken the return back and keeps the goods.",
    ),
    "UNKNOWN_SLIP": ("没有这张退货码,请核对后再试", "There is no such slip."),
    "REOPEN_TOO_LATE": ("已超过可以重新打开的时间,请联系客服", "The time for reopening has passed; contact us."),
}
