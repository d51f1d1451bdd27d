"""G6: appeal against a refusal, or against less than the rule gives."""

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
from care.tickets.deadlines import appeal_ticket as appealing
from care.tickets.deadlines.errors import AppealTooLate, AppealUsed, NotRefused
from care.tickets.errors import TicketNotOpen

__all__ = ["AppealTicket"]


@error_codes(AppealTooLate, AppealUsed, NotRefused, TicketNotOpen)
class AppealTicketErrorCode(Enum):
    """Why an appeal was refused."""


@strawberry.input(description="An appeal against a refusal, or against less than the rule gives.")
class AppealTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    text: str = strawberry.field(description="What was overlooked, 1 to 1000 characters.")


@strawberry.type(description="What became of the appeal.")
class AppealTicketPayload(Payload[AppealTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class AppealTicket:
    @strawberry.mutation(metadata=may(MEMBER))
    async def appeal_ticket(
        self, info: Info, input: AppealTicketInput, idempotency_key: IdempotencyKey
    ) -> AppealTicketPayload:
        """Have another person look at what was refused, or at less than the rule gives; once for each ticket."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return appealing.appeal_ticket(info.context.app.desk, myself(info), ticket_id, input.text, request)

        done = change(info, AppealTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return AppealTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
