"""G8: begin the upload of a photo; the photo itself goes straight to the bucket."""

from enum import Enum

import strawberry

from api.context import Info
from api.evidence.types import Photo
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from api.tickets.rulings import line_ids
from care.dynamo.requests import Answer
from care.evidence.errors import PhotoTooHeavy, PhotoTypeNotTaken, TooManyPhotos
from care.kernel.errors import BadInput
from care.tickets.errors import TicketNotOpen
from care.tickets.start_evidence import PhotoWish, start_evidence

__all__ = ["StartEvidenceUpload"]


@error_codes(PhotoTooHeavy, PhotoTypeNotTaken, TicketNotOpen, TooManyPhotos)
class StartEvidenceUploadErrorCode(Enum):
    """Why no photo is awaited."""


@strawberry.input(description="A photo that is about to be uploaded: of a case, or of a line before applying for it.")
class StartEvidenceUploadInput:
    content_type: str = strawberry.field(description="image/jpeg, image/png or image/webp.")
    bytes: int = strawberry.field(description="How heavy it is.")
    ticket_id: strawberry.ID | None = strawberry.field(description="One's own case.", default=None)
    line_id: strawberry.ID | None = strawberry.field(
        description="One's own order line, where there is no case yet.", default=None
    )


@strawberry.type(description="What became of the wish.")
class StartEvidenceUploadPayload(Payload[StartEvidenceUploadErrorCode]):
    evidence: Photo | None = strawberry.field(description="The photo, awaited; `upload` says where to post it.")


@strawberry.type
class StartEvidenceUpload:
    @strawberry.mutation(metadata=may(MEMBER))
    async def start_evidence_upload(
        self, info: Info, input: StartEvidenceUploadInput, idempotency_key: IdempotencyKey
    ) -> StartEvidenceUploadPayload:
        """Begin the upload of a photo. It is looked at when it has come; no case waits for it."""

        def use_case() -> Answer:
            app = info.context.app
            return start_evidence(app.desk, app.evidence, _wish(info, input), request_of(info, idempotency_key, input))

        done = attempt(info, StartEvidenceUploadErrorCode, use_case)
        evidence = await done.load(info, Photo)
        return StartEvidenceUploadPayload(evidence=evidence, replayed=done.replayed, user_errors=done.errors)


def _wish(info: Info, wanted: StartEvidenceUploadInput) -> PhotoWish:
    if (wanted.ticket_id is None) == (wanted.line_id is None):
        raise BadInput("either a case or an order line", field="ticket_id")
    return PhotoWish(
        member_id=info.context.viewer.id,
        content_type=wanted.content_type,
        size=wanted.bytes,
        ticket_id=local_id("Ticket", wanted.ticket_id, field="ticket_id") if wanted.ticket_id else None,
        line=line_ids(wanted.line_id, field="line_id") if wanted.line_id else None,
    )
