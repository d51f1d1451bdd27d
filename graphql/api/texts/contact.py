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
    "TEMPLATE_UNKNOWN": ("没有这个通知模板：{template}", "There is no template {template}."),
}
