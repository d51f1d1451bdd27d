"""G6: two cases have to do with each other."""

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
from care.tickets.teamwork.link_tickets import link_tickets

__all__ = ["LinkTickets"]


@error_codes()
class LinkTicketsErrorCode(Enum):
    """Why nothing was done."""


@strawberry.input(description="Two cases.")
class LinkTicketsInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    other_id: strawberry.ID = strawberry.field(description="The other ticket.")


@strawberry.type(description="What became of it.")
class LinkTicketsPayload(Payload[LinkTicketsErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class LinkTickets:
    @strawberry.mutation(metadata=may(CARERS))
    async def link_tickets(
        self, info: Info, input: LinkTicketsInput, idempotency_key: IdempotencyKey
    ) -> LinkTicketsPayload:
        """Say that two cases have to do with each other; a link means nothing more."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            other_id = local_id("Ticket", input.other_id, field="other_id")
            request = request_of(info, idempotency_key, input)
            return link_tickets(info.context.app.desk, actor(info), ticket_id, other_id, request)

        done = change(info, LinkTicketsErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return LinkTicketsPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
