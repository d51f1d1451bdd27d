"""L7: a second person approves a greeting, or gives it back."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.programmes.greetings import Greeting
from api.relay import local_id
from api.viewer import Role
from care.dynamo.requests import Answer
from care.programmes.greetings.errors import GreetingOver, GreetingStepRefused, OwnGreeting

__all__ = ["DecideGreeting"]


@error_codes(GreetingStepRefused, GreetingOver, OwnGreeting)
class DecideGreetingErrorCode(Enum):
    """Why nothing was decided."""


@strawberry.input(description="Which greeting, and whether it goes out.")
class DecideGreetingInput:
    greeting_id: strawberry.ID = strawberry.field(description="The greeting.")
    refused_because: str | None = strawberry.field(
        description="Why it is given back, 1 to 200 characters; absent: it is approved.", default=None
    )


@strawberry.type(description="What became of the greeting.")
class DecideGreetingPayload(Payload[DecideGreetingErrorCode]):
    greeting: Greeting | None = strawberry.field(description="The greeting as it is now.")


@strawberry.type
class DecideGreeting:
    @strawberry.mutation(metadata=may(staff(Role.OPERATOR, Role.MANAGER)))
    async def decide_greeting(
        self,
        info: Info,
        input: DecideGreetingInput,
        idempotency_key: IdempotencyKey,
    ) -> DecideGreetingPayload:
        """Approve what somebody else has written, which sets it going; or give it back."""

        def use_case() -> Answer:
            greeting_id = local_id("Greeting", input.greeting_id, field="greeting_id")
            request, me = request_of(info, idempotency_key, input), info.context.viewer.id
            return info.context.app.greetings.decide(request, me, greeting_id, input.refused_because)

        done = attempt(info, DecideGreetingErrorCode, use_case)
        greeting = await done.load(info, Greeting)
        return DecideGreetingPayload(greeting=greeting, replayed=done.replayed, user_errors=done.errors)
