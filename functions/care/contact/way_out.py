"""By which way a message goes out now, and what that does to what is known of its member (P6). Pure."""

from collections.abc import Collection
from datetime import datetime

from care.contact.calls.rules import may_call
from care.contact.channels import ChannelKind
from care.contact.figures import call_limits, own_action
from care.contact.member_contact import MemberContact
from care.contact.model import Message
from care.contact.route import next_channel
from care.contact.rules import Verdict, counts
from care.contact.templates import Template
from care.kernel.settings import Settings

__all__ = ["given_to", "way_out"]


def way_out(  # noqa: PLR0913 - what it goes by
    message: Message,
    verdict: Verdict,
    contact: MemberContact,
    reachable: Collection[ChannelKind],
    template: Template,
    settings: Settings,
    now: datetime,
    *,
    simple: bool,
) -> ChannelKind:
    """`reachable`: configured, and the member's address there is known. `simple`: they are in simple mode."""
    called = may_call(message, verdict, contact, template.call, now, simple=simple, limits=call_limits(settings))
    ways = set(reachable) if called else set(reachable) - {ChannelKind.CALL_TASK}
    at_once = message.at_once(now, own_action(settings))
    return next_channel(message, contact, ways, at_once=at_once, simple=simple)


def given_to(kind: ChannelKind, contact: MemberContact, message: Message, now: datetime) -> MemberContact:
    """After a claim: what counts under the caps, the grant that it takes, the call that it asks for."""
    moved = contact.claimed(message, now, counts=counts(message) and not contact.counted(message))
    if kind is ChannelKind.WEAPP_SUBSCRIBE:
        return moved.granted(message.template, -1)
    return moved.called(message, now) if kind is ChannelKind.CALL_TASK else moved
