"""G6: what goes first in a queue."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from api.tickets.changes import actor, change
from api.tickets.enums import TicketPriority
from api.tickets.types import Ticket
from care.dynamo.requests import Answer
from care.tickets.errors import CaseChanged, TicketNotOpen
from care.tickets.teamwork.set_priority import set_ticket_priority

__all__ = ["SetTicketPriority"]


@error_codes(CaseChanged, TicketNotOpen)
class SetTicketPriorityErrorCode(Enum):
    """Why the priority stays."""


@strawberry.input(description="What goes first.")
class SetTicketPriorityInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    seen_step: int = strawberry.field(description="The `step` that the caller saw.")
    priority: TicketPriority = strawberry.field(description="The priority from now on.")  # type: ignore[valid-type]


@strawberry.type(description="What became of it.")
class SetTicketPriorityPayload(Payload[SetTicketPriorityErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class SetTicketPriority:
    @strawberry.mutation(metadata=may(CARERS))
    async def set_ticket_priority(
        self, info: Info, input: SetTicketPriorityInput, idempotency_key: IdempotencyKey
    ) -> SetTicketPriorityPayload:
        """Say how urgent an open case is."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            desk = info.context.app.desk
            return set_ticket_priority(desk, actor(info), ticket_id, input.priority, input.seen_step, request)

        done = change(info, SetTicketPriorityErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return SetTicketPriorityPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
