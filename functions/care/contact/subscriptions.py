"""Grants of the mini-program: one accepted prompt is one notice, and no API tells how many are left (P6). Pure.

The balance is ours: +1 when the member accepts, −1 in the transaction of the claim, none left once WeChat says so.
"""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum

from care.contact.member_contact import MemberContact

__all__ = ["AT_ONCE", "MOST_GRANTS", "Moment", "after_refusal", "to_ask"]

AT_ONCE = 3
"""Templates that one prompt may ask for."""
MOST_GRANTS = 20
"""More are not counted: nobody taps so often, and a count that runs away would be believed."""
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


def after_refusal(contact: MemberContact, template: str, code: str) -> MemberContact:
    """What was refused took no grant; or there is none."""
    if code == _NONE_LEFT:
        return replace(contact, grants=contact.grants | {template: 0})
    return contact.granted(template, 1)
