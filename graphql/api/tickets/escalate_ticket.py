"""T1: a leader asks that a member's case goes before others."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import may, staff
from api.relay import local_id
from api.tickets.changes import change
from api.tickets.types import Ticket
from api.viewer import Role
from care.dynamo.requests import Answer
from care.tickets.authority.limits import LEADER
from care.tickets.errors import AlreadyEscalated, TicketNotOpen
from care.tickets.escalate_ticket import escalate_ticket
from care.tickets.timeline import Actor

__all__ = ["EscalateTicket"]


@error_codes(AlreadyEscalated, TicketNotOpen)
class EscalateTicketErrorCode(Enum):
    """Why it stays where it is."""


@strawberry.input(description="A case that cannot wait, and why.")
class EscalateTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="An open case of the caller's community.")
    text: str = strawberry.field(description="What whoever has the case should know, 1 to 1000 characters.")


@strawberry.type(description="What became of it.")
class EscalateTicketPayload(Payload[EscalateTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now: its `promise` says by when.")


@strawberry.type
class EscalateTicket:
    @strawberry.mutation(metadata=may(staff(Role.LEADER)))
    async def escalate_ticket(
        self, info: Info, input: EscalateTicketInput, idempotency_key: IdempotencyKey
    ) -> EscalateTicketPayload:
        """Have a member's case go before others: a person owes an answer, and whoever has it is told. Once a round."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            leader = Actor(role=LEADER, id=info.context.viewer.id)
            request = request_of(info, idempotency_key, input)
            return escalate_ticket(info.context.app.desk, leader, ticket_id, input.text, request)

        done = change(info, EscalateTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return EscalateTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
