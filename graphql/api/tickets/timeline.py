"""What happened to a ticket, line by line (G6)."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.enums import described
from api.permissions import PART, STAFF, Belongs, seen_by
from care.tickets import model

__all__ = ["TimelineActor", "TimelineEntry"]

TimelineKind = described(
    model.EntryKind,
    "What happened.",
    name="TimelineKind",
    OPENED="The case was opened.",
    REOPENED="It was opened again, with priority.",
    CHOSEN="A remedy was taken; `note` is its code.",
    SETTLED="All that the remedy promised has been paid.",
    PAYOUT_FAILED="The mall refused a payout.",
    PAYOUT_UNANSWERED="The mall never answered about a payout.",
    PAYOUT_GIVEN_UP="Staff gave a payout up; a person decides anew.",
    PAYOUT_REVERSED="The mall took a payout back; a person decides anew.",
    REPLIED="Somebody wrote.",
    RESOLVED="Staff resolved it with words.",
    WITHDRAWN="The member took the application back.",
    CLOSED="The loop was closed.",
    REVIEW_NEEDED="A person must decide; `note` says why.",
    SLA_BREACHED="A clock ran out; `note` is its step. For staff (G7).",
)


class TimelineActor(Enum):
    """Who did something to a ticket."""

    MEMBER = "MEMBER"
    STAFF = "STAFF"
    SYSTEM = "SYSTEM"


described(
    TimelineActor,
    "Who did something to a ticket.",
    MEMBER="The member whose case it is.",
    STAFF="An agent or a manager.",
    SYSTEM="A rule or a deadline.",
)


@seen_by(PART)
@strawberry.type(description="A line of a ticket's timeline; never changed, never deleted.")
class TimelineEntry:
    model: strawberry.Private[model.Entry]

    @strawberry.field
    def at(self) -> datetime:
        """When it happened."""
        return self.model.at

    @strawberry.field
    def kind(self) -> TimelineKind:  # type: ignore[valid-type]
        """What happened."""
        return self.model.kind

    @strawberry.field
    def actor(self) -> TimelineActor:
        """Who did it."""
        return TimelineActor[self.model.actor.partition(":")[0].upper()]

    @strawberry.field
    def actor_id(self, info: Info) -> str | None:
        """Which one (not a global id): staff are told, others read null."""
        known = STAFF.allows(info.context.viewer, Belongs())
        return (self.model.actor.partition(":")[2] or None) if known else None

    @strawberry.field
    def text(self) -> str | None:
        """A person's own words."""
        return self.model.text

    @strawberry.field
    def note(self) -> str | None:
        """What the system noted: a reason's or a remedy's code."""
        return self.model.note
