"""G6, G10: an agent decides a case."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from api.tickets.changes import actor, change
from api.tickets.types import Ticket
from care.accounts.errors import BenefitCapExceeded, CapExceeded
from care.dynamo.requests import Answer
from care.tickets.decide_ticket import Decision, decide_ticket
from care.tickets.errors import AlreadyDecided, CaseChanged, LineCancelled, NothingLeft, TicketNotOpen

__all__ = ["DecideTicket"]


@error_codes(AlreadyDecided, BenefitCapExceeded, CapExceeded, CaseChanged, LineCancelled, NothingLeft, TicketNotOpen)
class DecideTicketErrorCode(Enum):
    """Why a decision was refused."""


@strawberry.input(description="An agent's decision.")
class DecideTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    text: str = strawberry.field(description="What the member and the timeline are told, 1 to 1000 characters.")
    seen_step: int = strawberry.field(description="The `step` that the caller saw.")
    remedy: str | None = strawberry.field(description="A remedy's code; none to resolve by words alone.", default=None)
    closes_children: bool = strawberry.field(
        description="Resolve by the same words what was merged into it and has no remedy.", default=False
    )


@strawberry.type(description="What became of the decision.")
class DecideTicketPayload(Payload[DecideTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class DecideTicket:
    @strawberry.mutation(metadata=may(CARERS))
    async def decide_ticket(
        self, info: Info, input: DecideTicketInput, idempotency_key: IdempotencyKey
    ) -> DecideTicketPayload:
        """Decide a case: with a remedy of the ticket's policy, under the line's cap, or with words alone."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            decision = Decision(
                ticket_id=ticket_id,
                words=input.text,
                seen_step=input.seen_step,
                remedy=input.remedy,
                closes_children=input.closes_children,
            )
            request = request_of(info, idempotency_key, input)
            return decide_ticket(info.context.app.desk, actor(info), decision, request)

        done = change(info, DecideTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return DecideTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
