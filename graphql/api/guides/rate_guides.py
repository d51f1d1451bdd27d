"""P3: the member reads what was told, and says whether it was of use."""

from enum import Enum

import strawberry

from api.context import Info
from api.guides.types import GuidePush
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from care.dynamo.requests import Answer
from care.guides.errors import GuideRated

__all__ = ["OpenGuides", "RateGuides"]


@error_codes()
class OpenGuidesErrorCode(Enum):
    """Why nothing was opened."""


@error_codes(GuideRated)
class RateGuidesErrorCode(Enum):
    """Why the word was not taken."""


@strawberry.input(description="What is read.")
class OpenGuidesInput:
    push_id: strawberry.ID = strawberry.field(description="The push.")


@strawberry.input(description="Whether it was of use.")
class RateGuidesInput:
    push_id: strawberry.ID = strawberry.field(description="The push.")
    useful: bool = strawberry.field(description="Whether it was.")


@strawberry.type(description="What became of it.")
class OpenGuidesPayload(Payload[OpenGuidesErrorCode]):
    push: GuidePush | None = strawberry.field(description="What was told.")


@strawberry.type(description="What became of the word.")
class RateGuidesPayload(Payload[RateGuidesErrorCode]):
    push: GuidePush | None = strawberry.field(description="What was told.")


@strawberry.type
class OpenGuides:
    @strawberry.mutation(metadata=may(MEMBER))
    async def open_guides(
        self, info: Info, input: OpenGuidesInput, idempotency_key: IdempotencyKey
    ) -> OpenGuidesPayload:
        """Note that the caller reads it; the first time counts."""

        def use_case() -> Answer:
            push_id = local_id("GuidePush", input.push_id, field="push_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.guide_pushes.open(request, push_id, info.context.viewer.id)

        done = attempt(info, OpenGuidesErrorCode, use_case)
        push = await done.load(info, GuidePush)
        return OpenGuidesPayload(push=push, replayed=done.replayed, user_errors=done.errors)


@strawberry.type
class RateGuides:
    @strawberry.mutation(metadata=may(MEMBER))
    async def rate_guides(
        self, info: Info, input: RateGuidesInput, idempotency_key: IdempotencyKey
    ) -> RateGuidesPayload:
        """Say once whether what was told was of use; a reply by number says the same."""

        def use_case() -> Answer:
            push_id = local_id("GuidePush", input.push_id, field="push_id")
            request, me = request_of(info, idempotency_key, input), info.context.viewer.id
            return info.context.app.guide_pushes.rate(request, push_id, me, useful=input.useful)

        done = attempt(info, RateGuidesErrorCode, use_case)
        push = await done.load(info, GuidePush)
        return RateGuidesPayload(push=push, replayed=done.replayed, user_errors=done.errors)
