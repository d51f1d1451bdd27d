"""A3: an operator publishes new figures."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, UserError, error_codes
from api.permissions import may
from api.publishing import PUBLISHERS, attempt_publication
from api.settings import SettingsVersion
from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Answer
from care.kernel.errors import BadInput
from care.policy.faults import SETTINGS_FLAWS

__all__ = ["PublishSettings"]


@error_codes(EffectiveTooSoon, *SETTINGS_FLAWS)
class PublishSettingsErrorCode(Enum):
    """Why the settings were not published."""


@strawberry.input(description="A figure and its new value.")
class FigureInput:
    key: str = strawberry.field(description="Its name, such as `policy.lead_minutes`.")
    value: int = strawberry.field(description="A whole number within its bounds.")


@strawberry.input(description="New values of some figures; the others stay.")
class PublishSettingsInput:
    values: list[FigureInput] = strawberry.field(description="Each key once.")
    effective_at: datetime = strawberry.field(description="At least `policy.lead_minutes` ahead.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")

    def by_key(self) -> dict[str, int]:
        """BadInput where a key stands twice."""
        values = {each.key: each.value for each in self.values}
        if len(values) < len(self.values):
            raise BadInput("a key stands twice", field="values")
        return values


@strawberry.type(description="What became of the publication.")
class PublishSettingsPayload(Payload[PublishSettingsErrorCode]):
    settings: SettingsVersion | None = strawberry.field(description="The figures as published.")
    user_errors: list[UserError[PublishSettingsErrorCode]] = strawberry.field(description="All that is wrong.")


@strawberry.type
class PublishSettings:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def publish_settings(
        self,
        info: Info,
        input: PublishSettingsInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> PublishSettingsPayload:
        """Publish figures. Versions that wait for a later time are put aside by it."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            return info.context.app.settings_book.publish(
                input.by_key(), input.effective_at, info.context.viewer.id, input.why, request
            )

        done = attempt_publication(info, PublishSettingsErrorCode, use_case)
        settings = await done.load(info, SettingsVersion)
        return PublishSettingsPayload(settings=settings, replayed=done.replayed, user_errors=done.errors)
