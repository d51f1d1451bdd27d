"""What contact knows of one member: what counts under the caps, open red alerts, wishes, grants (P6).

One item a member, written under its version in the transaction of each claim: of two messages that are decided at the
same moment one sees the other, so that a cap holds in any window.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from care.contact.channels import ChannelKind
from care.contact.model import Message, Priority
from care.contact.quiet import QuietHours
from care.members.model import Purpose

__all__ = ["MOST_SENT", "MOST_WAITING", "HalfTold", "KfWindow", "MemberContact", "Sent", "Teller", "Waiting"]

MOST_WAITING = 20
"""Messages that are remembered as waiting for a place; more give way to nobody."""
MOST_SENT = 500
"""More than any setting of the caps lets through within the time that is remembered."""
_REMEMBERED = {Purpose.MARKETING: timedelta(days=91)}
_OTHERS = timedelta(days=8)
"""Longer than the widest windows that may be set: a window that is widened is kept at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that counts under the caps, from its first claim on, whatever its channel answered."""

    message_id: str
    at: datetime
    purpose: Purpose
    campaign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message that waits for a place, and is looked at again at `due`."""

    message_id: str
    priority: Priority
    due: datetime


class Teller(StrEnum):
    """Who tells of an accepted prompt."""

    CLIENT = "CLIENT"
    WECHAT = "WECHAT"


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfTold:
    """An accepted prompt that was counted, and of which the other teller may yet speak."""

    template: str
    by: Teller
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KfWindow:
    """What 微信客服 lets us say: so many messages within so long after the member's last (talks/window.py)."""

    heard_at: datetime
    """When they last wrote there."""
    sent: int = 0
    """Messages of ours since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberContact:
    """`alerts`: ids of the tickets that are open red alerts. `grants`: by template, how often the mini-program may
    still notify.
    """

    member_id: str
    sent: tuple[Sent, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    alerts: tuple[str, ...] = ()
    grants: dict[str, int] = field(default_factory=dict)
    half_told: tuple[HalfTold, ...] = ()
    kf: KfWindow | None = None
    quiet: QuietHours | None = None
    """The member's own, besides the house's."""
    channels: tuple[ChannelKind, ...] = ()
    """The only ones that the member wants besides the inbox, the dearest first; none: as the house sends."""
    called_at: datetime | None = None
    """When a call to them was last asked for."""
    alerted_at: datetime | None = None
    """When the last one that belonged to a red alert was."""
    version: int = 0

    def claimed(self, message: Message, now: datetime, *, counts: bool) -> "MemberContact":
        """A message goes out: it waits no more, and where it `counts` it is remembered."""
        freed = self.dropped(message)
        if not counts:
            return freed
        row = Sent(message_id=message.id, at=now, purpose=message.purpose, campaign=message.campaign)
        kept = [each for each in self.sent if each.at > now - _REMEMBERED.get(each.purpose, _OTHERS)]
        return replace(freed, sent=(*kept, row)[-MOST_SENT:])

    def put_off(self, message: Message, until: datetime) -> "MemberContact":
        """A message waits for a place until then."""
        others = self.dropped(message).waiting
        row = Waiting(message_id=message.id, priority=message.priority, due=until)
        return replace(self, waiting=(*others, row)[-MOST_WAITING:])

    def dropped(self, message: Message) -> "MemberContact":
        """A message that is not sent waits for nothing."""
        return replace(self, waiting=tuple(each for each in self.waiting if each.message_id != message.id))

    def counted(self, message: Message) -> bool:
        return any(each.message_id == message.id for each in self.sent)

    def alerted(self, ticket_id: str, *, open_: bool) -> "MemberContact":
        """The red alert is open, or is not."""
        others = tuple(each for each in self.alerts if each != ticket_id)
        return replace(self, alerts=(*others, ticket_id) if open_ else others)

    def called(self, message: Message, now: datetime) -> "MemberContact":
        """A call with the message is asked for."""
        alert = message.priority is Priority.ALARM
        return replace(self, called_at=now, alerted_at=now if alert else self.alerted_at)

    def granted(self, template: str, by: int) -> "MemberContact":
        """So many more grants of a template, or fewer; never below none."""
        return replace(self, grants=self.grants | {template: max(0, self.grants.get(template, 0) + by)})
