"""A2, G6: take a case over, or hand it over with a word."""

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
from care.tickets.authority.errors import OwnCase
from care.tickets.deadlines.errors import SamePerson
from care.tickets.errors import CaseChanged, TicketNotOpen
from care.tickets.teamwork.reassign_ticket import HandOver, reassign_ticket

__all__ = ["ReassignTicket"]


@error_codes(CaseChanged, OwnCase, SamePerson, TicketNotOpen)
class ReassignTicketErrorCode(Enum):
    """Why a case did not change hands."""


@strawberry.input(description="Into whose hands a case goes.")
class ReassignTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    seen_assignee: str = strawberry.field(description="Whose case it was when the caller saw it.")
    text: str = strawberry.field(description="A word to whoever takes it, 1 to 1000 characters; for staff only.")
    to: str | None = strawberry.field(description="A staff id, or `duty`; the caller when left out.", default=None)


@strawberry.type(description="What became of it.")
class ReassignTicketPayload(Payload[ReassignTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class ReassignTicket:
    @strawberry.mutation(metadata=may(CARERS))
    async def reassign_ticket(
        self, info: Info, input: ReassignTicketInput, idempotency_key: IdempotencyKey
    ) -> ReassignTicketPayload:
        """Take a case over, or hand it over with a word; what was merged into it goes along."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            to = input.to or info.context.viewer.id
            hand = HandOver(ticket_id=ticket_id, to=to, seen_assignee=input.seen_assignee, words=input.text)
            request = request_of(info, idempotency_key, input)
            return reassign_ticket(info.context.app.desk, actor(info), hand, request)

        done = change(info, ReassignTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return ReassignTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
