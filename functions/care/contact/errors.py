"""What contact refuses. Texts: graphql/api/texts/contact.py."""

from care.kernel.errors import Refused

__all__ = ["ChannelNotOffered", "OptionNotOffered", "QuestionClosed", "QuietTooLong", "TemplateUnknown"]


class QuietTooLong(Refused):
    """Too few hours would be left in which the member can be written to; `hours`: the least."""

    code = "QUIET_TOO_LONG"


class ChannelNotOffered(Refused):
    """Members cannot choose this channel."""

    code = "CHANNEL_NOT_OFFERED"


class TemplateUnknown(Refused):
    """No message has this template."""

    code = "TEMPLATE_UNKNOWN"


class QuestionClosed(Refused):
    """The question was answered already, or its time is over."""

    code = "QUESTION_CLOSED"


class OptionNotOffered(Refused):
    """The message does not offer this option."""

    code = "OPTION_NOT_OFFERED"
