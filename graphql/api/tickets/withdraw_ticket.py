"""G6: take an application back."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from api.tickets.changes import change, myself
from api.tickets.types import Ticket
from care.dynamo.requests import Answer
from care.tickets.errors import AlreadyDecided, TicketNotOpen
from care.tickets.talk import withdraw_ticket

__all__ = ["WithdrawTicket"]


@error_codes(AlreadyDecided, TicketNotOpen)
class WithdrawTicketErrorCode(Enum):
    """Why a withdrawal was refused."""


@strawberry.input(description="Which application to take back.")
class WithdrawTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")


@strawberry.type(description="What became of the withdrawal.")
class WithdrawTicketPayload(Payload[WithdrawTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class WithdrawTicket:
    @strawberry.mutation(metadata=may(MEMBER))
    async def withdraw_ticket(
        self, info: Info, input: WithdrawTicketInput, idempotency_key: IdempotencyKey
    ) -> WithdrawTicketPayload:
        """Take one's own application back, before a remedy has been taken. It can be reopened."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return withdraw_ticket(info.context.app.desk, myself(info), ticket_id, request)

        done = change(info, WithdrawTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return WithdrawTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
