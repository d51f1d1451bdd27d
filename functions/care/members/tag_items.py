"""The agenda items about tags."""

from datetime import datetime

from care.kernel.agenda import AgendaItem, Lane
from care.members.model import Member, Tag

__all__ = ["expiry_of", "second", "tagged_fact"]


def second(at: datetime) -> int:
    """The generation of a tag that was given at `at`."""
    return int(at.timestamp())


def expiry_of(member: Member, tag: Tag, at: datetime) -> AgendaItem:
    return AgendaItem(
        lane=Lane.CLOCKS,
        kind="tag.expired",
        due=at,
        subject=member.id,
        generation=second(tag.since),
        part=tag.name,
        payload={"member_id": member.id},
    )


def tagged_fact(member: Member, tag: Tag, now: datetime) -> AgendaItem:
    return AgendaItem(
        lane=Lane.NOW,
        kind="member.tagged",
        due=now,
        subject=member.id,
        generation=second(tag.since),
        part=tag.name,
        payload={"tag": tag.name.value, "member_id": member.id},
    )
