"""G6: a further question of a case becomes a task of its own."""

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
from care.tickets.teamwork.split_ticket import Splitting, split_ticket

__all__ = ["SplitTicket"]


@error_codes()
class SplitTicketErrorCode(Enum):
    """Why a case was not split."""


@strawberry.input(description="A further question.")
class SplitTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    title: str = strawberry.field(description="The question, as a queue shows it: 1 to 60 characters.")
    text: str = strawberry.field(description="What a colleague must know, 1 to 1000 characters; for staff only.")


@strawberry.type(description="What became of it.")
class SplitTicketPayload(Payload[SplitTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The new task.")


@strawberry.type
class SplitTicket:
    @strawberry.mutation(metadata=may(CARERS))
    async def split_ticket(
        self, info: Info, input: SplitTicketInput, idempotency_key: IdempotencyKey
    ) -> SplitTicketPayload:
        """Open a task for a further question of a case, linked to it. A task pays nothing."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            splitting = Splitting(ticket_id=ticket_id, title=input.title, words=input.text)
            request = request_of(info, idempotency_key, input)
            return split_ticket(info.context.app.desk, actor(info), splitting, request)

        done = change(info, SplitTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return SplitTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
