"""The agenda items about tags."""

from datetime import datetime

from care.kernel.agenda import AgendaItem, Lane
from care.members.model import Member, Tag

__all__ = ["expiry_of", "second", "tagged_fact"]


def second(at: datetime) -> int:
    """The generation of a tag that was given at `at`."""
    return int(at.timestamp())


def expiry_of(member: Member, tag: Tag, at: datetime) -> AgendaItem:
    return _item(Lane.CLOCKS, "tag.expired", at, member, tag)


def tagged_fact(member: Member, tag: Tag, now: datetime) -> AgendaItem:
    return _item(Lane.NOW, "member.tagged", now, member, tag, tag=tag.name.value)


def _item(lane: Lane, kind: str, due: datetime, member: Member, about: Tag, **payload: str) -> AgendaItem:
    return AgendaItem(
        lane=lane,
        kind=kind,
        due=due,
        subject=member.id,
        generation=second(about.since),
        part=about.name,
        payload={"member_id": member.id, **payload},
    )
