"""Which channel a message goes by (P6). Pure.

The member's own order comes first, of the channels that serve such a message; the inbox is the last of each route, so
that a member reads in the mini-program whatever no other channel delivered.
"""

from collections.abc import Collection

from care.contact.channels import ChannelKind
from care.contact.member_contact import MemberContact
from care.contact.model import Message, Priority

__all__ = ["PREFERABLE", "next_channel", "route_of"]

_WEAPP, _TEMPLATE, _SMS = ChannelKind.WEAPP_SUBSCRIBE, ChannelKind.WECOM_TEMPLATE, ChannelKind.SMS
_SERVED = {
    Priority.ALARM: (_WEAPP, _SMS),
    Priority.ANSWER: (_WEAPP,),
    Priority.SERVICE: (_WEAPP, _SMS),
    Priority.CARE: (_TEMPLATE, _WEAPP),
    Priority.SURVEY: (_WEAPP, _TEMPLATE),
    Priority.MARKETING: (_TEMPLATE,),
}
"""An answer finds the member where they act. Providers refuse surveys by SMS, and marketing by subscription."""
PREFERABLE = frozenset({_WEAPP, _TEMPLATE, _SMS})
"""What members may choose from; the inbox is always there."""


def route_of(message: Message, contact: MemberContact, reachable: Collection[ChannelKind]) -> tuple[ChannelKind, ...]:
    """All channels for a message, in order. `reachable`: configured, and the member's address there is known."""
    served = [each for each in _SERVED[message.priority] if each in reachable and _granted(each, message, contact)]
    if contact.channels and message.priority is not Priority.ALARM:
        served = [each for each in contact.channels if each in served]
    return (*served, ChannelKind.INBOX)


def next_channel(message: Message, contact: MemberContact, reachable: Collection[ChannelKind]) -> ChannelKind:
    """The first that has not refused it. The inbox where all have: only then is it asked again."""
    left = (each for each in route_of(message, contact, reachable) if each not in message.gone_by)
    return next(left, ChannelKind.INBOX)


def _granted(kind: ChannelKind, message: Message, contact: MemberContact) -> bool:
    """A notice of the mini-program needs a grant for its template."""
    return kind is not _WEAPP or contact.grants.get(message.template, 0) > 0
