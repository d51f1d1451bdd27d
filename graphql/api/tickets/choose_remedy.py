"""C1: choose from the menu of a ticket."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from api.tickets.changes import change
from api.tickets.types import Ticket
from care.accounts.errors import BenefitCapExceeded, CapExceeded
from care.dynamo.requests import Answer
from care.tickets.choose_remedy import choose_remedy
from care.tickets.errors import (
    AlreadyDecided,
    LineCancelled,
    OfferAltered,
    OfferExpired,
    OfferMismatch,
    TicketNotOpen,
)

__all__ = ["ChooseRemedy"]


@error_codes(
    AlreadyDecided,
    BenefitCapExceeded,
    CapExceeded,
    LineCancelled,
    OfferAltered,
    OfferExpired,
    OfferMismatch,
    TicketNotOpen,
)
class ChooseRemedyErrorCode(Enum):
    """Why a choice was not taken."""


@strawberry.input(description="A choice from the menu.")
class ChooseRemedyInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    offer: str = strawberry.field(description="The token of the offer.")


@strawberry.type(description="What became of the choice.")
class ChooseRemedyPayload(Payload[ChooseRemedyErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class ChooseRemedy:
    @strawberry.mutation(metadata=may(MEMBER))
    async def choose_remedy(
        self, info: Info, input: ChooseRemedyInput, idempotency_key: IdempotencyKey
    ) -> ChooseRemedyPayload:
        """Choose a remedy from a ticket's menu; commits once, and is paid."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return choose_remedy(info.context.app.desk, info.context.viewer.id, ticket_id, input.offer, request)

        done = change(info, ChooseRemedyErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return ChooseRemedyPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
