"""The agenda: the only mechanism for everything that happens later (docs/architecture.md).

An item is planned in the transaction of the decision that needs it, and is deleted, under a condition, in the
transaction of what its firing decides. Nothing is cancelled: an item bears the generation of its subject, and one
whose generation is past fires as a no-op. Its id is derived from what it stands for, so the same decision, taken
again, plans the same item.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

from care.kernel.clock import stamp
from care.kernel.ids import derived_id

__all__ = ["MOST_ATTEMPTS", "AgendaItem", "Lane", "postponed", "put_off", "soon"]

MOST_ATTEMPTS = 8
"""After so many failed firings an item goes to the dead lane: about two hours after it was first due."""

_BACKOFF = timedelta(minutes=1)


class Lane(StrEnum):
    """Each lane has its own schedule and function, so that a flood in one does not hold up another."""

    NOW = "now"
    CLOCKS = "clocks"
    CARE = "care"
    CLOSURE = "closure"
    INVITATIONS = "invitations"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """Something that must happen at `due` (UTC), about `subject`."""

    lane: Lane
    kind: str
    """What must happen; `handlers/reactions.py` says who does it."""
    due: datetime
    subject: str
    """Id of the aggregate that the item is about."""
    generation: int = 0
    payload: dict[str, str | int] = field(default_factory=dict)
    part: str = ""
    """Tells apart items of one kind, subject and generation, such as one question of many."""
    stamp: int = 0
    """Version of the subject that planned it. An item that is planned again while it fires is not deleted by that
    firing: the deletion asks for the stamp that was read."""
    attempts: int = 0
    last_error: str = ""
    home: Lane | None = None
    """The lane that a dead item came from."""

    @property
    def id(self) -> str:
        return derived_id(self.kind, self.subject, self.generation, self.part)

    @property
    def sort_key(self) -> str:
        return f"{stamp(self.due)}#{self.id}"

    def shard(self, shards: int) -> int:
        """0 ≤ shard < shards, the same for an item wherever it is put off to."""
        return crc32(self.id.encode()) % shards


def soon(now: datetime) -> datetime:
    """When facts of this moment are judged together: a minute after the next full minute.

    Facts from outside come in any order. What follows from them is decided once they have all come in, from what
    they add up to, so that the order in which they came leaves no trace.
    """
    return now.replace(second=0, microsecond=0) + timedelta(minutes=2)


def postponed(item: AgendaItem, now: datetime) -> AgendaItem:
    """The item a minute later, with no attempt counted: it did not fail, others were quicker or figures were old."""
    return replace(item, due=now + _BACKOFF)


def put_off(item: AgendaItem, now: datetime, error: str) -> AgendaItem:
    """The item after a failed firing: later (1, 2, 4 … minutes), or in the dead lane after MOST_ATTEMPTS."""
    attempts = item.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        return replace(item, lane=Lane.DEAD, home=item.lane, attempts=attempts, last_error=error, due=now)
    return replace(item, attempts=attempts, last_error=error, due=now + _BACKOFF * 2 ** (attempts - 1))
