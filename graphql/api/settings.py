"""A3: every figure of the product, as it is and as it will be; an operator publishes new values."""

from datetime import datetime
from enum import Enum

import strawberry

from api.app import App
from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, UserError, error_codes
from api.permissions import PART, may, seen_by
from api.publishing import PUBLISHERS, DatedEdition, attempt_publication
from api.relay import After, Connection, First, page
from care.dynamo.editions import Editions, EffectiveTooSoon
from care.dynamo.requests import Answer
from care.kernel import settings as kernel
from care.kernel.errors import BadInput
from care.policy import model
from care.policy.faults import SETTINGS_FLAWS

__all__ = ["PublishSettings", "SettingsQuery", "SettingsVersion"]


@seen_by(PART)
@strawberry.type(description="A whole number that the product goes by.")
class Figure:
    model: strawberry.Private[kernel.Figure]
    value: int = strawberry.field(description="Its value in this version.")

    @strawberry.field
    def key(self) -> str:
        """Its name, such as `policy.lead_minutes`."""
        return self.model.key

    @strawberry.field
    def default(self) -> int:
        """Its value where nothing was published."""
        return self.model.default

    @strawberry.field
    def low(self) -> int:
        """The least value that can be published."""
        return self.model.low

    @strawberry.field
    def high(self) -> int:
        """The greatest value that can be published."""
        return self.model.high

    @strawberry.field
    def unit(self) -> str:
        """What it counts."""
        return self.model.unit

    @strawberry.field
    def row(self) -> str:
        """The feature that it belongs to."""
        return self.model.row

    @strawberry.field
    def about(self) -> str:
        """What it decides."""
        return self.model.about


@seen_by(PUBLISHERS)
@strawberry.type(description="A published set of figures. It never changes.")
class SettingsVersion(DatedEdition[model.SettingsVersion]):
    @staticmethod
    def editions(app: App) -> Editions[model.SettingsVersion]:
        return app.settings_book.editions

    @strawberry.field
    def number(self) -> int:
        """Counts up from 1; 0 is every figure at its default."""
        return self.model.number

    @strawberry.field
    def figures(self) -> list[Figure]:
        """Every figure with its value, by key."""
        return [
            Figure(model=figure, value=self.model.values.get(key, figure.default))
            for key, figure in sorted(kernel.FIGURES.items())
        ]


@strawberry.type
class SettingsQuery:
    @strawberry.field(metadata=may(PUBLISHERS))
    def settings(self, info: Info, at: datetime | None = None) -> SettingsVersion:
        """The figures in force now, or at a time, as published so far."""
        editions = info.context.app.settings_book.editions
        return SettingsVersion(model=editions.at(at) if at else editions.current())

    @strawberry.field(metadata=may(PUBLISHERS))
    def settings_versions(self, info: Info, first: First = 20, after: After = None) -> Connection[SettingsVersion]:
        """All that was published, the newest first."""
        editions = info.context.app.settings_book.editions
        return page(info, "settingsVersions", first, after, fetch=editions.page, kind=SettingsVersion)


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
