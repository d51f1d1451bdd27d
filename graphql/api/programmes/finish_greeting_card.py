"""L7: whoever has a card to write says what came of it."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import CARERS, may
from api.programmes.greetings import GreetingCard
from api.relay import local_id
from care.dynamo.requests import Answer
from care.programmes.greetings.errors import CardFinished

__all__ = ["FinishGreetingCard"]


@error_codes(CardFinished)
class FinishGreetingCardErrorCode(Enum):
    """Why nothing was noted."""


@strawberry.input(description="What came of a card.")
class FinishGreetingCardInput:
    card_id: strawberry.ID = strawberry.field(description="The card.")
    written: bool = strawberry.field(description="Whether it was written.")
    note: str = strawberry.field(description="Up to 200 characters.", default="")


@strawberry.type(description="What became of it.")
class FinishGreetingCardPayload(Payload[FinishGreetingCardErrorCode]):
    card: GreetingCard | None = strawberry.field(description="As it is now.")


@strawberry.type
class FinishGreetingCard:
    @strawberry.mutation(metadata=may(CARERS))
    async def finish_greeting_card(
        self, info: Info, input: FinishGreetingCardInput, idempotency_key: IdempotencyKey
    ) -> FinishGreetingCardPayload:
        """A card was written, or was not; said once."""

        def use_case() -> Answer:
            card_id = local_id("GreetingCard", input.card_id, field="card_id")
            request, by = request_of(info, idempotency_key, input), info.context.viewer.id
            cards = info.context.app.greeting_cards
            return cards.finish(request, by, card_id, written=input.written, note=input.note)

        done = attempt(info, FinishGreetingCardErrorCode, use_case)
        card = await done.load(info, GreetingCard)
        return FinishGreetingCardPayload(card=card, replayed=done.replayed, user_errors=done.errors)
