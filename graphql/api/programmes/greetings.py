"""L7: greetings, for those who run them."""

from asyncio import gather
from datetime import date, datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.members.tags import TagName
from api.members.types import Member
from api.permissions import CARERS, PART, STAFF, may, seen_by
from api.programmes.posts import PLANNERS
from api.relay import After, Connection, First, page, page_of
from api.stored import Source, Stored
from care.kernel.errors import BadInput
from care.programmes.festivals import FESTIVALS, FIRST_YEAR, LAST_YEAR, festival_day
from care.programmes.greetings import model

__all__ = ["Greeting", "GreetingCard", "GreetingKind", "GreetingsQuery"]

GreetingState = described(
    model.GreetingState,
    "Where a greeting stands.",
    DRAFT="It is being written, or was given back.",
    SUBMITTED="It waits for a second person.",
    RUNNING="Approved: from `startsAt` on it goes out in waves.",
    PAUSED="Nothing more goes out until somebody resumes it.",
    STOPPED="Nothing more goes out; final.",
    DONE="All waves have gone out, or its time is over; what still waits can be paused or stopped until then.",
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


GreetingKind = described(
    model.GreetingKind,
    "What a member gets.",
    name="GreetingKind",
    MESSAGE="Thanks, as a message.",
    CARD="Thanks by hand (手写感谢卡): a card for one of us to write.",
    SUGGESTION="Something that fits what they buy, as a message.",
)


@seen_by(PLANNERS)
@strawberry.type(description="Who bought any of `skus` so often in the last days, and none of `never`.")
class GreetingHabit:
    skus: list[str] = strawberry.field(description="Any of these products.")
    times: int = strawberry.field(description="In so many orders at least.")
    days: int = strawberry.field(description="Of the last days.")
    never: list[str] = strawberry.field(description="And none of these.")


@seen_by(PLANNERS)
@strawberry.type(description="Whose last order was placed between so many days ago.")
class GreetingLastOrder:
    least_days: int = strawberry.field(description="At least.")
    most_days: int = strawberry.field(description="At most.")


@seen_by(PLANNERS)
@strawberry.type(description="Who bought what was suggested, of those who were told and of those left alone.")
class GreetingEffect:
    told: int = strawberry.field(description="Members who were told.")
    told_bought: int = strawberry.field(description="Of these, who bought since.")
    held_out: int = strawberry.field(description="Members who were left alone, to compare.")
    held_out_bought: int = strawberry.field(description="Of these, who bought since.")


@seen_by(PLANNERS)
@strawberry.type(description="Thanks at a festival, or a suggestion, to an audience of members (L7).")
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
    def kind(self) -> GreetingKind:  # type: ignore[valid-type]
        """What a member gets."""
        return self.model.kind

    @strawberry.field
    def suggested(self) -> list[str]:
        """The products that a SUGGESTION is about."""
        return list(self.model.suggested)

    @strawberry.field
    def habit(self) -> GreetingHabit | None:
        """Or members with this habit."""
        habit = self.model.audience.habit
        if habit is None:
            return None
        return GreetingHabit(skus=list(habit.skus), times=habit.times, days=habit.days, never=list(habit.never))

    @strawberry.field
    def last_order(self) -> GreetingLastOrder | None:
        """Or members whose last order is so long ago."""
        last = self.model.audience.last_order
        return GreetingLastOrder(least_days=last.least_days, most_days=last.most_days) if last else None

    @strawberry.field
    def effect(self) -> GreetingEffect:
        """What came of a SUGGESTION, counted some days after its end."""
        found = self.model.effect
        return GreetingEffect(
            told=found.told,
            told_bought=found.told_bought,
            held_out=found.held_out,
            held_out_bought=found.held_out_bought,
        )

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


GreetingCardState = described(
    model.CardState,
    "Where a card stands.",
    name="GreetingCardState",
    TO_WRITE="It waits to be written.",
    WRITTEN="It was written.",
    NOT_WRITTEN="It was not written; `note` may say why.",
    SUPPRESSED="The member gets none.",
)


@seen_by(STAFF)
@strawberry.type(description="A card to write by hand for a member (手写感谢卡, L7).")
class GreetingCard(Stored[model.GreetingCard]):
    @staticmethod
    def source(app: App) -> Source[model.GreetingCard]:
        return "greeting_cards", app.greeting_cards.get_many

    @strawberry.field
    async def member(self, info: Info) -> Member | None:
        """For whom."""
        return await Member.load(info.context, self.model.member_id)

    @strawberry.field
    def festival(self) -> str:
        """The festival."""
        return self.model.festival

    @strawberry.field
    def words(self) -> str:
        """What it should say; the writer may find their own."""
        return self.model.words

    @strawberry.field
    def by(self) -> datetime:
        """By when."""
        return self.model.by

    @strawberry.field
    def assignee(self) -> str:
        """The staff id of who writes it, or `duty`."""
        return self.model.assignee

    @strawberry.field
    def state(self) -> GreetingCardState:  # type: ignore[valid-type]
        """Where it stands."""
        return self.model.state

    @strawberry.field
    def note(self) -> str:
        """What the writer had to say."""
        return self.model.note


@seen_by(PART)
@strawberry.type(description="On which day of a year a festival falls.")
class Festival:
    name: str = strawberry.field(description="As members read it.")
    day: date = strawberry.field(description="The day.")


@strawberry.type
class GreetingsQuery:
    @strawberry.field(metadata=may(PLANNERS))
    def greetings(self, info: Info, first: First = 20, after: After = None) -> Connection[Greeting]:
        """All greetings, the newest first."""
        return page(info, "greetings", first, after, fetch=info.context.app.greetings.listed, kind=Greeting)

    @strawberry.field(metadata=may(CARERS))
    def cards_to_write(
        self, info: Info, assignee: str | None = None, first: First = 20, after: After = None
    ) -> Connection[GreetingCard]:
        """What somebody (the caller by default; `duty`: anybody) has to write, what is due first before all."""
        whose, cards = assignee or info.context.viewer.id, info.context.app.greeting_cards
        return page_of(info, "cardsToWrite", whose, first, after, fetch=cards.of_staff, kind=GreetingCard)

    @strawberry.field(metadata=may(PLANNERS))
    def festivals(self, year: int) -> list[Festival]:
        """The festivals of a year, in order; 2020 to 2099."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise BadInput("festivals are known from 2020 to 2099", field="year")
        days = ((festival_day(name, year), name) for name in FESTIVALS)
        return [Festival(name=name, day=day) for day, name in sorted(days)]
