"""G6: undo a merge."""

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
from care.tickets.errors import CaseChanged, TicketNotOpen
from care.tickets.teamwork.errors import MergeNotAllowed
from care.tickets.teamwork.merge_tickets import unmerge_ticket

__all__ = ["UnmergeTicket"]


@error_codes(CaseChanged, MergeNotAllowed, TicketNotOpen)
class UnmergeTicketErrorCode(Enum):
    """Why a merge was not undone."""


@strawberry.input(description="Which case goes on by itself.")
class UnmergeTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The child.")
    seen_step: int = strawberry.field(description="The `step` that the caller saw.")


@strawberry.type(description="What became of it.")
class UnmergeTicketPayload(Payload[UnmergeTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class UnmergeTicket:
    @strawberry.mutation(metadata=may(CARERS))
    async def unmerge_ticket(
        self, info: Info, input: UnmergeTicketInput, idempotency_key: IdempotencyKey
    ) -> UnmergeTicketPayload:
        """Let a merged case go on by itself again, while both are open."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return unmerge_ticket(info.context.app.desk, actor(info), ticket_id, input.seen_step, request)

        done = change(info, UnmergeTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return UnmergeTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
