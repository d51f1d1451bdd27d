"""What contact knows: a notice asks for a message, a message bears the decision, its text expires."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from care.kernel.ids import derived_id
from care.members.model import Purpose
from care.policy.model import Segment

__all__ = ["Message", "MessageState", "MessageText", "Notice", "Reason", "message_id"]


class MessageState(StrEnum):
    """PLANNED → CLAIMED → SENT | FAILED | UNKNOWN, or PLANNED → SUPPRESSED | EXPIRED.

    UNKNOWN: the channel was called, or was about to be, and its answer is not known; it is not called again.
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
    """It waits for the end of the quiet hours."""
    CHANNEL_REFUSED = "CHANNEL_REFUSED"
    """The channel answered that it does not deliver it; `detail` bears the channel's code."""
    SEND_BROKE = "SEND_BROKE"
    """The call to the channel broke off; `detail` names the exception."""
    NO_OUTCOME = "NO_OUTCOME"
    """It was claimed, and nothing was heard of its sending."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, decided once. Its text lies apart (`MessageText`), because it expires."""

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
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageText:
    """What the member read, until `until`. Personal data."""

    message_id: str
    text: str
    until: datetime


def message_id(key: str) -> str:
    """The id of the one message of this key."""
    return derived_id("message", key)
