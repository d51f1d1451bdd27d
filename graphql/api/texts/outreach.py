"""What people read when an answer is not taken."""

TEXTS: dict[str, tuple[str, str]] = {
    "SURVEY_ALREADY_ANSWERED": ("您已经评价过了,谢谢您", "You have answered this already; thank you."),
    "SURVEY_QUESTION_NOT_ASKED": ("这次评价没有问这一项", "This survey does not ask this."),
    "SURVEY_LINK_ALTERED": ("链接不完整,请从消息里重新点开", "This is no link of ours; open the message again."),
    "SURVEY_LINK_EXPIRED": ("这次评价已经结束,谢谢您的关注", "The time for this survey has passed."),
    "SURVEY_TOO_MANY_QUESTIONS": ("一份问卷最多{most}个问题", "At most {most} questions."),
    "SURVEY_SCORE_MISSING": (
        "第一个问题要请会员打分,并且只有它打分",
        "The first question, and no other, asks for a score.",
    ),
    "SURVEY_CHOICES_UNFIT": (
        "选择题要有2至5个不同的选项,其他题没有选项",
        "A CHOICE has 2 to 5 answers, each once; other questions have none.",
    ),
    "SURVEY_DEFAULT_MISSING": (
        "要有一份不限类目的默认问卷",
        "One template has no category: it is for all other goods.",
    ),
    "SURVEY_TEMPLATES_UNSOUND": ("问卷有需要修改的地方", "The templates are not fit to be published."),
    "SURVEY_CLOSED": ("这次评价已经结束,谢谢您的关注", "The time for this survey has passed."),
    "SURVEY_NOT_OPEN": ("这次评价还没有开放", "This survey is not open."),
    "CLOSURE_ALREADY_ANSWERED": ("您已经回复过了,谢谢您", "This check has been answered already; thank you."),
    "CLOSURE_OUTDATED": (
        "这个售后已经重新打开,正在为您处理",
        "The case has been reopened since and is being worked on.",
    ),
}
