"""What people read when an answer is not taken."""

TEXTS: dict[str, tuple[str, str]] = {
    "SURVEY_ALREADY_ANSWERED": ("您已经评价过了,谢谢您", "You have answered this survey already; thank you."),
    "SURVEY_CLOSED": ("这次评价已经结束,谢谢您的关注", "The time for this survey has passed."),
    "SURVEY_NOT_OPEN": ("这次评价还没有开放", "This survey is not open."),
    "CLOSURE_ALREADY_ANSWERED": ("您已经回复过了,谢谢您", "This check has been answered already; thank you."),
    "CLOSURE_OUTDATED": (
        "这个售后已经重新打开,正在为您处理",
        "The case has been reopened since and is being worked on.",
    ),
}
