"""G6: refuse an application."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from api.tickets.changes import actor, change
from api.tickets.refusal import RefusalReason
from api.tickets.types import Ticket
from care.dynamo.requests import Answer
from care.tickets.authority.errors import OwnCase
from care.tickets.deadlines import refuse_ticket as refusing
from care.tickets.deadlines.errors import ManagerRequired, MenuStands, SamePerson
from care.tickets.errors import AlreadyDecided, CaseChanged, TicketNotOpen, WordsBanned
from care.tickets.holds.errors import CaseHeld

__all__ = ["RefuseTicket"]


@error_codes(
    AlreadyDecided,
    CaseChanged,
    CaseHeld,
    ManagerRequired,
    MenuStands,
    OwnCase,
    SamePerson,
    TicketNotOpen,
    WordsBanned,
)
class RefuseTicketErrorCode(Enum):
    """Why a refusal was refused."""


@strawberry.input(description="A refusal.")
class RefuseTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    reason: RefusalReason = strawberry.field(description="Why; the member reads its text.")  # type: ignore[valid-type]
    text: str = strawberry.field(description="What the member is told besides, 1 to 1000 characters.")
    seen_step: int = strawberry.field(description="The `step` that the caller saw.")


@strawberry.type(description="What became of the refusal.")
class RefuseTicketPayload(Payload[RefuseTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class RefuseTicket:
    @strawberry.mutation(metadata=may(CARERS))
    async def refuse_ticket(
        self, info: Info, input: RefuseTicketInput, idempotency_key: IdempotencyKey
    ) -> RefuseTicketPayload:
        """Refuse an application. The member may appeal, once; food safety and bad quality in time need a manager."""

        def use_case() -> Answer:
            refusal = refusing.Refusal(
                ticket_id=local_id("Ticket", input.ticket_id, field="ticket_id"),
                reason=input.reason,
                words=input.text,
                seen_step=input.seen_step,
            )
            app, request = info.context.app, request_of(info, idempotency_key, input)
            return refusing.refuse_ticket(app.desk, actor(info), refusal, request)

        done = change(info, RefuseTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return RefuseTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
