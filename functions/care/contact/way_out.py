"""By which way a message goes out now, and what that does to what is known of its member (P6). Pure."""

from collections.abc import Collection
from datetime import datetime

from care.contact.calls.rules import may_call
from care.contact.channels import ChannelKind
from care.contact.figures import call_limits, kf_limits, own_action
from care.contact.member_contact import MemberContact
from care.contact.model import Message
from care.contact.route import next_channel
from care.contact.rules import Verdict, counts
from care.contact.talks.window import may_say, said
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
    at_once = message.at_once(now, own_action(settings))
    talks = may_say(contact, now, kf_limits(settings)) and (not at_once or _there(contact, now - own_action(settings)))
    shut = {kind for kind, open_ in ((ChannelKind.CALL_TASK, called), (ChannelKind.WECOM_KF, talks)) if not open_}
    ways = set(reachable) - shut
    return next_channel(message, contact, ways, at_once=at_once, simple=simple)


def _there(contact: MemberContact, since: datetime) -> bool:
    """Whether the member wrote to 微信客服 a moment ago: else what they just did, they did elsewhere."""
    return contact.kf is not None and contact.kf.heard_at > since


def given_to(kind: ChannelKind, contact: MemberContact, message: Message, now: datetime) -> MemberContact:
    """After a claim: what counts under the caps, the grant or the place that it takes, the call that it asks for."""
    moved = contact.claimed(message, now, counts=counts(message) and not contact.counted(message))
    if kind is ChannelKind.WEAPP_SUBSCRIBE:
        return moved.granted(message.template, -1)
    if kind is ChannelKind.WECOM_KF:
        return said(moved)
    return moved.called(message, now) if kind is ChannelKind.CALL_TASK else moved
