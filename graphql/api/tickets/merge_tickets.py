"""G6: merge a case into another of the same member."""

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
from care.tickets.errors import CaseChanged
from care.tickets.teamwork.errors import CaseBusy, MergeNotAllowed
from care.tickets.teamwork.merge_tickets import Merging, merge_tickets

__all__ = ["MergeTickets"]


@error_codes(CaseBusy, CaseChanged, MergeNotAllowed)
class MergeTicketsErrorCode(Enum):
    """Why two cases were not merged."""


@strawberry.input(description="Two cases of one member.")
class MergeTicketsInput:
    child_id: strawberry.ID = strawberry.field(
        description="The case that follows from now on; a task or care case ends."
    )
    parent_id: strawberry.ID = strawberry.field(description="The case that goes on, and is asked about in the end.")
    seen_step: int = strawberry.field(description="The `step` that the caller saw of the child.")
    seen_parent_step: int = strawberry.field(description="The `step` that the caller saw of the parent.")
    text: str | None = strawberry.field(description="Why, up to 1000 characters; for staff only.", default=None)


@strawberry.type(description="What became of it.")
class MergeTicketsPayload(Payload[MergeTicketsErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class MergeTickets:
    @strawberry.mutation(metadata=may(CARERS))
    async def merge_tickets(
        self, info: Info, input: MergeTicketsInput, idempotency_key: IdempotencyKey
    ) -> MergeTicketsPayload:
        """Merge a case into another of the same member. A claim keeps its line, its state and its money."""

        def use_case() -> Answer:
            merging = Merging(
                child_id=local_id("Ticket", input.child_id, field="child_id"),
                parent_id=local_id("Ticket", input.parent_id, field="parent_id"),
                seen_step=input.seen_step,
                seen_parent_step=input.seen_parent_step,
                words=input.text,
            )
            request = request_of(info, idempotency_key, input)
            return merge_tickets(info.context.app.desk, actor(info), merging, request)

        done = change(info, MergeTicketsErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return MergeTicketsPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
