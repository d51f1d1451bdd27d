"""What staff say and do among themselves about a case (G6): a timeline of its own, which no member or leader can read.

It is another shape on another shelf than the timeline: nothing can lay a line of the one among those of the other.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.kernel.clock import stamp
from care.kernel.ids import derived_id
from care.tickets.model import Ticket
from care.tickets.timeline import Actor

__all__ = ["InnerEntry", "InnerKind", "inner_entry"]


class InnerKind(StrEnum):
    """In the order in which things of one moment are shown."""

    NOTED = "NOTED"
    ASSIGNED = "ASSIGNED"
    PRIORITY = "PRIORITY"
    MERGED = "MERGED"
    UNMERGED = "UNMERGED"
    SPLIT = "SPLIT"
    LINKED = "LINKED"
    UNLINKED = "UNLINKED"
    CHILD_SAID = "CHILD_SAID"
    TIMED_OUT = "TIMED_OUT"
    HELD = "HELD"
    HOLD_LIFTED = "HOLD_LIFTED"
    HOLD_CONFIRMED = "HOLD_CONFIRMED"
    GIVEN = "GIVEN"
    APPROVAL_ASKED = "APPROVAL_ASKED"
    APPROVED = "APPROVED"
    APPROVAL_REFUSED = "APPROVAL_REFUSED"
    APPROVAL_EXPIRED = "APPROVAL_EXPIRED"
    WAIT_ENDED = "WAIT_ENDED"
    SLA_BREACHED = "SLA_BREACHED"
    SAID = "SAID"
    CALL_STARTED = "CALL_STARTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerEntry:
    """One line, never changed, never deleted."""

    id: str
    ticket_id: str
    at: datetime
    kind: InnerKind
    actor: str
    text: str | None = None
    """A person's own words: personal data may be in it, so it is never logged and never sent on."""
    note: str | None = None
    """A code: the assignee, the priority."""
    about: str | None = None
    """Id of the other ticket."""
    mentions: tuple[str, ...] = ()
    """Ids of the staff members whom it names."""

    @property
    def place(self) -> str:
        return f"{stamp(self.at)}#{list(InnerKind).index(self.kind):02}#{self.id}"


def inner_entry(  # noqa: PLR0913 - the columns of a timeline
    ticket: Ticket,
    kind: InnerKind,
    actor: Actor,
    at: datetime,
    *,
    cause: str,
    text: str | None = None,
    note: str | None = None,
    about: str | None = None,
    mentions: tuple[str, ...] = (),
) -> InnerEntry:
    """A line for the ticket; `cause` makes its id: decided again, it is the same line."""
    return InnerEntry(
        id=derived_id("inner", ticket.id, kind, cause),
        ticket_id=ticket.id,
        at=at,
        kind=kind,
        actor=actor.name,
        text=text,
        note=note,
        about=about,
        mentions=mentions,
    )
