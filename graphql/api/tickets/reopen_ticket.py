"""G6: open a case again."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, MEMBER, may
from api.relay import local_id
from api.tickets.changes import actor, change
from api.tickets.types import Ticket
from care.dynamo.requests import Answer
from care.tickets.deadlines.errors import AppealInstead
from care.tickets.errors import ReopenTooLate, TicketNotOpen, WordsBanned
from care.tickets.talk import reopen_ticket

__all__ = ["ReopenTicket"]


@error_codes(AppealInstead, ReopenTooLate, TicketNotOpen, WordsBanned)
class ReopenTicketErrorCode(Enum):
    """Why a ticket was not reopened."""


@strawberry.input(description="Which case to open again, and why.")
class ReopenTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    text: str | None = strawberry.field(description="Why, up to 1000 characters.", default=None)


@strawberry.type(description="What became of it.")
class ReopenTicketPayload(Payload[ReopenTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class ReopenTicket:
    @strawberry.mutation(metadata=may(MEMBER | CARERS))
    async def reopen_ticket(
        self, info: Info, input: ReopenTicketInput, idempotency_key: IdempotencyKey
    ) -> ReopenTicketPayload:
        """Open an ended case again, with priority, while the time for it has not passed. Who did so often is called."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return reopen_ticket(info.context.app.desk, actor(info), ticket_id, input.text, request)

        done = change(info, ReopenTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return ReopenTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
