"""G11: confirm a hold: the case is decided by hand."""

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
from care.tickets.authority.errors import BeyondAuthority, OwnCase
from care.tickets.errors import CaseChanged
from care.tickets.holds import confirm_hold as use_case_of
from care.tickets.holds.errors import NotHeld

__all__ = ["ConfirmHold"]


@error_codes(BeyondAuthority, CaseChanged, NotHeld, OwnCase)
class ConfirmHoldErrorCode(Enum):
    """Why the hold was not confirmed."""


@strawberry.input(description="A hold that was right.")
class ConfirmHoldInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    seen_step: int = strawberry.field(description="The `step` that the caller saw.")
    why: str = strawberry.field(description="Why: 1 to 200 characters, for colleagues.")


@strawberry.type(description="What became of the hold.")
class ConfirmHoldPayload(Payload[ConfirmHoldErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class ConfirmHold:
    @strawberry.mutation(metadata=may(CARERS))
    async def confirm_hold(
        self, info: Info, input: ConfirmHoldInput, idempotency_key: IdempotencyKey
    ) -> ConfirmHoldPayload:
        """A person has looked: the case is decided by hand. This refuses nothing, and tells the member nothing."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            desk, request = info.context.app.desk, request_of(info, idempotency_key, input)
            return use_case_of.confirm_hold(desk, actor(info), ticket_id, input.seen_step, input.why, request)

        done = change(info, ConfirmHoldErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return ConfirmHoldPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
