"""What a channel's answer makes of a message (P6, docs/adr/0006). Pure.

a receipt ─▶ SENT          a refusal ─▶ the next channel, the same one later, or FAILED: none is left
no answer ─▶ UNKNOWN; what belongs to a red alert is sent again instead, a bounded number of times
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.contact.calls.model import CallOutcome
from care.contact.channels import ChannelKind, Then
from care.contact.model import Decision, Message, MessageState, Priority, Reason

__all__ = ["Answer", "Broke", "Patience", "Refused", "Took", "bounced", "heard_of", "settled"]

AWAITS_EMPLOYEE = "AWAITS_EMPLOYEE"
"""`detail` of what the channel took and an employee has yet to confirm."""
_A_MINUTE = timedelta(minutes=1)
_OPEN = frozenset({MessageState.CLAIMED, MessageState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Took:
    """The channel took it."""

    receipt: str
    waits: bool = False
    """It goes out only once an employee confirms it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It certainly did not go out."""

    code: str
    then: Then
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Broke:
    """Nobody knows."""

    reason: Reason
    detail: str | None = None


Answer = Took | Refused | Broke


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often, and how soon, something is tried again."""

    most_tries: int
    most_alarms: int
    repeat_after: timedelta


def heard_of(message: Message, claimed: Message, answer: Answer) -> bool:
    """Whether the answer to a claim still says something. A receipt does, however late it comes."""
    if isinstance(answer, Took):
        return message.state in _OPEN or message.state is MessageState.PLANNED
    return message.state in _OPEN and message.attempt == claimed.attempt


def settled(message: Message, answer: Answer, now: datetime, patience: Patience) -> Message:
    """PLANNED: it is tried again at `deferred_until`."""
    match answer:
        case Took(receipt, waits):
            taken = replace(message, sent_at=now, receipt=receipt)
            return _ended(taken, MessageState.SENT, None, AWAITS_EMPLOYEE if waits else None, now)
        case Refused(code, then, after):
            if then is Then.RETRY and message.again + 1 < patience.most_tries:
                again = replace(message, again=message.again + 1)
                return _later(again, Reason.CHANNEL_REFUSED, code, now + (after or _A_MINUTE), now)
            return _next_way(message, Reason.CHANNEL_REFUSED, code, now, drop=then is Then.DROP)
        case Broke(reason, detail):
            if message.priority is Priority.ALARM and message.attempt < patience.most_alarms:
                return _later(message, reason, detail, now + patience.repeat_after, now)
            return _ended(message, MessageState.UNKNOWN, reason, detail, now)


def bounced(message: Message, code: str, now: datetime) -> Message:
    """It did not arrive after all: it goes by the next channel."""
    return _next_way(message, Reason.BOUNCED, code, now, drop=False)


def _next_way(message: Message, reason: Reason, code: str, now: datetime, *, drop: bool) -> Message:
    """`drop`: no other channel would be of use, but for the inbox."""
    ways = {message.channel or ChannelKind.INBOX}
    if code == CallOutcome.WRONG_NUMBER:
        ways.add(ChannelKind.SMS)
    if drop:
        ways |= set(ChannelKind) - {ChannelKind.INBOX}
    gone = tuple(sorted({*message.gone_by, *ways}))
    if ChannelKind.INBOX in gone:
        return _ended(message, MessageState.FAILED, reason, code, now)
    return _later(replace(message, gone_by=gone, again=0), reason, code, now, now)


def _later(message: Message, reason: Reason, detail: str | None, until: datetime, now: datetime) -> Message:
    waits = replace(message, state=MessageState.PLANNED, reason=reason, detail=detail, deferred_until=until)
    return waits.told(_line(waits, now, until))


def _ended(message: Message, state: MessageState, reason: Reason | None, detail: str | None, now: datetime) -> Message:
    ended = replace(message, state=state, reason=reason, detail=detail)
    return ended.told(_line(ended, now, None))


def _line(message: Message, now: datetime, until: datetime | None) -> Decision:
    return Decision(
        at=now,
        state=message.state,
        reason=message.reason,
        until=until,
        channel=message.channel,
        detail=message.detail,
    )
