"""P3: product people publish a guide, or take it out."""

from enum import Enum

import strawberry

from api.context import Info
from api.guides.types import Guide, GuideFor, GuideKind, GuideStep
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.relay import local_id
from api.viewer import Role
from care.dynamo.requests import Answer
from care.guides import model
from care.guides.errors import GuideChanged, GuideGone, GuideGoodsUnknown, GuideLinkUnfit
from care.tickets.errors import WordsBanned

__all__ = ["PublishGuide", "RetireGuide"]

_WRITERS = staff(Role.PRODUCT, Role.OPERATOR, Role.MANAGER)


@error_codes(GuideChanged, GuideGoodsUnknown, GuideLinkUnfit, WordsBanned)
class PublishGuideErrorCode(Enum):
    """Why a guide was not published."""


@error_codes(GuideChanged, GuideGone)
class RetireGuideErrorCode(Enum):
    """Why a guide was not taken out."""


@strawberry.input(description="An edition of a guide.")
class PublishGuideInput:
    scope: GuideFor = strawberry.field(description="What it is for.")  # type: ignore[valid-type]
    name: str = strawberry.field(description="A sku that the mall has told of, or a category.")
    step: GuideStep = strawberry.field(description="When it is told.")  # type: ignore[valid-type]
    kind: GuideKind = strawberry.field(description="What it is good for.")  # type: ignore[valid-type]
    title: str = strawberry.field(description="1 to 20 characters; a message names two.")
    text: str = strawberry.field(description="1 to 1000 characters.")
    pictures: list[str] = strawberry.field(description="At most 9 https addresses.", default_factory=list)
    video: str | None = strawberry.field(description="An https address.", default=None)
    seen: int = strawberry.field(description="Number of the edition that the caller saw; 0: there was none.", default=0)
    why: str = strawberry.field(description="For the record, 1 to 1000 characters.")

    def place(self) -> model.Place:
        return model.Place(scope=self.scope, name=self.name.strip(), step=self.step, kind=self.kind)

    def draft(self) -> model.Draft:
        return model.Draft(
            title=self.title.strip(), text=self.text.strip(), pictures=tuple(self.pictures), video=self.video
        )


@strawberry.input(description="Which guide to take out.")
class RetireGuideInput:
    guide_id: strawberry.ID = strawberry.field(description="The guide.")
    seen: int = strawberry.field(description="Number of the edition that the caller saw.")
    why: str = strawberry.field(description="For the record, 1 to 1000 characters.")


@strawberry.type(description="What became of a publication.")
class PublishGuidePayload(Payload[PublishGuideErrorCode]):
    guide: Guide | None = strawberry.field(description="The guide as it is told now.")


@strawberry.type(description="What became of taking a guide out.")
class RetireGuidePayload(Payload[RetireGuideErrorCode]):
    guide: Guide | None = strawberry.field(description="The guide, which is no longer told.")


@strawberry.type
class PublishGuide:
    @strawberry.mutation(metadata=may(_WRITERS))
    async def publish_guide(
        self, info: Info, input: PublishGuideInput, idempotency_key: IdempotencyKey
    ) -> PublishGuidePayload:
        """Publish an edition; it is told from now on."""

        def use_case() -> Answer:
            request, who = request_of(info, idempotency_key, input), info.context.viewer.id
            return info.context.app.guides.publish(input.place(), input.draft(), input.seen, who, input.why, request)

        done = attempt(info, PublishGuideErrorCode, use_case)
        guide = await done.load(info, Guide)
        return PublishGuidePayload(guide=guide, replayed=done.replayed, user_errors=done.errors)


@strawberry.type
class RetireGuide:
    @strawberry.mutation(metadata=may(_WRITERS))
    async def retire_guide(
        self, info: Info, input: RetireGuideInput, idempotency_key: IdempotencyKey
    ) -> RetireGuidePayload:
        """Take a guide out; its editions stay on record."""

        def use_case() -> Answer:
            guide_id, who = local_id("Guide", input.guide_id, field="guide_id"), info.context.viewer.id
            request = request_of(info, idempotency_key, input)
            return info.context.app.guides.retire(guide_id, input.seen, who, input.why, request)

        done = attempt(info, RetireGuideErrorCode, use_case)
        guide = await done.load(info, Guide)
        return RetireGuidePayload(guide=guide, replayed=done.replayed, user_errors=done.errors)
