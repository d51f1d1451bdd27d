"""L7: staff submit, pause, resume or stop a greeting."""

from enum import Enum

import strawberry

from api.context import Info
from api.enums import described
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may
from api.programmes.greetings import Greeting
from api.programmes.posts import PLANNERS
from api.relay import local_id
from care.dynamo.requests import Answer
from care.programmes.greetings import model
from care.programmes.greetings.errors import (
    AudienceIsEmpty,
    AudienceNotCounted,
    AudienceTooWide,
    GreetingOver,
    GreetingStepRefused,
)

__all__ = ["MoveGreeting"]

described(
    model.GreetingStep,
    "What those who run a greeting can do with it.",
    SUBMIT="A draft whose audience is counted is laid before a second person.",
    PAUSE="No further wave goes out for now.",
    RESUME="It goes on where it stood.",
    STOP="No further wave goes out any more.",
)


@error_codes(GreetingStepRefused, GreetingOver, AudienceNotCounted, AudienceIsEmpty, AudienceTooWide)
class MoveGreetingErrorCode(Enum):
    """Why the step was not taken."""


@strawberry.input(description="Which greeting, and what is done with it.")
class MoveGreetingInput:
    greeting_id: strawberry.ID = strawberry.field(description="The greeting.")
    step: model.GreetingStep = strawberry.field(description="What is done with it.")


@strawberry.type(description="What became of the greeting.")
class MoveGreetingPayload(Payload[MoveGreetingErrorCode]):
    greeting: Greeting | None = strawberry.field(description="The greeting as it is now.")


@strawberry.type
class MoveGreeting:
    @strawberry.mutation(metadata=may(PLANNERS))
    async def move_greeting(
        self,
        info: Info,
        input: MoveGreetingInput,
        idempotency_key: IdempotencyKey,
    ) -> MoveGreetingPayload:
        """Submit, pause, resume or stop. What waves have planned and not sent is taken back by a pause or a stop, and
        planned anew when it is resumed.
        """

        def use_case() -> Answer:
            greeting_id = local_id("Greeting", input.greeting_id, field="greeting_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.greetings.move(request, greeting_id, input.step)

        done = attempt(info, MoveGreetingErrorCode, use_case)
        greeting = await done.load(info, Greeting)
        return MoveGreetingPayload(greeting=greeting, replayed=done.replayed, user_errors=done.errors)
