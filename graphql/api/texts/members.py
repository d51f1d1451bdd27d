"""What people read when something about a member is refused."""

TEXTS: dict[str, tuple[str, str]] = {
    "TAG_NOT_HELD": ("该会员没有这个标签", "The member does not bear this tag."),
    "SERVICE_IS_NEEDED": (
        "与您的售后进度有关的通知不能关闭",
        "Messages about your own cases cannot be turned off.",
    ),
}
