"""G6: a note among staff."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import STAFF, may
from api.relay import local_id
from api.tickets.changes import change, colleague
from api.tickets.types import Ticket
from care.dynamo.requests import Answer
from care.tickets.teamwork.errors import UnknownMention
from care.tickets.teamwork.take_notes import add_note

__all__ = ["AddInternalNote"]


@error_codes(UnknownMention)
class AddInternalNoteErrorCode(Enum):
    """Why a note was not taken."""


@strawberry.input(description="A note for staff only.")
class AddInternalNoteInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    text: str = strawberry.field(
        description="1 to 1000 characters; `@` and a staff id mentions a colleague, at most 10."
    )


@strawberry.type(description="What became of the note.")
class AddInternalNotePayload(Payload[AddInternalNoteErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class AddInternalNote:
    @strawberry.mutation(metadata=may(STAFF))
    async def add_internal_note(
        self, info: Info, input: AddInternalNoteInput, idempotency_key: IdempotencyKey
    ) -> AddInternalNotePayload:
        """Add a note that only staff read. Who is mentioned is told, and watches the case from then on."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            return add_note(info.context.app.desk, colleague(info), ticket_id, input.text, request)

        done = change(info, AddInternalNoteErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return AddInternalNotePayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
