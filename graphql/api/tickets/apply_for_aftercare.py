"""申请售后: one tap on an order line (G2, G4)."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from api.tickets.changes import change
from api.tickets.rulings import line_ids
from api.tickets.types import Ticket
from care.accounts.errors import BenefitCapExceeded, CapExceeded
from care.dynamo.requests import Answer
from care.evidence.errors import EvidenceNotYours, TooManyPhotos
from care.tickets.apply_for_aftercare import Application, apply_for_aftercare
from care.tickets.errors import (
    AlreadyApplied,
    LineCancelled,
    NothingLeft,
    NotSigned,
    OfferAltered,
    OfferExpired,
    OfferMismatch,
    UnknownReason,
    WindowClosed,
)

__all__ = ["ApplyForAftercare"]


@error_codes(
    AlreadyApplied,
    BenefitCapExceeded,
    CapExceeded,
    EvidenceNotYours,
    LineCancelled,
    NotSigned,
    NothingLeft,
    OfferAltered,
    OfferExpired,
    OfferMismatch,
    TooManyPhotos,
    UnknownReason,
    WindowClosed,
)
class ApplyForAftercareErrorCode(Enum):
    """Why an application was refused."""


@strawberry.input(description="An application for one order line.")
class ApplyForAftercareInput:
    line_id: strawberry.ID = strawberry.field(description="The order line.")
    reason: str = strawberry.field(description="A reason's code, from `eligibility`.")
    quantity: int | None = strawberry.field(
        description="How many of the line's goods it is about; all when left out.", default=None
    )
    offer: str | None = strawberry.field(
        description="An offer's token; the pre-selected one when left out.", default=None
    )
    evidence: list[strawberry.ID] | None = strawberry.field(
        description="One's own photos of this line, uploaded before (`startEvidenceUpload`) and not named yet.",
        default=None,
    )
    text: str | None = strawberry.field(description="The member's own words, up to 1000 characters.", default=None)


@strawberry.type(description="What became of the application.")
class ApplyForAftercarePayload(Payload[ApplyForAftercareErrorCode]):
    ticket: Ticket | None = strawberry.field(description="The ticket as it is now.")


@strawberry.type
class ApplyForAftercare:
    @strawberry.mutation(metadata=may(MEMBER))
    async def apply_for_aftercare(
        self, info: Info, input: ApplyForAftercareInput, idempotency_key: IdempotencyKey
    ) -> ApplyForAftercarePayload:
        """Apply for after-sales care. A clear case is paid in this request; any other opens with its menu."""

        def use_case() -> Answer:
            order_id, line_id = line_ids(input.line_id, field="line_id")
            application = Application(
                member_id=info.context.viewer.id,
                order_id=order_id,
                line_id=line_id,
                reason=input.reason,
                quantity=input.quantity,
                offer=input.offer,
                words=input.text,
                evidence=tuple(local_id("Photo", each, field="evidence") for each in input.evidence or ()),
            )
            return apply_for_aftercare(info.context.app.desk, application, request_of(info, idempotency_key, input))

        done = change(info, ApplyForAftercareErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return ApplyForAftercarePayload(ticket=ticket, replayed=done.replayed, user_errors=done.errors)
