"""Which channel a message goes by (P6). Pure.

The member's own order comes first, of the channels that serve such a message; the inbox is the last of each route, so
that a member reads in the mini-program whatever no other channel delivered.
"""

from collections.abc import Collection

from care.contact.channels import ChannelKind
from care.contact.member_contact import MemberContact
from care.contact.model import Message, Priority
from care.members.model import PersonalData

__all__ = ["PREFERABLE", "addresses_of", "next_channel", "route_of"]

_WEAPP, _TEMPLATE, _SMS = ChannelKind.WEAPP_SUBSCRIBE, ChannelKind.WECOM_TEMPLATE, ChannelKind.SMS
_CALL, _KF = ChannelKind.CALL_TASK, ChannelKind.WECOM_KF
_SERVED = {
    Priority.ALARM: (_KF, _WEAPP, _SMS, _CALL),
    Priority.ANSWER: (_KF, _WEAPP, _SMS, _CALL),
    Priority.SERVICE: (_KF, _WEAPP, _SMS, _CALL),
    Priority.CARE: (_KF, _TEMPLATE, _WEAPP),
    Priority.SURVEY: (_WEAPP, _TEMPLATE),
    Priority.MARKETING: (_TEMPLATE,),
}
"""Providers refuse surveys by SMS, and marketing by subscription; the few places of a talk are for what it is about."""
_WHERE_THEY_ACT = (_KF, _WEAPP)
"""Who did something a moment ago is still there to read the answer."""
_SIMPLE_FIRST = (_CALL, _SMS)
"""In simple mode (A1)."""
PREFERABLE = frozenset({_KF, _WEAPP, _TEMPLATE, _SMS, _CALL})
"""What members may choose from; the inbox is always there."""


def route_of(
    message: Message,
    contact: MemberContact,
    reachable: Collection[ChannelKind],
    *,
    at_once: bool,
    simple: bool = False,
) -> tuple[ChannelKind, ...]:
    """All channels for a message, in order. `reachable`: configured, and the member's address there is known; of a
    call, that it may be made (calls/rules.py); of 微信客服, that a talk is open (talks/window.py).
    `at_once`: it answers what the member did a moment ago. `simple`: they are in simple mode.
    """
    ways = _ways(message, reachable, at_once=at_once, simple=simple)
    served = [each for each in ways if each in reachable and _granted(each, message, contact)]
    if contact.channels and message.priority is not Priority.ALARM:
        served = [each for each in contact.channels if each in served]
    return (*served, ChannelKind.INBOX)


def next_channel(
    message: Message,
    contact: MemberContact,
    reachable: Collection[ChannelKind],
    *,
    at_once: bool,
    simple: bool = False,
) -> ChannelKind:
    """The first that has not refused it. The inbox where all have: only then is it asked again."""
    route = route_of(message, contact, reachable, at_once=at_once, simple=simple)
    return next((each for each in route if each not in message.gone_by), ChannelKind.INBOX)


def addresses_of(known: PersonalData) -> dict[ChannelKind, str]:
    """Where a member can be reached besides the inbox."""
    stated = {
        _WEAPP: known.openid,
        _TEMPLATE: known.external_id,
        _KF: known.external_id,
        _SMS: known.phone,
        _CALL: known.phone,
    }
    return {kind: address for kind, address in stated.items() if address}


def _ways(
    message: Message, reachable: Collection[ChannelKind], *, at_once: bool, simple: bool
) -> tuple[ChannelKind, ...]:
    """Who is in simple mode may have come by a helping hand: what is worth a call is said by one even so."""
    called = simple and (_CALL in reachable or _CALL in message.gone_by)
    if at_once and message.priority is Priority.ANSWER and not called:
        return _WHERE_THEY_ACT
    ways = _SERVED[message.priority]
    first = [each for each in _SIMPLE_FIRST if simple and each in ways]
    return (*first, *(each for each in ways if each not in first))


def _granted(kind: ChannelKind, message: Message, contact: MemberContact) -> bool:
    """A notice of the mini-program needs a grant for its template."""
    return kind is not _WEAPP or contact.grants.get(message.template, 0) > 0
