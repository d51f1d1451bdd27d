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
    Priority.ANSWER: (_WEAPP, _SMS),
    Priority.SERVICE: (_WEAPP, _SMS),
    Priority.CARE: (_TEMPLATE, _WEAPP),
    Priority.SURVEY: (_WEAPP, _TEMPLATE),
    Priority.MARKETING: (_TEMPLATE,),
}
"""Providers refuse surveys by SMS, and marketing by subscription."""
_WHERE_THEY_ACT = (_WEAPP,)
"""Who did something a moment ago is still there to read the answer."""
PREFERABLE = frozenset({_WEAPP, _TEMPLATE, _SMS})
"""What members may choose from; the inbox is always there."""


def route_of(
    message: Message, contact: MemberContact, reachable: Collection[ChannelKind], *, at_once: bool
) -> tuple[ChannelKind, ...]:
    """All channels for a message, in order. `reachable`: configured, and the member's address there is known.
    `at_once`: it answers what the member did a moment ago.
    """
    ways = _WHERE_THEY_ACT if at_once and message.priority is Priority.ANSWER else _SERVED[message.priority]
    served = [each for each in ways if each in reachable and _granted(each, message, contact)]
    if contact.channels and message.priority is not Priority.ALARM:
        served = [each for each in contact.channels if each in served]
    return (*served, ChannelKind.INBOX)


def next_channel(
    message: Message, contact: MemberContact, reachable: Collection[ChannelKind], *, at_once: bool
) -> ChannelKind:
    """The first that has not refused it. The inbox where all have: only then is it asked again."""
    left = (each for each in route_of(message, contact, reachable, at_once=at_once) if each not in message.gone_by)
    return next(left, ChannelKind.INBOX)


def _granted(kind: ChannelKind, message: Message, contact: MemberContact) -> bool:
    """A notice of the mini-program needs a grant for its template."""
    return kind is not _WEAPP or contact.grants.get(message.template, 0) > 0
