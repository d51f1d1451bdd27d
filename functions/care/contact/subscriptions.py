"""Grants of the mini-program: one accepted prompt is one notice, and no API tells how many are left (P6). Pure.

The balance is ours: +1 when the member accepts, −1 in the transaction of the claim, none left once WeChat says so.

Two tell of one acceptance, in any order: the mini-program (`recordSubscription`) and WeChat (its popup event). The
first is counted and remembered as half told; within a while the other's word of the same template is its echo.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from care.contact.member_contact import HalfTold, MemberContact, Teller

__all__ = ["AT_ONCE", "MOST_GRANTS", "Moment", "after_bounce", "after_refusal", "count_accept", "none_left", "to_ask"]

AT_ONCE = 3
"""Templates that one prompt may ask for."""
MOST_GRANTS = 20
"""More are not counted: nobody taps so often, and a count that runs away would be believed."""
_MOST_HALF_TOLD = 3 * MOST_GRANTS
_NONE_LEFT = "43101"
"""WeChat: refused by the member, or no grant left."""


class Moment(StrEnum):
    """When the mini-program may ask: only after a tap of the member."""

    ORDERED = "ORDERED"
    APPLIED = "APPLIED"
    SURVEYED = "SURVEYED"


_WANTED = {
    Moment.ORDERED: ("survey_invitation", "silent_member_care", "ticket_paid"),
    Moment.APPLIED: ("ticket_settled", "ticket_reply", "closure_check", "ticket_menu", "ticket_paid"),
    Moment.SURVEYED: ("silent_member_care", "ticket_reply", "survey_invitation"),
}
"""What the member will soon be told, the most likely first."""


def to_ask(contact: MemberContact, moment: Moment, offered: Collection[str]) -> tuple[str, ...]:
    """Of the templates that the mini-program has, those without a grant that will be needed next; at most AT_ONCE."""
    return tuple(each for each in _WANTED[moment] if each in offered and not contact.grants.get(each))[:AT_ONCE]


def count_accept(
    contact: MemberContact, template: str, by: Teller, now: datetime, echo_within: timedelta
) -> MemberContact:
    """One tells that the member accepted a prompt; the echo of what the other told counts nothing."""
    fresh = [each for each in contact.half_told if each.at > now - echo_within]
    echo = next((each for each in fresh if each.template == template and each.by is not by), None)
    if echo:
        fresh.remove(echo)
        return replace(contact, half_told=tuple(fresh))
    row = HalfTold(template=template, by=by, at=now)
    left = min(MOST_GRANTS, contact.grants.get(template, 0) + 1)
    return replace(contact, grants=contact.grants | {template: left}, half_told=(*fresh, row)[-_MOST_HALF_TOLD:])


def after_refusal(contact: MemberContact, template: str, code: str) -> MemberContact:
    """What was refused took no grant; or there is none. `code`: as the channel told it, its provider before it."""
    return none_left(contact, template) if _says_none(code) else contact.granted(template, 1)


def after_bounce(contact: MemberContact, template: str, code: str) -> MemberContact:
    """What was taken and did not arrive may have used its grant: only none is certain."""
    return none_left(contact, template) if _says_none(code) else contact


def none_left(contact: MemberContact, template: str) -> MemberContact:
    return replace(contact, grants=contact.grants | {template: 0})


def _says_none(code: str) -> bool:
    return code.rpartition(":")[2] == _NONE_LEFT
