"""P6: the member answers a message's question by a tap; a reply by number is the same."""

from enum import Enum

import strawberry

from api.contact import Message
from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from api.transcripts import TranscriptInput, transcript_of
from care.contact.errors import OptionNotOffered, QuestionClosed
from care.dynamo.requests import Answer
from care.kernel.errors import BadInput

__all__ = ["AnswerMessage"]


@error_codes(QuestionClosed, OptionNotOffered)
class AnswerMessageErrorCode(Enum):
    """Why an answer was not taken."""


@strawberry.input(description="What the caller answers.")
class AnswerMessageInput:
    message_id: strawberry.ID = strawberry.field(description="The caller's message, which asks something.")
    option: str | None = strawberry.field(description="The key of one of its options.", default=None)
    transcript: TranscriptInput | None = strawberry.field(
        description="Instead: what the caller said; if it is not clear, a person has it, and the question is open.",
        default=None,
    )


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
            talks = info.context.app.conversations
            if input.transcript is not None and input.option is None:
                return talks.say(request, mine, message_id, transcript_of(input.transcript))
            if input.option is None or input.transcript is not None:
                raise BadInput("either an option or a transcript", field="option")
            return talks.answer(request, mine, message_id, input.option)

        done = attempt(info, AnswerMessageErrorCode, use_case)
        message = await done.load(info, Message)
        return AnswerMessagePayload(message=message, replayed=done.replayed, user_errors=done.errors)
