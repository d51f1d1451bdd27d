"""P5: an operator states a weather alert, or changes one."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.weather import WeatherAlert, WeatherKind, WeatherLevel
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.relay import local_id
from api.viewer import Role
from care.dynamo.requests import Answer
from care.logistics.weather.alerts import AlertWish

__all__ = ["StateWeatherAlert"]


@error_codes()
class StateWeatherAlertErrorCode(Enum):
    """Why the alert was not taken."""


@strawberry.input(description="A weather alert, stated whole.")
class StateWeatherAlertInput:
    kind: WeatherKind = strawberry.field(description="What is coming.")  # type: ignore[valid-type]
    level: WeatherLevel = strawberry.field(description="How bad it is.")  # type: ignore[valid-type]
    starts_at: datetime = strawberry.field(description="From when on.")
    ends_at: datetime = strawberry.field(description="Until when; 15 days after the start at most.")
    regions: list[str] = strawberry.field(description="All communities of these regions.", default_factory=list)
    communities: list[str] = strawberry.field(
        description="Communities besides; 1 to 30 places in all.", default_factory=list
    )
    alert_id: strawberry.ID | None = strawberry.field(
        description="The alert that this changes; null: a new one.", default=None
    )


@strawberry.type(description="What became of it.")
class StateWeatherAlertPayload(Payload[StateWeatherAlertErrorCode]):
    alert: WeatherAlert | None = strawberry.field(description="As it is now.")


@strawberry.type
class StateWeatherAlert:
    @strawberry.mutation(metadata=may(staff(Role.OPERATOR)))
    async def state_weather_alert(
        self, info: Info, input: StateWeatherAlertInput, idempotency_key: IdempotencyKey
    ) -> StateWeatherAlertPayload:
        """State bad weather: whoever is to get something there and then is offered another time."""

        def use_case() -> Answer:
            known = local_id("WeatherAlert", input.alert_id, field="alert_id") if input.alert_id else None
            wish = AlertWish(
                kind=input.kind,
                level=input.level,
                regions=tuple(input.regions),
                communities=tuple(input.communities),
                starts_at=input.starts_at,
                ends_at=input.ends_at,
            )
            request = request_of(info, idempotency_key, input)
            return info.context.app.weather_alerts.state(request, info.context.viewer.id, wish, known)

        done = attempt(info, StateWeatherAlertErrorCode, use_case)
        alert = await done.load(info, WeatherAlert)
        return StateWeatherAlertPayload(alert=alert, replayed=done.replayed, user_errors=done.errors)
