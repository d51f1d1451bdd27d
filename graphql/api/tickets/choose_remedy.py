"""C1: choose from the menu of a ticket."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import UserError, error_codes
from api.permissions import MEMBER, PART, may, seen_by
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


@seen_by(PART)
@strawberry.type(description="What became of the choice.")
class ChooseRemedyPayload:
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")
    replayed: bool = strawberry.field(description="Whether an earlier call with this key had done it.")
    user_errors: list[UserError[ChooseRemedyErrorCode]] = strawberry.field(description="Why nothing was done.")


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

        ticket, replayed, errors = await change(info, ChooseRemedyErrorCode, use_case)
        return ChooseRemedyPayload(ticket=ticket, replayed=replayed, user_errors=errors)
