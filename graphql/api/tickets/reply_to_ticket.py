"""G6: say something to a ticket."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, MEMBER, may
from api.relay import local_id
from api.tickets.changes import actor, change
from api.tickets.types import Ticket
from api.transcripts import TranscriptInput, words_of
from care.dynamo.requests import Answer
from care.kernel.errors import BadInput
from care.scripts.errors import UnknownScript
from care.tickets.errors import TicketNotOpen, WordsBanned
from care.tickets.talk import reply_to_ticket
from care.tickets.use_scripts import Spoken

__all__ = ["ReplyToTicket"]


@error_codes(TicketNotOpen, UnknownScript, WordsBanned)
class ReplyToTicketErrorCode(Enum):
    """Why a reply was refused."""


@strawberry.input(description="A reply.")
class ReplyToTicketInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    text: str | None = strawberry.field(
        description="1 to 1000 characters; may be left out where a script says it.", default=None
    )
    transcript: TranscriptInput | None = strawberry.field(
        description="Of a member, instead of `text`: what they said (A1).", default=None
    )
    script: str | None = strawberry.field(
        description="Of staff: code of the script that was said, as it is or in the words of `text`; counted (C6).",
        default=None,
    )
    wait_for_member: bool = strawberry.field(
        description="Of staff: something is asked back; the agent's clocks stand still until the member acts, or has "
        "been silent for `deadlines.pause_hours` (G7).",
        default=False,
    )


@strawberry.type(description="What became of the reply.")
class ReplyToTicketPayload(Payload[ReplyToTicketErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class ReplyToTicket:
    @strawberry.mutation(metadata=may(MEMBER | CARERS))
    async def reply_to_ticket(
        self, info: Info, input: ReplyToTicketInput, idempotency_key: IdempotencyKey
    ) -> ReplyToTicketPayload:
        """Add words to a ticket; a reply of staff notifies the member."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            request = request_of(info, idempotency_key, input)
            if input.script is not None:
                spoken = Spoken(
                    ticket_id=ticket_id,
                    script=input.script,
                    words=input.text,
                    wait_for_member=input.wait_for_member,
                )
                return info.context.app.ticket_scripts.reply(actor(info), spoken, request)
            if input.transcript and actor(info).role != "member":
                raise BadInput("only a member is heard", field="transcript")
            words, heard = words_of(input.text, input.transcript)
            desk, waits = info.context.app.desk, input.wait_for_member
            return reply_to_ticket(
                desk, actor(info), ticket_id, words or "", request, wait_for_member=waits, spoken=heard
            )

        done = change(info, ReplyToTicketErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return ReplyToTicketPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
