"""L7: staff write a greeting, or write it anew."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.programmes.greetings import Greeting, GreetingKind
from api.programmes.posts import PLANNERS
from api.relay import local_id
from care.dynamo.requests import Answer
from care.members.model import TagName
from care.programmes.festivals import festival_start, next_evening
from care.programmes.greetings import model
from care.programmes.greetings.errors import AudienceIsEveryone, GreetingStepRefused
from care.programmes.greetings.model import GreetingAudience, Habit, LastOrder
from care.programmes.greetings.rules import GreetingDraft
from care.tickets.errors import WordsBanned

__all__ = ["SaveGreeting"]


@error_codes(WordsBanned, AudienceIsEveryone, GreetingStepRefused)
class SaveGreetingErrorCode(Enum):
    """Why a greeting was not saved."""


@strawberry.input(description="Who bought any of `skus` so often in the last days, and none of `never`.")
class GreetingHabitInput:
    skus: list[str] = strawberry.field(description="Any of these products, 1 to 5.")
    times: int = strawberry.field(description="In so many orders at least, 1 to 20.", default=1)
    days: int = strawberry.field(description="Of the last days, 1 to 365.", default=90)
    never: list[str] = strawberry.field(description="And none of these, at most 5.", default_factory=list)

    def entry(self) -> Habit:
        return Habit(skus=tuple(self.skus), times=self.times, days=self.days, never=tuple(self.never))


@strawberry.input(description="Whose last order was placed between so many days ago, 0 to 365.")
class GreetingLastOrderInput:
    least_days: int = strawberry.field(description="At least.", default=0)
    most_days: int = strawberry.field(description="At most.", default=30)

    def entry(self) -> LastOrder:
        return LastOrder(least_days=self.least_days, most_days=self.most_days)


@strawberry.input(description="A greeting as it is asked for. It starts from tags, or a habit, or the last order.")
class SaveGreetingInput:
    title: str = strawberry.field(description="As staff call it, 1 to 30 characters.")
    festival: str = strawberry.field(description="As members read it, 1 to 10 characters, such as 中秋节.")
    words: str = strawberry.field(description="What members read after the thanks, 1 to 60 characters.")
    kind: GreetingKind = strawberry.field(  # type: ignore[valid-type]
        description="What a member gets.", default=model.GreetingKind.MESSAGE
    )
    suggested: list[str] = strawberry.field(description="Of a SUGGESTION: 1 to 5 products.", default_factory=list)
    any_of: list[TagName] = strawberry.field(
        description="Members with any of these tags, at most 5.", default_factory=list
    )
    habit: GreetingHabitInput | None = strawberry.field(description="Or with this habit.", default=None)
    last_order: GreetingLastOrderInput | None = strawberry.field(
        description="Or whose last order is so long ago, with or without tags.", default=None
    )
    starts_at: datetime | None = strawberry.field(
        description="No wave goes out before this; null: nine in the morning of `festival`, one of `festivals`.",
        default=None,
    )
    ends_at: datetime | None = strawberry.field(
        description="Nothing is sent after this, an hour to 30 days later; null: nine in the evening of the day after.",
        default=None,
    )
    greeting_id: strawberry.ID | None = strawberry.field(description="The draft to write anew.", default=None)
    all_of: list[TagName] = strawberry.field(description="And with all of these, at most 5.", default_factory=list)
    none_of: list[TagName] = strawberry.field(description="And with none of these, at most 5.", default_factory=list)
    least_orders: int = strawberry.field(description="And so many orders or more.", default=0)
    category: str | None = strawberry.field(description="And who has bought of this category.", default=None)
    community: str | None = strawberry.field(description="And of this community.", default=None)

    def draft(self, now: datetime) -> GreetingDraft:
        starts_at = self.starts_at or festival_start(self.festival, now)
        audience = GreetingAudience(
            any_of=tuple(self.any_of),
            habit=self.habit.entry() if self.habit else None,
            last_order=self.last_order.entry() if self.last_order else None,
            all_of=tuple(self.all_of),
            none_of=tuple(self.none_of),
            least_orders=self.least_orders,
            category=self.category,
            community=self.community,
        )
        return GreetingDraft(
            title=self.title,
            festival=self.festival,
            words=self.words,
            audience=audience,
            starts_at=starts_at,
            ends_at=self.ends_at or next_evening(starts_at),
            kind=self.kind,
            suggested=tuple(self.suggested),
        )


@strawberry.type(description="What became of the greeting.")
class SaveGreetingPayload(Payload[SaveGreetingErrorCode]):
    greeting: Greeting | None = strawberry.field(description="The draft; its audience is being counted.")


@strawberry.type
class SaveGreeting:
    @strawberry.mutation(metadata=may(PLANNERS))
    async def save_greeting(
        self,
        info: Info,
        input: SaveGreetingInput,
        idempotency_key: IdempotencyKey,
    ) -> SaveGreetingPayload:
        """Write a draft, or write it anew; its audience is counted, nothing is sent."""

        def use_case() -> Answer:
            wanted = input.greeting_id
            known = local_id("Greeting", wanted, field="greeting_id") if wanted else None
            request = request_of(info, idempotency_key, input)
            return info.context.app.greetings.save(
                request, info.context.viewer.id, input.draft(info.context.app.clock.now()), known
            )

        done = attempt(info, SaveGreetingErrorCode, use_case)
        greeting = await done.load(info, Greeting)
        return SaveGreetingPayload(greeting=greeting, replayed=done.replayed, user_errors=done.errors)
