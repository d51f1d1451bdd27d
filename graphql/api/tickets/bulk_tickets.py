"""G6: one thing done to up to a hundred cases, with a result for each."""

from collections.abc import Sequence
from enum import Enum

import strawberry

from api.context import Info
from api.enums import described
from api.idempotency import IdempotencyKey, request_of
from api.messages import told
from api.payloads import Payload, attempt, error_codes
from api.permissions import CARERS, PART, may, seen_by
from api.relay import local_id
from api.tickets.changes import actor
from api.tickets.enums import TicketPriority
from care.kernel.errors import BadInput
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
    ticket_ids: list[strawberry.ID] = strawberry.field(description="1 to 100 tickets, each once.")
    action: BulkAction = strawberry.field(description="What is done to each.")  # type: ignore[valid-type]
    text: str | None = strawberry.field(description="1 to 1000 characters; not for PRIORITY.", default=None)
    to: str | None = strawberry.field(description="REASSIGN: a staff id, or `duty`.", default=None)
    priority: TicketPriority | None = strawberry.field(  # type: ignore[valid-type]
        description="PRIORITY: from now on.", default=None
    )


@seen_by(PART)
@strawberry.type(description="What became of one case.")
class BulkResult:
    id: strawberry.ID = strawberry.field(description="The ticket's global id, as it was given.")
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
        """Do one thing to up to 100 cases, each by itself. The same call again goes on where it was cut off.

        What is no ticket's id, and a case that is named again, are told in their own result; the others are done.
        """

        def use_case() -> list[BulkResult]:
            bulk.check_many(len(input.ticket_ids))
            read = [_read(each) for each in input.ticket_ids]
            known = [each for each in read if isinstance(each, str)]
            wanted = bulk.Bulk(action=input.action, text=input.text, to=input.to, priority=input.priority)
            request = request_of(info, idempotency_key, input)
            done = bulk.bulk_tickets(info.context.app.desk, actor(info), known, wanted, request) if known else []
            return _results(info, input.ticket_ids, read, done)

        done = attempt(info, BulkTicketsErrorCode, use_case)
        results = done.value or []
        return BulkTicketsPayload(
            results=results,
            replayed=bool(results) and all(each.replayed for each in results),
            user_errors=done.errors,
        )


def _read(given: str) -> str | BadInput:
    try:
        return local_id("Ticket", given, field="ticket_ids")
    except BadInput as error:
        return error


def _results(
    info: Info, given: Sequence[str], read: Sequence[str | BadInput], done: Sequence[bulk.Done]
) -> list[BulkResult]:
    """One for each of `given`: what could not be `read`, and for the others what was `done`, in their order."""
    others = iter(done)
    return [
        _result(info, text, bulk.Done(ticket_id=text, error=found) if isinstance(found, BadInput) else next(others))
        for text, found in zip(given, read, strict=True)
    ]


def _result(info: Info, given: str, done: bulk.Done) -> BulkResult:
    error = done.error
    return BulkResult(
        id=strawberry.ID(given),
        code=BulkTicketsErrorCode[error.code] if error else None,
        message=told(error, info.context.language) if error else None,
        replayed=done.replayed,
    )
