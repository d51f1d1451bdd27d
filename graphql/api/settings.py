"""A3: every figure of the product, as it is and as it will be."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.permissions import PART, may, seen_by
from api.publishing import PUBLISHERS, DatedEdition
from api.relay import After, Connection, First, page
from care.dynamo.editions import Editions
from care.kernel import settings as kernel
from care.policy import model

__all__ = ["SettingsQuery", "SettingsVersion"]


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
