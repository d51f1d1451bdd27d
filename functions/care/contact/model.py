"""What contact knows: a notice asks for a message, a message bears the decision, its text expires."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from care.contact.channels import ChannelKind
from care.contact.questions import Question
from care.kernel.ids import derived_id
from care.members.model import Purpose
from care.policy.model import Segment

__all__ = [
    "MOST_TRAIL",
    "Decision",
    "Message",
    "MessageState",
    "MessageText",
    "Notice",
    "Priority",
    "QuietPass",
    "Reason",
    "message_id",
    "priority_of",
]

MOST_TRAIL = 12
"""Decisions that a message remembers: its first, and the last of the others."""


class MessageState(StrEnum):
    """PLANNED → CLAIMED → SENT | FAILED | UNKNOWN, or PLANNED → SUPPRESSED | EXPIRED.

    CLAIMED → PLANNED: the next try, through another channel, or of an alarm. UNKNOWN: the channel was called, or was
    about to be, and its answer is not known; it is not called again.
    """

    PLANNED = "PLANNED"
    CLAIMED = "CLAIMED"
    SENT = "SENT"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"
    SUPPRESSED = "SUPPRESSED"
    EXPIRED = "EXPIRED"


class Reason(StrEnum):
    """Why a message is where it is."""

    OPTED_OUT = "OPTED_OUT"
    """The member wants no messages of this purpose."""
    TOO_LATE = "TOO_LATE"
    """Its time of use was over when it was due."""
    QUIET_UNTIL_TOO_LATE = "QUIET_UNTIL_TOO_LATE"
    """Its time of use ends before the quiet hours do."""
    QUIET_HOURS = "QUIET_HOURS"
    """It waits for the end of the quiet hours, the house's or the member's own."""
    QUIET_PASSED = "QUIET_PASSED"
    """Quiet hours did not hold it up; `detail` names the exception."""
    HELD_OUT = "HELD_OUT"
    """The member belongs to those whom the campaign leaves alone, so that its effect can be measured."""
    OPEN_ALERT = "OPEN_ALERT"
    """The member has an open red alert that it does not belong to: a service message waits, any other is not sent."""
    COOLDOWN = "COOLDOWN"
    """Another campaign wrote to the member too short a time ago."""
    FREQUENT = "FREQUENT"
    """The member was written to as often as may be in the window; it waits until a place is free."""
    GIVES_WAY = "GIVES_WAY"
    """A message of higher priority waits for the same place."""
    PLACE_TOO_LATE = "PLACE_TOO_LATE"
    """Its time of use ends before it may be sent."""
    CHANNEL_REFUSED = "CHANNEL_REFUSED"
    """The channel answered that it does not deliver it; `detail` bears the channel's code."""
    SEND_BROKE = "SEND_BROKE"
    """The call to the channel broke off; `detail` names the exception."""
    NO_OUTCOME = "NO_OUTCOME"
    """It was claimed, and nothing was heard of its sending."""
    WITHDRAWN = "WITHDRAWN"
    """What it tells no longer holds: whoever wanted it has taken it back."""
    BOUNCED = "BOUNCED"
    """The provider took it, and said later that it did not arrive; `detail` bears its code."""


class QuietPass(StrEnum):
    """The exceptions by which something goes out in quiet hours; there are no others."""

    OWN_ACTION = "OWN_ACTION"
    """It answers what the member did a moment ago."""
    RED_ALERT = "RED_ALERT"
    """It belongs to an open red alert of the member."""
    BOOKED_SLOT = "BOOKED_SLOT"
    """It tells of the slot that the member booked."""


