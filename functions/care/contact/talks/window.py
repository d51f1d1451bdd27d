"""What 微信客服 lets us say (P6): so many messages, within so long after the member's last word there. Pure.

The provider tells nobody how many are left, so the count is ours: none after the member's word, one more in the
transaction of each claim, given back where it was certainly not used, over once the provider says that it is.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.contact.member_contact import KfWindow, MemberContact

__all__ = ["KfLimits", "after_bounce", "after_refusal", "heard", "may_say", "said"]

_OVER = frozenset({"95001", "95002", "95013", "95016", "95018", "4", "5", "6", "10"})
"""Codes of a refusal, or of what failed later: used up, too late, the talk is over, or the customer wants none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KfLimits:
    """What the provider only says in passing, and so settings."""

    lasts: timedelta
    most: int


def heard(contact: MemberContact, at: datetime) -> MemberContact:
    """The member has written there; what is heard behind a later word changes nothing."""
    if contact.kf and contact.kf.heard_at >= at:
        return contact
    return replace(contact, kf=KfWindow(heard_at=at))


def may_say(contact: MemberContact, now: datetime, limits: KfLimits) -> bool:
    window = contact.kf
    return window is not None and window.sent < limits.most and now < window.heard_at + limits.lasts


def said(contact: MemberContact) -> MemberContact:
    """A message takes its place."""
    return replace(contact, kf=replace(contact.kf, sent=contact.kf.sent + 1)) if contact.kf else contact


def after_refusal(contact: MemberContact, claimed_at: datetime | None, code: str) -> MemberContact:
    """A message was refused for certain: its place is free again, or the window is over."""
    after = after_bounce(contact, claimed_at, code)
    if after.kf is None or not _of_this_window(after.kf, claimed_at):
        return after
    return replace(after, kf=replace(after.kf, sent=max(0, after.kf.sent - 1)))


def after_bounce(contact: MemberContact, claimed_at: datetime | None, code: str) -> MemberContact:
    """What was taken failed later: it used its place; the code may say that the window is over."""
    over = contact.kf and _of_this_window(contact.kf, claimed_at) and code.rpartition(":")[2] in _OVER
    return replace(contact, kf=None) if over else contact


def _of_this_window(window: KfWindow, claimed_at: datetime | None) -> bool:
    """A word of the member's since the claim has opened a new one, of which the answer says nothing."""
    return claimed_at is not None and window.heard_at <= claimed_at
