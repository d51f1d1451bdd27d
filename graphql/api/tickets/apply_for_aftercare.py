"""申请售后: one tap on an order line (G2, G4)."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from api.tickets.changes import change
from api.tickets.clocks import Promise
from api.tickets.rulings import line_ids
from api.tickets.types import Ticket
from api.transcripts import TranscriptInput, transcript_of, words_of
from care.accounts.errors import BenefitCapExceeded, CapExceeded
from care.dynamo.requests import Answer
from care.evidence.errors import EvidenceNotYours, TooManyPhotos
from care.kernel.errors import BadInput
from care.tickets.apply_for_aftercare import Application, apply_for_aftercare
from care.tickets.clocks.promise import promise_of
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
from care.tickets.hear_application import SpokenApplication, hear_application

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
    reason: str | None = strawberry.field(
        description="A reason's code, from `eligibility`. Left out with a `transcript`: a person finds out, and calls.",
        default=None,
    )
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
    transcript: TranscriptInput | None = strawberry.field(
        description="The same, where they were said; not both (A1).", default=None
    )


@strawberry.type(description="What became of the application.")
class ApplyForAftercarePayload(Payload[ApplyForAftercareErrorCode]):
    ticket: Ticket | None = strawberry.field(
        description="The ticket as it is now; null where a person finds out the reason first."
    )
    promise: Promise | None = strawberry.field(
        description="By when who was heard without a reason is called; null where there is a ticket."
    )


@strawberry.type
class ApplyForAftercare:
    @strawberry.mutation(metadata=may(MEMBER))
    async def apply_for_aftercare(
        self, info: Info, input: ApplyForAftercareInput, idempotency_key: IdempotencyKey
    ) -> ApplyForAftercarePayload:
        """Apply for after-sales care. A clear case is paid in this request; any other opens with its menu."""
        if input.reason is None:
            return _heard(info, input, idempotency_key)

        def use_case() -> Answer:
            application = _application(info.context.viewer.id, input)
            return apply_for_aftercare(info.context.app.desk, application, request_of(info, idempotency_key, input))

        done = change(info, ApplyForAftercareErrorCode, use_case)
        ticket = await done.load(info, Ticket)
        return ApplyForAftercarePayload(ticket=ticket, promise=None, replayed=done.replayed, user_errors=done.errors)


def _application(member_id: str, wanted: ApplyForAftercareInput) -> Application:
    words, spoken = words_of(wanted.text, wanted.transcript)
    order_id, line_id = line_ids(wanted.line_id, field="line_id")
    return Application(
        member_id=member_id,
        order_id=order_id,
        line_id=line_id,
        reason=wanted.reason or "",
        quantity=wanted.quantity,
        offer=wanted.offer,
        words=words,
        spoken=spoken,
        evidence=tuple(local_id("Photo", each, field="evidence") for each in wanted.evidence or ()),
    )


def _heard(info: Info, wanted: ApplyForAftercareInput, key: IdempotencyKey) -> ApplyForAftercarePayload:
    """Words without a reason: a person has them, and the member is told by when."""
    app = info.context.app

    def use_case() -> Answer:
        if wanted.transcript is None or wanted.text is not None:
            raise BadInput("a reason, or a transcript alone", field="reason")
        order_id, line_id = line_ids(wanted.line_id, field="line_id")
        heard = SpokenApplication(
            member_id=info.context.viewer.id,
            order_id=order_id,
            line_id=line_id,
            said=transcript_of(wanted.transcript),
        )
        return hear_application(app.desk, heard, request_of(info, key, wanted))

    done = attempt(info, ApplyForAftercareErrorCode, use_case)
    taken = app.tickets.get_many([done.value.result]).get(done.value.result) if done.value else None
    found = promise_of(taken, app.clock.now()) if taken else None
    promise = Promise(text=found.text, due_at=found.due_at) if found else None
    return ApplyForAftercarePayload(ticket=None, promise=promise, replayed=done.replayed, user_errors=done.errors)
