"""G11: lift a hold: what was kept back is given."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import CARERS, may
from api.relay import local_id
from api.tickets.changes import actor, change
from api.tickets.types import Ticket
from care.accounts.errors import BenefitCapExceeded, CapExceeded, FreightCapExceeded
from care.dynamo.requests import Answer
from care.tickets.authority.errors import BeyondAuthority, OwnCase
from care.tickets.errors import CaseChanged
from care.tickets.holds import lift_hold as use_case_of
from care.tickets.holds.errors import NotHeld

__all__ = ["LiftHold"]


@error_codes(BenefitCapExceeded, BeyondAuthority, CapExceeded, CaseChanged, FreightCapExceeded, NotHeld, OwnCase)
class LiftHoldErrorCode(Enum):
    """Why the hold was not lifted."""


@strawberry.input(description="A hold that was wrong.")
class LiftHoldInput:
    ticket_id: strawberry.ID = strawberry.field(description="The ticket.")
    seen_step: int = strawberry.field(description="The `step` that the caller saw.")
    why: str = strawberry.field(description="Why: 1 to 200 characters, for colleagues.")


@strawberry.type(description="What became of the hold.")
class LiftHoldPayload(Payload[LiftHoldErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class LiftHold:
    @strawberry.mutation(metadata=may(CARERS))
    async def lift_hold(self, info: Info, input: LiftHoldInput, idempotency_key: IdempotencyKey) -> LiftHoldPayload:
        """A person has looked and found nothing: what was kept back is given now, with an apology on top."""

        def use_case() -> Answer:
            ticket_id = local_id("Ticket", input.ticket_id, field="ticket_id")
            desk, request = info.context.app.desk, request_of(info, idempotency_key, input)
            return use_case_of.lift_hold(desk, actor(info), ticket_id, input.seen_step, input.why, request)

        done = change(info, LiftHoldErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return LiftHoldPayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
