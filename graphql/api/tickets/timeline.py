"""What happened to a ticket, line by line (G6)."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.enums import described
from api.permissions import CARERS, LEADER_OF, OWN, PART, STAFF, Belongs, seen_by
from api.transcripts import Spoken
from care.members.rules import greeting
from care.scripts.variables import addressed
from care.tickets.timeline import Entry, EntryKind
from care.tickets.use_scripts import SCRIPT_NOTE

__all__ = ["TimelineActor", "TimelineEntry"]

TimelineKind = described(
    EntryKind,
    "What happened.",
    name="TimelineKind",
    OPENED="The case was opened.",
    REOPENED="It was opened again, with priority.",
    CHOSEN="A remedy was taken; `note` is its code.",
    SETTLED="All that the remedy promised has been paid.",
    GOODS_RETURNED="Goods were handed in; `note` says how many of how many.",
    RETURN_EXPIRED="The goods did not come in time; a person decides anew.",
    RETURN_CALLED_OFF="The goods are not awaited any more; a person decides anew. `note` says why.",
    PAYOUT_FAILED="The mall refused a payout.",
    PAYOUT_UNANSWERED="The mall never answered about a payout.",
    PAYOUT_GIVEN_UP="Staff gave a payout up; a person decides anew.",
    PAYOUT_REVERSED="The mall took a payout back; a person decides anew.",
    REPLIED="Somebody wrote.",
    EVIDENCE_ADDED="A photo was accepted; `note` is what was recognised on it.",
    RESOLVED="Staff resolved it with words.",
    WITHDRAWN="The member took the application back.",
    CLOSED="The loop was closed.",
    REVIEW_NEEDED="A person must decide; `note` says why to staff, and IN_REVIEW to all others.",
    REFUSED="Staff refused the application; `note` is the reason's code.",
    APPEALED="The member appealed: another person looks at it.",
    ESCALATED="The leader asked that it goes before others.",
)


IN_REVIEW = "IN_REVIEW"
"""All that others than staff read of why a person must decide: the same for a budget, a cap and a hold (G11)."""


class TimelineActor(Enum):
    """Who did something to a ticket."""

    MEMBER = "MEMBER"
    STAFF = "STAFF"
    LEADER = "LEADER"
    SYSTEM = "SYSTEM"


described(
    TimelineActor,
    "Who did something to a ticket.",
    MEMBER="The member whose case it is.",
    STAFF="An agent or a manager.",
    LEADER="The leader of the order's community.",
    SYSTEM="A rule or a deadline.",
)


@seen_by(PART)
@strawberry.type(description="A line of a ticket's timeline; never changed, never deleted.")
class TimelineEntry:
    model: strawberry.Private[Entry]

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
    async def text(self, info: Info) -> str | None:
        """A person's own words, or a script's with the member's name put in."""
        if self.model.text is None or not self._scripted:
            return self.model.text
        return addressed(self.model.text, greeting(await _name(info, self.model.ticket_id)))

    @strawberry.field
    def spoken(self) -> Spoken | None:
        """How the words were heard, where they were said (A1); null where they were written."""
        heard = self.model.spoken
        return Spoken(language=heard.language, confidence=heard.confidence) if heard else None

    @strawberry.field
    def note(self, info: Info) -> str | None:
        """What the system noted: a reason's or a remedy's code; for staff, `script:` and the code of what was said."""
        if STAFF.allows(info.context.viewer, Belongs()):
            return self.model.note
        if self.model.kind is EntryKind.REVIEW_NEEDED:
            return IN_REVIEW
        return None if self._scripted else self.model.note

    @property
    def _scripted(self) -> bool:
        return (self.model.note or "").startswith(SCRIPT_NOTE)


async def _name(info: Info, ticket_id: str) -> str | None:
    """The member's name, for those who may read it."""
    context = info.context
    ticket = await context.loaders.load("tickets", context.app.tickets.get_many, ticket_id)
    member = await context.loaders.load("members", context.app.members.get_many, ticket.member_id) if ticket else None
    if member is None or not _reads_names(info, Belongs(member_id=member.id, community=member.community or None)):
        return None
    return context.app.members.personal(member).name


def _reads_names(info: Info, whose: Belongs) -> bool:
    return (OWN | LEADER_OF | CARERS).allows(info.context.viewer, whose)
