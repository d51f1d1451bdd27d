"""What only staff read of a case: the inner timeline (G6)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.context import Info
from api.enums import described
from api.permissions import STAFF, seen_by
from api.tickets.timeline import TimelineActor
from care.tickets import inner

if TYPE_CHECKING:
    from api.tickets.types import Ticket

__all__ = ["InnerEntry"]

InnerKind = described(
    inner.InnerKind,
    "What staff said or did among themselves.",
    NOTED="A note.",
    ASSIGNED="It changed hands; `note` is the new assignee's staff id, `text` the word to them.",
    PRIORITY="`note` is the priority from then on.",
    MERGED="Merged; `other` is the other case.",
    UNMERGED="A merge was undone; `other` is the other case.",
    SPLIT="A task for a further question was opened; `other` is the other case.",
    LINKED="Linked to `other`.",
    UNLINKED="The link to `other` was undone.",
    CHILD_SAID="Somebody wrote to `other`, which was merged into this case.",
    TIMED_OUT="Nobody answered in time, and it could not be approved by itself; `note` says why.",
    HELD="A person must look first; `note`: the score and its reasons (G11).",
    HOLD_LIFTED="A person looked and found nothing; `text` says why.",
    HOLD_CONFIRMED="A person looked: it is decided by hand; `text` says why.",
    GIVEN="A remedy was given by somebody's own authority; `note`: the remedy, its cost in fen, what it passed.",
    APPROVAL_ASKED="A manager was asked; `note`: the remedy, its cost in fen, why.",
    APPROVED="A manager approved it; `note` as for GIVEN.",
    APPROVAL_REFUSED="A manager would not have it; `text` says why.",
    APPROVAL_EXPIRED="Nobody answered in time.",
    WAIT_ENDED="The member has not said what they were asked: the clocks go on.",
    SLA_BREACHED="A clock ran out; `note` is its step (G7).",
    CALL_STARTED="The member's number was shown to who calls them (P6).",
    SAID="A script was said to the member elsewhere; `note` is its code (C6).",
)


@seen_by(STAFF)
@strawberry.type(description="A line of the inner timeline; never changed, never deleted, read by staff only.")
class InnerEntry:
    model: strawberry.Private[inner.InnerEntry]

    @strawberry.field
    def at(self) -> datetime:
        """When it happened."""
        return self.model.at

    @strawberry.field
    def kind(self) -> InnerKind:  # type: ignore[valid-type]
        """What happened."""
        return self.model.kind

    @strawberry.field
    def actor(self) -> TimelineActor:
        """Who did it."""
        return TimelineActor[self.model.actor.partition(":")[0].upper()]

    @strawberry.field
    def actor_id(self) -> str | None:
        """Which one (not a global id)."""
        return self.model.actor.partition(":")[2] or None

    @strawberry.field
    def text(self) -> str | None:
        """A person's own words."""
        return self.model.text

    @strawberry.field
    def note(self) -> str | None:
        """What the system noted: as its kind says, such as a staff id or a priority."""
        return self.model.note

    @strawberry.field
    def mentions(self) -> list[str]:
        """The staff ids that it mentions."""
        return list(self.model.mentions)

    @strawberry.field
    async def other(self, info: Info) -> Annotated["Ticket", strawberry.lazy("api.tickets.types")] | None:
        """The other case that it is about."""
        from api.tickets.types import Ticket

        return await Ticket.load(info.context, self.model.about) if self.model.about else None
