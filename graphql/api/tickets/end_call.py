"""P6: say what came of a call."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from api.tickets.call_task import CallOutcome
from api.tickets.changes import actor, change
from api.tickets.types import Ticket
from care.contact.calls.errors import CallElsewhere, CallEnded, CallNotStarted
from care.contact.errors import OptionNotOffered, QuestionClosed
from care.dynamo.requests import Answer
from care.tickets.calls import end_call as use_case_of

__all__ = ["EndCall"]


@error_codes(CallElsewhere, CallEnded, CallNotStarted, OptionNotOffered, QuestionClosed)
class EndCallErrorCode(Enum):
    """Why the call was not ended."""


@strawberry.input(description="What came of a call.")
class EndCallInput:
    ticket_id: strawberry.ID = strawberry.field(description="The task.")
    outcome: CallOutcome = strawberry.field(description="What came of it.")  # type: ignore[valid-type]
    option: str | None = strawberry.field(
        description="The key of what the member answered, where the message asks something; what follows is done.",
        default=None,
    )
    text: str | None = strawberry.field(description="For colleagues, 1 to 1000 characters.", default=None)


@strawberry.type(description="What became of the call.")
class EndCallPayload(Payload[EndCallErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The task as it is now.")


@strawberry.type
class EndCall:
    @strawberry.mutation(metadata=may(CARERS))
    async def end_call(self, info: Info, input: EndCallInput, idempotency_key: IdempotencyKey) -> EndCallPayload:
        """Say what came of a call: the task ends, and who was not reached is written to instead."""

        def use_case() -> Answer:
            said = use_case_of.CallEnd(
                ticket_id=local_id("Ticket", input.ticket_id, field="ticket_id"),
                outcome=input.outcome,
                option=input.option,
                words=input.text,
            )
            request = request_of(info, idempotency_key, input)
            return use_case_of.end_call(info.context.app.desk, actor(info), said, request)

        done = change(info, EndCallErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return EndCallPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
