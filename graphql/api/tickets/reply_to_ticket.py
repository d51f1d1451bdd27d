"""G6: say something to a ticket."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import UserError, error_codes
from api.permissions import CARERS, MEMBER, PART, may, seen_by
from api.relay import local_id
from api.tickets.changes import actor, change
from api.tickets.types import Ticket
from care.dynamo.requests import Answer
from care.tickets.errors import TicketNotOpen
from care.tickets.talk import reply_to_ticket

__all__ = ["ReplyToTicket"]


@error_codes(TicketNotOpen)
class ReplyToTicketErrorCode(Enum):
    """Why a reply was refused."""


@strawberry.input(description="A reply.")
class ReplyToTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    text: str = strawberry.field(description="1 to 1000 characters.")


@seen_by(PART)
@strawberry.type(description="What became of the reply.")
class ReplyToTicketPayload:
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")
    replayed: bool = strawberry.field(description="Whether an earlier call with this key had done it.")
    user_errors: list[UserError[ReplyToTicketErrorCode]] = strawberry.field(description="Why nothing was done.")


@strawberry.type
class ReplyToTicket:
    @strawberry.mutation(metadata=may(MEMBER | CARERS))
    async def reply_to_ticket(
        self, info: Info, input: ReplyToTicketInput, idempotency_key: IdempotencyKey
    ) -> ReplyToTicketPayload:
        """Add words to a ticket; a reply of staff notifies the member."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return reply_to_ticket(info.context.app.desk, actor(info), ticket_id, input.text, request)

        ticket, replayed, errors = await change(info, ReplyToTicketErrorCode, use_case)
        return ReplyToTicketPayload(ticket=ticket, replayed=replayed, user_errors=errors)
