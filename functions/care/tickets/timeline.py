"""What happened to a ticket, line by line, and who did it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.contact.transcript import Spoken
from care.kernel.clock import stamp
from care.kernel.ids import derived_id

__all__ = ["SYSTEM", "Actor", "Entry", "EntryKind", "entry"]


class EntryKind(StrEnum):
    """In the order in which things of one moment are shown."""

    OPENED = "OPENED"
    REOPENED = "REOPENED"
    CHOSEN = "CHOSEN"
    GOODS_RETURNED = "GOODS_RETURNED"
    RETURN_EXPIRED = "RETURN_EXPIRED"
    RETURN_CALLED_OFF = "RETURN_CALLED_OFF"
    SETTLED = "SETTLED"
    PAYOUT_FAILED = "PAYOUT_FAILED"
    PAYOUT_UNANSWERED = "PAYOUT_UNANSWERED"
    PAYOUT_GIVEN_UP = "PAYOUT_GIVEN_UP"
    PAYOUT_REVERSED = "PAYOUT_REVERSED"
    REPLIED = "REPLIED"
    EVIDENCE_ADDED = "EVIDENCE_ADDED"
    RESOLVED = "RESOLVED"
    WITHDRAWN = "WITHDRAWN"
    CLOSED = "CLOSED"
    REVIEW_NEEDED = "REVIEW_NEEDED"
    REFUSED = "REFUSED"
    APPEALED = "APPEALED"
    ESCALATED = "ESCALATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did something: a member, a member of staff, or the system."""

    role: str
    id: str = ""

    @property
    def name(self) -> str:
        return f"{self.role}:{self.id}" if self.id else self.role


SYSTEM = Actor(role="system")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a ticket's timeline; never changed, never deleted."""

    id: str
    ticket_id: str
    at: datetime
    kind: EntryKind
    actor: str
    round: int = 0
    text: str | None = None
    """A person's own words: personal data may be in it, so it is never logged and never sent on."""
    note: str | None = None
    """What the system has to say, such as a remedy's code."""
    spoken: Spoken | None = None
    """Where the words were said, and a recogniser wrote them down (A1)."""
    asks: bool = False
    """Staff ask the member something back, and wait for the answer (G7)."""

    @property
    def place(self) -> str:
        """Sorts the timeline: by time; within a moment by round and by what can only follow what."""
        return f"{stamp(self.at)}#{self.round:02}#{list(EntryKind).index(self.kind):02}#{self.id}"


def entry(  # noqa: PLR0913 - the columns of a timeline
    ticket_id: str,
    round_: int,
    kind: EntryKind,
    actor: Actor,
    at: datetime,
    *,
    cause: str = "",
    text: str | None = None,
    note: str | None = None,
    spoken: Spoken | None = None,
) -> Entry:
    """A line of the timeline; its id is derived from what it records, so that a retry writes the same line."""
    return Entry(
        id=derived_id(ticket_id, round_, kind, cause or stamp(at)),
        ticket_id=ticket_id,
        at=at,
        kind=kind,
        actor=actor.name,
        round=round_,
        text=text,
        note=note,
        spoken=spoken,
    )
