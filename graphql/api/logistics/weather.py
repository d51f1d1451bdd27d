"""Weather alerts as staff see them (P5)."""

from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.permissions import STAFF, may, seen_by
from api.relay import After, Connection, First, page
from api.stored import Source, Stored
from care.logistics.weather import model

__all__ = ["WeatherAlert", "WeatherKind", "WeatherLevel", "WeatherQuery"]

WeatherKind = described(
    model.WeatherKind,
    "What bad weather is coming.",
    name="WeatherKind",
    RAINSTORM="暴雨.",
    TYPHOON="台风.",
    SNOWSTORM="暴雪.",
    HEAT="高温: concerns food that spoils alone.",
    COLD="寒潮.",
    GALE="大风.",
    FOG="大雾.",
    ICE="道路结冰.",
    HAIL="冰雹.",
    OTHER="恶劣天气 of any other kind.",
)
WeatherLevel = described(
    model.Level,
    "How bad it is.",
    name="WeatherLevel",
    BLUE="蓝色, the mildest.",
    YELLOW="黄色.",
    ORANGE="橙色.",
    RED="红色, the worst.",
)


@seen_by(STAFF)
@strawberry.type(description="A weather alert as it was last stated, by the mall or an operator (P5).")
class WeatherAlert(Stored[model.WeatherAlert]):
    @staticmethod
    def source(app: App) -> Source[model.WeatherAlert]:
        return "weather_alerts", app.weather_alerts.get_many

    @strawberry.field
    def kind(self) -> WeatherKind:  # type: ignore[valid-type]
        """What is coming."""
        return self.model.kind

    @strawberry.field
    def level(self) -> WeatherLevel:  # type: ignore[valid-type]
        """How bad it is."""
        return self.model.level

    @strawberry.field
    def regions(self) -> list[str]:
        """Where: all communities of these regions."""
        return list(self.model.regions)

    @strawberry.field
    def communities(self) -> list[str]:
        """Where, besides."""
        return list(self.model.communities)

    @strawberry.field
    def starts_at(self) -> datetime:
        """From when on."""
        return self.model.starts_at

    @strawberry.field
    def ends_at(self) -> datetime:
        """Until when, as it was stated."""
        return self.model.ends_at

    @strawberry.field
    def lifted_at(self) -> datetime | None:
        """When it was lifted; null: it was not."""
        return self.model.lifted_at

    @strawberry.field
    def stated_by(self) -> str:
        """Staff id of the operator who stated it last, or `mall`."""
        return self.model.by


@strawberry.type
class WeatherQuery:
    @strawberry.field(metadata=may(STAFF))
    def weather_alerts(self, info: Info, first: First = 20, after: After = None) -> Connection[WeatherAlert]:
        """All alerts, what starts last before all."""
        alerts = info.context.app.weather_alerts
        return page(info, "weatherAlerts", first, after, fetch=alerts.listed, kind=WeatherAlert)
