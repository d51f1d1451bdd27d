"""A1: rather a person than the menu."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from api.tickets.changes import change, myself
from api.tickets.types import Ticket
from api.transcripts import TranscriptInput, words_of
from care.dynamo.requests import Answer
from care.tickets import ask_for_person as use_case_of
from care.tickets.errors import TicketNotOpen

__all__ = ["AskForPerson"]


@error_codes(TicketNotOpen)
class AskForPersonErrorCode(Enum):
    """Why nobody was asked."""


@strawberry.input(description="A case whose menu does not help.")
class AskForPersonInput:
    ticket_id: strawberry.ID = strawberry.field(description="The caller's ticket; its menu still waits.")
    text: str | None = strawberry.field(description="The member's own words, up to 1000 characters.", default=None)
    transcript: TranscriptInput | None = strawberry.field(
        description="The same, where they were said; not both (A1).", default=None
    )


@strawberry.type(description="What became of the wish.")
class AskForPersonPayload(Payload[AskForPersonErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now: its `promise` says by when.")


@strawberry.type
class AskForPerson:
    @strawberry.mutation(metadata=may(MEMBER))
    async def ask_for_person(
        self, info: Info, input: AskForPersonInput, idempotency_key: IdempotencyKey
    ) -> AskForPersonPayload:
        """Ask for a person instead of choosing: the menu waits no longer, and no default falls."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            words, spoken = words_of(input.text, input.transcript)
            desk, me = info.context.app.desk, myself(info)
            return use_case_of.ask_for_person(desk, me, ticket_id, words, request, spoken=spoken)

        done = change(info, AskForPersonErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return AskForPersonPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