class Priority(StrEnum):
    """What goes before what, the first before all."""

    ALARM = "ALARM"
    """Belongs to a red alert: rather twice than never."""
    ANSWER = "ANSWER"
    """Answers the member's own act."""
    SERVICE = "SERVICE"
    CARE = "CARE"
    SURVEY = "SURVEY"
    MARKETING = "MARKETING"

    def before(self, other: "Priority") -> bool:
        order = list(Priority)
        return order.index(self) < order.index(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A use case's wish to tell a member something. Two notices of one key are one message."""

    key: str
    member_id: str
    template: str
    params: dict[str, str] = field(default_factory=dict)
    """Exactly the variables that the template declares. No personal data: the greeting is added when it is sent."""
    purpose: Purpose
    due: datetime | None = None
    """Not before this; None: at once."""
    answers: datetime | None = None
    """When the member did what this answers: for a while it passes quiet hours."""
    useless_after: datetime | None = None
    """Not after this, inclusive."""
    about: str = ""
    """Id of what the message is about."""
    segment: Segment | None = None
    """Who the member was to us when the case was judged: the wording goes by it."""
    campaign: str = ""
    """Id of the campaign that it is part of: cooldown and hold-out go by it."""
    hold_out_permille: int | None = None
    """Of the campaign's audience, so many of 1000 are left alone; None: as the figure says."""
    belongs_to_alert: str = ""
    """Id of the ticket, where that is a red alert."""
    booked_slot: bool = False
    """It tells of the slot that the member booked."""
    priority: Priority | None = None
    """None: by what it is."""
    question: Question | None = None
    """What it asks; open from the moment in which it goes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of a message's trail: what was decided or heard of it, why, and until when that holds."""

    at: datetime
    state: MessageState
    reason: Reason | None = None
    until: datetime | None = None
    channel: ChannelKind | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, decided once for each try. Its text lies apart (`MessageText`), because it expires."""

    id: str
    key: str
    member_id: str
    purpose: Purpose
    template: str
    params: dict[str, str]
    about: str = ""
    segment: Segment | None = None
    planned_at: datetime
    due: datetime
    answers: datetime | None = None
    useless_after: datetime | None = None
    state: MessageState = MessageState.PLANNED
    reason: Reason | None = None
    detail: str | None = None
    deferred_until: datetime | None = None
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    receipt: str | None = None
    campaign: str = ""
    hold_out_permille: int | None = None
    belongs_to_alert: str = ""
    booked_slot: bool = False
    priority: Priority = Priority.SERVICE
    question: Question | None = None
    channel: ChannelKind | None = None
    """The one that it was last given to."""
    gone_by: tuple[ChannelKind, ...] = ()
    """Those that refused it for good."""
    attempt: int = 0
    """Claims so far; the first counts under the caps."""
    again: int = 0
    """Tries in a row through the same channel after the first."""
    delivered_at: datetime | None = None
    trail: tuple[Decision, ...] = ()
    version: int = 0

    def at_once(self, now: datetime, own_action: timedelta) -> bool:
        """Whether it answers what the member did less than `own_action` ago: they are still where they did it."""
        return self.answers is not None and now < self.answers + own_action

    def told(self, line: Decision) -> "Message":
        """With one more line of its trail; waiting on for the same reason is one line."""
        last = self.trail[-1] if self.trail else None
        waits = line.state is MessageState.PLANNED and last is not None
        if waits and last and (last.state, last.reason, last.detail) == (line.state, line.reason, line.detail):
            return replace(self, trail=(*self.trail[:-1], line))
        kept = self.trail if len(self.trail) < MOST_TRAIL else (self.trail[0], *self.trail[2:])
        return replace(self, trail=(*kept, line))


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageText:
    """What the member read, until `until`. Personal data."""

    message_id: str
    text: str
    until: datetime


def priority_of(notice: Notice) -> Priority:
    """Of a notice that states none."""
    if notice.belongs_to_alert:
        return Priority.ALARM
    if notice.answers and notice.purpose is Purpose.SERVICE:
        return Priority.ANSWER
    return Priority(notice.purpose)


def message_id(key: str) -> str:
    """The id of the one message of this key."""
    return derived_id("message", key)
