"""Whether a message may go out, when it is due (P6). Pure: the first rule that speaks decides.

A wait ends at a moment after `now`, where the message is judged again: nothing that is decided here goes round.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from care.contact.member_contact import MemberContact, Sent
from care.contact.model import Message, MessageState, Priority, QuietPass, Reason
from care.contact.quiet import QuietHours, first_allowed
from care.members.model import Purpose

__all__ = ["Cap", "Judged", "Limits", "Verdict", "counts", "held_out", "judge"]

GRACE = timedelta(minutes=15)
"""So long after its time a waiting message of higher priority is still expected to take its place."""
LAST_WORD = timedelta(minutes=30)
"""What was said of a red alert in the step that ended it is part of it so long."""
_A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` messages to a member in any `window`."""

    most: int
    window: timedelta

    def free_at(self, sent: Collection[Sent], now: datetime, message_id: str) -> datetime | None:
        """When there is a place, seen from `now`; None: there is one."""
        inside = sorted(each.at for each in sent if each.at > now - self.window and each.message_id != message_id)
        return inside[-self.most] + self.window if len(inside) >= self.most else None

    def left(self, sent: Collection[Sent], now: datetime) -> int:
        return self.most - sum(each.at > now - self.window for each in sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`own_action`: so long after the member's own action an answer to it passes quiet hours."""

    quiet: QuietHours
    own_action: timedelta
    cap: Cap
    """Of all that is not service, together."""
    marketing: Cap
    cooldown: timedelta
    """Between messages of two campaigns."""
    useful: timedelta
    """What is not service and states no end is of use so long."""
    alert_look: timedelta
    """How often what waits for the end of a red alert is looked at."""
    hold_out_permille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a message is judged by."""

    message: Message
    contact: MemberContact
    opted_out: Collection[Purpose]
    now: datetime
    limits: Limits


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message that is due: CLAIMED: send it; PLANNED: it waits until `until`."""

    state: MessageState
    reason: Reason | None = None
    until: datetime | None = None
    detail: str | None = None


def judge(case: Judged) -> Verdict:
    """Consent, hold-out, time of use, red alert, quiet hours, cooldown, cap, priority."""
    return next(_verdicts(case))


def counts(message: Message) -> bool:
    """Whether it takes a place under the caps: neither service nor what belongs to a red alert does."""
    return message.purpose is not Purpose.SERVICE and message.priority is not Priority.ALARM


def held_out(member_id: str, campaign: str, permille: int) -> bool:
    """Whether the campaign leaves the member alone: always the same answer, and a greater share keeps who is in it."""
    digest = sha256(f"hold-out:{campaign}:{member_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 1000 < permille


def _verdicts(case: Judged) -> Iterator[Verdict]:
    yield from _consent(case)
    yield from _hold_out(case)
    yield from _expiry(case)
    yield from _alert(case)
    allowed = _allowed(case, case.now)
    passed = _quiet_pass(case) if allowed > case.now else None
    if allowed > case.now and not passed:
        yield _wait(case, allowed, Reason.QUIET_HOURS, late=Reason.QUIET_UNTIL_TOO_LATE)
    if counts(case.message):
        yield from _cooldown(case)
        yield from _caps(case)
        yield from _priority(case)
    yield Verdict(MessageState.CLAIMED, Reason.QUIET_PASSED, detail=passed) if passed else Verdict(MessageState.CLAIMED)


def _consent(case: Judged) -> Iterator[Verdict]:
    """Nobody opts out of their own cases."""
    if case.message.purpose is not Purpose.SERVICE and case.message.purpose in case.opted_out:
        yield Verdict(MessageState.SUPPRESSED, Reason.OPTED_OUT)


def _hold_out(case: Judged) -> Iterator[Verdict]:
    message, share = case.message, case.limits.hold_out_permille
    if message.hold_out_permille is not None:
        share = message.hold_out_permille
    if message.campaign and counts(message) and held_out(message.member_id, message.campaign, share):
        yield Verdict(MessageState.SUPPRESSED, Reason.HELD_OUT)


def _expiry(case: Judged) -> Iterator[Verdict]:
    if _useless(case, case.now):
        yield Verdict(MessageState.EXPIRED, Reason.TOO_LATE)


def _alert(case: Judged) -> Iterator[Verdict]:
    alerts = case.contact.alerts
    if not alerts or case.message.belongs_to_alert in alerts:
        return
    if case.message.purpose is not Purpose.SERVICE:
        yield Verdict(MessageState.SUPPRESSED, Reason.OPEN_ALERT)
    else:
        yield _wait(case, case.now + case.limits.alert_look, Reason.OPEN_ALERT)


def _allowed(case: Judged, at: datetime) -> datetime:
    return first_allowed(at, case.limits.quiet, case.contact.quiet)


def _quiet_pass(case: Judged) -> QuietPass | None:
    message = case.message
    if message.at_once(case.now, case.limits.own_action):
        return QuietPass.OWN_ACTION
    last_word = case.now < message.planned_at + LAST_WORD
    if message.belongs_to_alert and (message.belongs_to_alert in case.contact.alerts or last_word):
        return QuietPass.RED_ALERT
    return QuietPass.BOOKED_SLOT if message.booked_slot else None


def _cooldown(case: Judged) -> Iterator[Verdict]:
    message = case.message
    if message.purpose is not Purpose.MARKETING or case.contact.counted(message):
        return
    others = [
        each.at
        for each in case.contact.sent
        if each.purpose is Purpose.MARKETING and not (message.campaign and each.campaign == message.campaign)
    ]
    if others and (over := max(others) + case.limits.cooldown) > case.now:
        yield _wait(case, _allowed(case, over), Reason.COOLDOWN)


def _caps(case: Judged) -> Iterator[Verdict]:
    if case.contact.counted(case.message):
        return
    sent, limits = case.contact.sent, case.limits
    free = [limits.cap.free_at(sent, case.now, case.message.id)]
    if case.message.purpose is Purpose.MARKETING:
        free.append(limits.marketing.free_at(_marketing(sent), case.now, case.message.id))
    if waits := [each for each in free if each]:
        yield _wait(case, _allowed(case, max(waits)), Reason.FREQUENT)


def _priority(case: Judged) -> Iterator[Verdict]:
    """The places that are left go to those of higher priority whose time has come and who are expected any moment."""
    message, contact = case.message, case.contact
    if contact.counted(message):
        return
    rivals = sum(
        each.priority.before(message.priority) and each.due <= case.now < each.due + GRACE
        for each in contact.waiting
        if each.message_id != message.id
    )
    if rivals and case.limits.cap.left(contact.sent, case.now) <= rivals:
        yield _wait(case, case.now + _A_MOMENT, Reason.GIVES_WAY)


def _marketing(sent: Collection[Sent]) -> list[Sent]:
    return [each for each in sent if each.purpose is Purpose.MARKETING]


def _wait(case: Judged, until: datetime, reason: Reason, late: Reason = Reason.PLACE_TOO_LATE) -> Verdict:
    """Until then, if it is of use then."""
    if _useless(case, until):
        return Verdict(MessageState.EXPIRED, late)
    return Verdict(MessageState.PLANNED, reason, until)


def _useless(case: Judged, at: datetime) -> bool:
    """After its own end, or after the house's where it is not service and states none."""
    message = case.message
    if message.useless_after is not None:
        return at > message.useless_after
    return message.purpose is not Purpose.SERVICE and at > message.due + case.limits.useful
