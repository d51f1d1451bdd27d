"""A post into a group. It bears nothing personal: everybody in the group reads it."""

from dataclasses import dataclass
from datetime import datetime

from care.contact.model import MessageState
from care.kernel.ids import derived_id

__all__ = ["GroupNotice", "GroupPost", "post_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNotice:
    """What should be posted. The first notice of a key makes the one post of it."""

    key: str
    group: str
    """The name that the group's robot has among the channels: the id of its leader."""
    text: str
    kind: str
    """Who hears of it if it cannot be posted, by `group.failed`."""
    about: str
    useless_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPost:
    """A post, and what became of it. Only one that was refused for certain has a second try."""

    id: str
    notice: GroupNotice
    state: MessageState = MessageState.PLANNED
    attempt: int = 0
    """Tries that were claimed."""
    waits_until: datetime | None = None
    code: str | None = None
    """Why not, in the channel's own words."""
    ended_at: datetime | None = None
    until: datetime
    """Kept so long."""
    version: int = 0


def post_id(key: str) -> str:
    return derived_id("group-post", key)
