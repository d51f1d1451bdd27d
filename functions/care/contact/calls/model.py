"""A call that one of us makes to a member (P6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.kernel.ids import derived_id

__all__ = ["Call", "CallFor", "CallOutcome", "CallState", "call_id"]


class CallFor(StrEnum):
    """Who is called with the words of a template, as its data says."""

    ALERT = "ALERT"
    """Whoever it reaches by nothing but the inbox, where it belongs to their red alert."""
    SIMPLE = "SIMPLE"
    """Members in simple mode, before they are written to (A1)."""


class CallOutcome(StrEnum):
    """What came of it, as who called says."""

    REACHED = "REACHED"
    NOT_REACHED = "NOT_REACHED"
    WRONG_NUMBER = "WRONG_NUMBER"


class CallState(StrEnum):
    """WANTED → STARTED → ENDED, or LAPSED: nobody called in time, or nothing was left to say."""

    WANTED = "WANTED"
    STARTED = "STARTED"
    ENDED = "ENDED"
    LAPSED = "LAPSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One a message, made in the transaction of its claim. The words are the message's; the number is the member's."""

    id: str
    message_id: str
    member_id: str
    about: str
    """Id of what the message is about."""
    about_kind: str
    """What that is, by the name that the API has for it."""
    goods: str = ""
    """What the queue calls it by."""
    urgent: bool = False
    """It belongs to a red alert."""
    wanted_at: datetime
    until: datetime
    """After that the message goes by the next channel."""
    state: CallState = CallState.WANTED
    started_by: str = ""
    """Staff id of who was given the number."""
    started_at: datetime | None = None
    outcome: CallOutcome | None = None
    ended_at: datetime | None = None
    version: int = 0

    @property
    def open(self) -> bool:
        return self.state in {CallState.WANTED, CallState.STARTED}


def call_id(message_id: str) -> str:
    """The id of the one call with a message; the receipt that the message bears."""
    return derived_id("call", message_id)
