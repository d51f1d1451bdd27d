"""L7: staff write a greeting, or write it anew."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.programmes.greetings import Greeting
from api.programmes.posts import PLANNERS
from api.relay import local_id
from care.dynamo.requests import Answer
from care.members.model import TagName
from care.programmes.greetings.errors import AudienceIsEveryone, GreetingStepRefused
from care.programmes.greetings.model import GreetingAudience
from care.programmes.greetings.rules import GreetingDraft
from care.tickets.errors import WordsBanned

__all__ = ["SaveGreeting"]


@error_codes(WordsBanned, AudienceIsEveryone, GreetingStepRefused)
class SaveGreetingErrorCode(Enum):
    """Why a greeting was not saved."""


@strawberry.input(description="A greeting as it is asked for.")
class SaveGreetingInput:
    title: str = strawberry.field(description="As staff call it, 1 to 30 characters.")
    festival: str = strawberry.field(description="As members read it, 1 to 10 characters, such as 中秋节.")
    words: str = strawberry.field(description="What members read after the thanks, 1 to 60 characters.")
    any_of: list[TagName] = strawberry.field(description="Members with any of these tags, 1 to 5.")
    starts_at: datetime = strawberry.field(description="No wave goes out before this.")
    ends_at: datetime = strawberry.field(description="Nothing is sent after this; an hour to 30 days later.")
    greeting_id: strawberry.ID | None = strawberry.field(description="The draft to write anew.", default=None)
    all_of: list[TagName] = strawberry.field(description="And with all of these, at most 5.", default_factory=list)
    none_of: list[TagName] = strawberry.field(description="And with none of these, at most 5.", default_factory=list)
    least_orders: int = strawberry.field(description="And so many orders or more.", default=0)
    category: str | None = strawberry.field(description="And who has bought of this category.", default=None)
    community: str | None = strawberry.field(description="And of this community.", default=None)

    def draft(self) -> GreetingDraft:
        audience = GreetingAudience(
            any_of=tuple(self.any_of),
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
            starts_at=self.starts_at,
            ends_at=self.ends_at,
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
            return info.context.app.greetings.save(request, info.context.viewer.id, input.draft(), known)

        done = attempt(info, SaveGreetingErrorCode, use_case)
        greeting = await done.load(info, Greeting)
        return SaveGreetingPayload(greeting=greeting, replayed=done.replayed, user_errors=done.errors)
