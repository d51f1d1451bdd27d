"""P6: begin the call that a task asks for."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from api.tickets.call_task import number_for
from api.tickets.changes import actor, change
from api.tickets.types import Ticket
from care.contact.calls.errors import CallElsewhere, CallEnded, CallNotNow, CallOvertaken
from care.dynamo.requests import Answer
from care.tickets.calls import start_call as use_case_of

__all__ = ["StartCall"]


@error_codes(CallElsewhere, CallEnded, CallNotNow, CallOvertaken)
class StartCallErrorCode(Enum):
    """Why the call was not begun."""


@strawberry.input(description="A call to begin.")
class StartCallInput:
    ticket_id: strawberry.ID = strawberry.field(description="The task; the caller must have it.")


@strawberry.type(description="What became of the call.")
class StartCallPayload(Payload[StartCallErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The task as it is now.")
    phone: str | None = strawberry.field(
        description="The member's number, for this call; null once it is over, and where the mall has taken it back."
    )


@strawberry.type
class StartCall:
    @strawberry.mutation(metadata=may(CARERS))
    async def start_call(self, info: Info, input: StartCallInput, idempotency_key: IdempotencyKey) -> StartCallPayload:
        """Begin to call a member, and learn the number. Refused in quiet hours, and once there is nothing to say."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return use_case_of.start_call(info.context.app.desk, actor(info), ticket_id, request)

        done = change(info, StartCallErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        phone = await number_for(info, ticket.model) if ticket else None
        return StartCallPayload(ticket=ticket, phone=phone, replayed=done.replayed, user_errors=done.errors)
