"""C3: which segment a member is of, by the tags that they bear now. A leader of opinion goes before all else."""

from datetime import datetime

from care.members.model import Member, TagName
from care.policy.model import Segment

__all__ = ["segment_of"]

_BY_TAG = (
    (TagName.KOL, Segment.OPINION_LEADER),
    (TagName.HIGH_VALUE, Segment.HIGH_VALUE),
    (TagName.NEWCOMER, Segment.NEW),
)


def segment_of(member: Member | None, now: datetime) -> Segment:
    """Who bears no such tag, or is not known, is a regular."""
    held = {tag.name for tag in member.tags if tag.expires_at is None or now < tag.expires_at} if member else set()
    return next((segment for tag, segment in _BY_TAG if tag in held), Segment.REGULAR)
