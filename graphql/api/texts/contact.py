"""What people read when a wish about messages is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "QUIET_TOO_LONG": (
        "请至少留出每天{hours}个小时，好让您的售后进度能及时送到",
        "Leave at least {hours} hours a day in which news of your cases can reach you.",
    ),
    "CHANNEL_NOT_OFFERED": ("这个通知方式不能选择", "This channel cannot be chosen."),
    "TEMPLATE_UNKNOWN": ("没有这个通知模板：{template}", "There is no template {template}."),
}
