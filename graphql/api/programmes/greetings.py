"""L7: greetings, for those who run them."""

from asyncio import gather
from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.members.tags import TagName
from api.members.types import Member
from api.permissions import may, seen_by
from api.programmes.posts import PLANNERS
from api.relay import After, Connection, First, page
from api.stored import Source, Stored
from care.programmes.greetings import model

__all__ = ["Greeting", "GreetingsQuery"]

GreetingState = described(
    model.GreetingState,
    "Where a greeting stands.",
    DRAFT="It is being written, or was given back.",
    SUBMITTED="It waits for a second person.",
    RUNNING="Approved: from `startsAt` on it goes out in waves.",
    PAUSED="No further wave goes out until somebody resumes it.",
    STOPPED="No further wave goes out; final.",
    DONE="All waves have gone out, or its time is over; final.",
)


@seen_by(PLANNERS)
@strawberry.type(description="The audience as it was counted when the draft was saved; nothing has been sent.")
class GreetingPreview:
    model: strawberry.Private[model.Preview]

    @strawberry.field
    def complete(self) -> bool:
        """Whether all have been counted; until then the figures grow."""
        return self.model.complete

    @strawberry.field
    def looked_at(self) -> int:
        """Bearers of its tags who were looked at; who bears two is looked at twice, and meant once."""
        return self.model.looked_at

    @strawberry.field
    def meant(self) -> int:
        """Members to whom the rule applies."""
        return self.model.meant

    @strawberry.field
    def opted_out(self) -> int:
        """Of these, who want no marketing."""
        return self.model.opted_out

    @strawberry.field
    def held_out(self) -> int:
        """Of the others, whom it leaves alone, so that its effect can be measured."""
        return self.model.held_out

    @strawberry.field
    def open_alert(self) -> int:
        """Of the others, who have an open red alert."""
        return self.model.open_alert

    @strawberry.field
    async def sample(self, info: Info) -> list[Member]:
        """The first ten of those who would be written to."""
        found = await gather(*(Member.load(info.context, each) for each in self.model.sample))
        return [each for each in found if each]


@seen_by(PLANNERS)
@strawberry.type(description="So many messages of a greeting are where they are for this reason.")
class GreetingOutcome:
    state: str = strawberry.field(description="State of the messages.")
    reason: str | None = strawberry.field(description="Why they wait, or were not sent.")
    count: int = strawberry.field(description="How many.")


@seen_by(PLANNERS)
@strawberry.type(description="Thanks at a festival to members of certain tags (L7).")
class Greeting(Stored[model.Greeting]):
    @staticmethod
    def source(app: App) -> Source[model.Greeting]:
        return "greetings", app.greetings.get_many

    @strawberry.field
    def title(self) -> str:
        """As staff call it."""
        return self.model.title

    @strawberry.field
    def festival(self) -> str:
        """As members read it."""
        return self.model.festival

    @strawberry.field
    def words(self) -> str:
        """What members read after the thanks."""
        return self.model.words

    @strawberry.field
    def state(self) -> GreetingState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def any_of(self) -> list[TagName]:
        """Members with any of these tags."""
        return list(self.model.audience.any_of)

    @strawberry.field
    def all_of(self) -> list[TagName]:
        """And with all of these."""
        return list(self.model.audience.all_of)

    @strawberry.field
    def none_of(self) -> list[TagName]:
        """And with none of these."""
        return list(self.model.audience.none_of)

    @strawberry.field
    def least_orders(self) -> int:
        """And so many orders or more."""
        return self.model.audience.least_orders

    @strawberry.field
    def category(self) -> str | None:
        """And who has bought of this category."""
        return self.model.audience.category

    @strawberry.field
    def community(self) -> str | None:
        """And of this community."""
        return self.model.audience.community

    @strawberry.field
    def starts_at(self) -> datetime:
        """No wave goes out before this."""
        return self.model.starts_at

    @strawberry.field
    def ends_at(self) -> datetime:
        """Nothing of it is sent after this."""
        return self.model.ends_at

    @strawberry.field
    def preview(self) -> GreetingPreview:
        """Whom it is meant for."""
        return GreetingPreview(model=self.model.preview)

    @strawberry.field
    def waves(self) -> int:
        """Waves that have gone out."""
        return self.model.waves

    @strawberry.field
    def told(self) -> int:
        """Members to whom a message was planned."""
        return self.model.told

    @strawberry.field
    def outcomes(self) -> list[GreetingOutcome]:
        """What became of these messages, as last counted: 15 minutes after a wave, then two-hourly."""
        parts = [(name.partition(":"), count) for name, count in self.model.outcomes.items()]
        return [GreetingOutcome(state=state, reason=why or None, count=count) for (state, _, why), count in parts]

    @strawberry.field
    def written_by(self) -> str:
        """The staff id of its author."""
        return self.model.written_by

    @strawberry.field
    def decided_by(self) -> str | None:
        """The staff id of who approved it, or gave it back."""
        return self.model.decided_by

    @strawberry.field
    def refused_because(self) -> str | None:
        """Why it was given back."""
        return self.model.refused_because


@strawberry.type
class GreetingsQuery:
    @strawberry.field(metadata=may(PLANNERS))
    def greetings(self, info: Info, first: First = 20, after: After = None) -> Connection[Greeting]:
        """All greetings, the newest first."""
        return page(info, "greetings", first, after, fetch=info.context.app.greetings.listed, kind=Greeting)
