"""Whether somebody is called with a message, until when, and what becomes of the call (P6). Pure.

WANTED ──start──▶ STARTED ──end──▶ ENDED: DELIVERED, or BOUNCED and the next channel
   └──lapse──▶ LAPSED ◀──lapse──┘        BOUNCED
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.contact.calls.errors import CallElsewhere, CallEnded, CallNotStarted
from care.contact.calls.model import Call, CallFor, CallOutcome, CallState
from care.contact.member_contact import MemberContact
from care.contact.model import Message, Priority, QuietPass, Reason
from care.contact.rules import Verdict

__all__ = ["CallLimits", "at_night", "ended", "good_until", "in_hand_of", "lapsed", "may_call", "started"]

LEAST = timedelta(minutes=15)
"""A call that is of use for less is not asked for: nobody would make it."""
TALK = timedelta(minutes=30)
"""So long after its beginning the outcome of a call is awaited, though its time is over meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLimits:
    """Nobody is called after `within`, nor twice in a `pause`."""

    within: timedelta
    pause: timedelta


def may_call(
    message: Message,
    verdict: Verdict,
    contact: MemberContact,
    called_for: Collection[CallFor],
    now: datetime,
    *,
    simple: bool,
    limits: CallLimits,
) -> bool:
    """Whether a call is a way for a message that goes out now.

    Not at night, but for a red alert: what else passes quiet hours is read, and wakes nobody. A red alert does not mind
    calls about anything else.
    """
    alert = message.priority is Priority.ALARM
    wanted = (CallFor.SIMPLE in called_for and simple) or (CallFor.ALERT in called_for and alert)
    last = contact.alerted_at if alert else contact.called_at
    lately = last is not None and now < last + limits.pause
    return wanted and not lately and not at_night(verdict) and good_until(message, now, limits) >= now + LEAST


def good_until(message: Message, now: datetime, limits: CallLimits) -> datetime:
    """The end of its use, of the question that it asks, or of our patience: whatever is first."""
    ends = [now + limits.within, message.useless_after, message.question.until if message.question else None]
    return min(end for end in ends if end is not None)


def started(call: Call, staff_id: str, now: datetime) -> Call:
    """Who has the task begins, or goes on for a colleague who had it before. CallEnded."""
    if not call.open:
        raise CallEnded(state=call.state)
    until = max(call.until, now + TALK)
    return replace(call, state=CallState.STARTED, started_by=staff_id, started_at=now, until=until)


def ended(call: Call, staff_id: str, outcome: CallOutcome, now: datetime) -> Call:
    """CallEnded; CallNotStarted, CallElsewhere: who was given the number says what came of it."""
    if not call.open:
        raise CallEnded(state=call.state)
    if call.state is not CallState.STARTED:
        raise CallNotStarted
    if call.started_by != staff_id:
        raise CallElsewhere
    return replace(call, state=CallState.ENDED, outcome=outcome, ended_at=now)


def lapsed(call: Call, now: datetime) -> Call:
    """Nobody called in time."""
    return replace(call, state=CallState.LAPSED, ended_at=now)


def in_hand_of(call: Call, staff_id: str) -> bool:
    """Whether this is who may know the number now."""
    return call.state is CallState.STARTED and call.started_by == staff_id


def at_night(verdict: Verdict) -> bool:
    """Whether it passes quiet hours by what lets somebody read, and not be called."""
    return verdict.reason is Reason.QUIET_PASSED and verdict.detail != QuietPass.RED_ALERT
