"""G6: take an application back."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import UserError, error_codes
from api.permissions import MEMBER, PART, may, seen_by
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


@seen_by(PART)
@strawberry.type(description="What became of the withdrawal.")
class WithdrawTicketPayload:
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")
    replayed: bool = strawberry.field(description="Whether an earlier call with this key had done it.")
    user_errors: list[UserError[WithdrawTicketErrorCode]] = strawberry.field(description="Why nothing was done.")


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

        ticket, replayed, errors = await change(info, WithdrawTicketErrorCode, use_case)
        return WithdrawTicketPayload(ticket=ticket, replayed=replayed, user_errors=errors)
