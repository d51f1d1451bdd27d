"""What contact refuses. Texts: graphql/api/texts/contact.py."""

from care.kernel.errors import Refused

__all__ = ["ChannelNotOffered", "QuietTooLong", "TemplateUnknown"]


class QuietTooLong(Refused):
    """Too few hours would be left in which the member can be written to; `hours`: the least."""

    code = "QUIET_TOO_LONG"


class ChannelNotOffered(Refused):
    """Members cannot choose this channel."""

    code = "CHANNEL_NOT_OFFERED"


class TemplateUnknown(Refused):
    """No message has this template."""

    code = "TEMPLATE_UNKNOWN"
