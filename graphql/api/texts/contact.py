"""What people read when a wish about messages is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "QUIET_TOO_LONG": (
        "请至少留出每天{hours}个小时，好让您的售后进度能及时送到",
        "Leave at least {hours} hours a day in which news of your cases can reach you.",
    ),
    "CHANNEL_NOT_OFFERED": ("这个通知方式不能选择", "This channel cannot be chosen."),
    "QUESTION_CLOSED": (
        "这个问题已经回答过，或者过了回复时间；还有需要直接给我们留言就行",
        "This question has been answered, or its time is over. Write to us if anything is still open.",
    ),
    "OPTION_NOT_OFFERED": ("这条消息里没有这个选项", "The message does not offer this option."),
    "CALL_ENDED": ("这通电话已经打过,或者过了该打的时间", "This call was made already, or its time is over."),
    "CALL_NOT_STARTED": ("请先点“开始拨打”,再填写结果", "Start the call first, then say what came of it."),
    "CALL_ELSEWHERE": (
        "这通电话在另一位同事手里,先接手工单再拨打",
        "A colleague has this call; take the task over first.",
    ),
    "CALL_NOT_NOW": ("现在不能打给这位会员,{until}以后再看", "The member is not called now; look again after {until}."),
    "CALL_OVERTAKEN": ("这件事会员已经知道或不再需要,不用打了", "There is nothing left to say: no call is needed."),
    "TEMPLATE_UNKNOWN": ("没有这个通知模板：{template}", "There is no template {template}."),
}
