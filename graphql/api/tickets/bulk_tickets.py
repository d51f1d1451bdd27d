"""G6: one thing done to up to a hundred cases, with a result for each."""

from enum import Enum

import strawberry

from api.context import Info
from api.enums import described
from api.idempotency import IdempotencyKey, request_of
from api.messages import told
from api.payloads import Payload, attempt, error_codes
from api.permissions import CARERS, PART, may, seen_by
from api.relay import global_id, local_id
from api.tickets.changes import actor
from api.tickets.enums import TicketPriority
from care.tickets.authority.errors import OwnCase
from care.tickets.deadlines.errors import AppealOpen, SamePerson
from care.tickets.errors import AlreadyDecided, TicketNotOpen, WordsBanned
from care.tickets.teamwork import bulk
from care.tickets.teamwork.errors import NotDone, UnknownMention

__all__ = ["BulkTickets"]

BulkAction = described(
    bulk.BulkAction,
    "What is done to each case.",
    REASSIGN="Handed to `to`, with the word `text`.",
    NOTE="The internal note `text`.",
    RESOLVE="Resolved by the words `text` alone, which the member reads.",
    PRIORITY="Given `priority`.",
)


@error_codes(AlreadyDecided, AppealOpen, NotDone, OwnCase, SamePerson, TicketNotOpen, UnknownMention, WordsBanned)
class BulkTicketsErrorCode(Enum):
    """Why one case, or all of them, were left as they are."""


@strawberry.input(description="One thing for many cases.")
class BulkTicketsInput:
    ticket_ids: list[strawberry.ID] = strawberry.field(description="1 to 100 tickets, none twice.")
    action: BulkAction = strawberry.field(description="What is done to each.")  # type: ignore[valid-type]
    text: str | None = strawberry.field(description="1 to 1000 characters; not for PRIORITY.", default=None)
    to: str | None = strawberry.field(description="REASSIGN: a staff id, or `duty`.", default=None)
    priority: TicketPriority | None = strawberry.field(  # type: ignore[valid-type]
        description="PRIORITY: from now on.", default=None
    )


@seen_by(PART)
@strawberry.type(description="What became of one case.")
class BulkResult:
    id: strawberry.ID = strawberry.field(description="The ticket's global id.")
    code: BulkTicketsErrorCode | None = strawberry.field(description="Why it was left as it is; null: it was done.")
    message: str | None = strawberry.field(description="The same for people.")
    replayed: bool = strawberry.field(description="Whether an earlier call with this key had done it.")


@strawberry.type(description="What became of the cases, in the order in which they were named.")
class BulkTicketsPayload(Payload[BulkTicketsErrorCode]):
    results: list[BulkResult] = strawberry.field(description="One for each case; none where all were refused at once.")


@strawberry.type
class BulkTickets:
    @strawberry.mutation(metadata=may(CARERS))
    def bulk_tickets(self, info: Info, input: BulkTicketsInput, idempotency_key: IdempotencyKey) -> BulkTicketsPayload:
        """Do one thing to up to 100 cases, each by itself. The same call again goes on where it was cut off."""

        def use_case() -> list[bulk.Done]:
            ids = [local_id("Ticket", each, field="ticket_ids") for each in input.ticket_ids]
            wanted = bulk.Bulk(action=input.action, text=input.text, to=input.to, priority=input.priority)
            request = request_of(info, idempotency_key, input)
            return bulk.bulk_tickets(info.context.app.desk, actor(info), ids, wanted, request)

        done = attempt(info, BulkTicketsErrorCode, use_case)
        results = done.value or []
        return BulkTicketsPayload(
            results=[_result(info, each) for each in results],
            replayed=bool(results) and all(each.replayed for each in results),
            user_errors=done.errors,
        )


def _result(info: Info, done: bulk.Done) -> BulkResult:
    error = done.error
    return BulkResult(
        id=strawberry.ID(global_id("Ticket", done.ticket_id)),
        code=BulkTicketsErrorCode[error.code] if error else None,
        message=told(error, info.context.language) if error else None,
        replayed=done.replayed,
    )
