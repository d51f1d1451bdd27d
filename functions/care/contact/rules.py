"""When a member may be written to (P6). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.contact.model import Message, MessageState, Reason
from care.kernel.clock import SHANGHAI
from care.members.model import Purpose

__all__ = ["Limits", "QuietHours", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` (inclusive) until `end` (exclusive), full hours in Shanghai; the same hour twice: never quiet."""

    start: int
    end: int

    def covers(self, at: datetime) -> bool:
        hour = at.astimezone(SHANGHAI).hour
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def next_allowed(self, at: datetime) -> datetime:
        """`at`, or the end of the quiet hours that cover it. The offset of `at` is kept."""
        if not self.covers(at):
            return at
        end = _at_hour(at, self.end)
        return (end if end > at else end + timedelta(days=1)).astimezone(at.tzinfo)

    def began(self, at: datetime) -> datetime:
        """The start of the quiet hours that cover `at`."""
        start = _at_hour(at, self.start)
        return (start if start <= at else start - timedelta(days=1)).astimezone(at.tzinfo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`own_action`: so long after the member's own action an answer to it passes quiet hours."""

    quiet: QuietHours
    own_action: timedelta


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message that is due: CLAIMED: send it; PLANNED: it waits until `until`."""

    state: MessageState
    reason: Reason | None = None
    until: datetime | None = None


def judge(message: Message, now: datetime, limits: Limits, opted_out: Collection[Purpose]) -> Verdict:
    """The first rule that speaks decides: opt-out (never of SERVICE), time of use, quiet hours."""
    if message.purpose is not Purpose.SERVICE and message.purpose in opted_out:
        return Verdict(MessageState.SUPPRESSED, Reason.OPTED_OUT)
    if _useless(message, now):
        return Verdict(MessageState.EXPIRED, Reason.TOO_LATE)
    allowed = limits.quiet.next_allowed(now)
    if allowed == now or _answers_own_action(message, now, limits.own_action):
        return Verdict(MessageState.CLAIMED)
    if _useless(message, allowed):
        return Verdict(MessageState.EXPIRED, Reason.QUIET_UNTIL_TOO_LATE)
    return Verdict(MessageState.PLANNED, Reason.QUIET_HOURS, allowed)


def _useless(message: Message, at: datetime) -> bool:
    return message.useless_after is not None and at > message.useless_after


def _answers_own_action(message: Message, now: datetime, own_action: timedelta) -> bool:
    return message.answers is not None and now < message.answers + own_action


def _at_hour(at: datetime, hour: int) -> datetime:
    """That hour of the same day in Shanghai."""
    return at.astimezone(SHANGHAI).replace(hour=hour, minute=0, second=0, microsecond=0)
