"""G6: two cases have nothing to do with each other after all."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from api.tickets.changes import actor, change
from api.tickets.types import Ticket
from care.dynamo.requests import Answer
from care.tickets.teamwork.link_tickets import unlink_tickets

__all__ = ["UnlinkTickets"]


@error_codes()
class UnlinkTicketsErrorCode(Enum):
    """Why nothing was done."""


@strawberry.input(description="Two cases.")
class UnlinkTicketsInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    other_id: strawberry.ID = strawberry.field(description="The other ticket.")


@strawberry.type(description="What became of it.")
class UnlinkTicketsPayload(Payload[UnlinkTicketsErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class UnlinkTickets:
    @strawberry.mutation(metadata=may(CARERS))
    async def unlink_tickets(
        self, info: Info, input: UnlinkTicketsInput, idempotency_key: IdempotencyKey
    ) -> UnlinkTicketsPayload:
        """Undo a link."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            other_id = local_id("Ticket", input.other_id, field="other_id")
            request = request_of(info, idempotency_key, input)
            return unlink_tickets(info.context.app.desk, actor(info), ticket_id, other_id, request)

        done = change(info, UnlinkTicketsErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return UnlinkTicketsPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
