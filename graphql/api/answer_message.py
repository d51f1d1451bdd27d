"""P6: the member answers a message's question by a tap; a reply by number is the same."""

from enum import Enum

import strawberry

from api.contact import Message
from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from care.contact.errors import OptionNotOffered, QuestionClosed
from care.dynamo.requests import Answer

__all__ = ["AnswerMessage"]


@error_codes(QuestionClosed, OptionNotOffered)
class AnswerMessageErrorCode(Enum):
    """Why an answer was not taken."""


@strawberry.input(description="What the caller answers.")
class AnswerMessageInput:
    message_id: strawberry.ID = strawberry.field(description="The caller's message, which asks something.")
    option: str = strawberry.field(description="The key of one of its options.")


@strawberry.type(description="What became of the answer.")
class AnswerMessagePayload(Payload[AnswerMessageErrorCode]):
    message: Message | None = strawberry.field(description="The message, with its question as it is now.")


@strawberry.type
class AnswerMessage:
    @strawberry.mutation(metadata=may(MEMBER))
    async def answer_message(
        self,
        info: Info,
        input: AnswerMessageInput,
        idempotency_key: IdempotencyKey,
    ) -> AnswerMessagePayload:
        """Answer the question of a message; what follows from it is done at once."""

        def use_case() -> Answer:
            message_id = local_id("Message", input.message_id, field="message_id")
            request = request_of(info, idempotency_key, input)
            mine = info.context.viewer.id
            return info.context.app.conversations.answer(request, mine, message_id, input.option)

        done = attempt(info, AnswerMessageErrorCode, use_case)
        message = await done.load(info, Message)
        return AnswerMessagePayload(message=message, replayed=done.replayed, user_errors=done.errors)
