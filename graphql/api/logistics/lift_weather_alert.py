"""P5: an operator lifts a weather alert, whoever stated it."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.logistics.weather import WeatherAlert
from api.payloads import Payload, attempt, error_codes
from api.permissions import may, staff
from api.relay import local_id
from api.viewer import Role
from care.dynamo.requests import Answer
from care.logistics.weather.errors import AlertOver

__all__ = ["LiftWeatherAlert"]


@error_codes(AlertOver)
class LiftWeatherAlertErrorCode(Enum):
    """Why the alert was not lifted."""


@strawberry.input(description="An alert that is over.")
class LiftWeatherAlertInput:
    alert_id: strawberry.ID = strawberry.field(description="Which.")


@strawberry.type(description="What became of it.")
class LiftWeatherAlertPayload(Payload[LiftWeatherAlertErrorCode]):
    alert: WeatherAlert | None = strawberry.field(description="As it is now.")


@strawberry.type
class LiftWeatherAlert:
    @strawberry.mutation(metadata=may(staff(Role.OPERATOR)))
    async def lift_weather_alert(
        self, info: Info, input: LiftWeatherAlertInput, idempotency_key: IdempotencyKey
    ) -> LiftWeatherAlertPayload:
        """Lift it: what was asked because of it can no longer be answered, and all goes on as planned."""

        def use_case() -> Answer:
            alert_id = local_id("WeatherAlert", input.alert_id, field="alert_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.weather_alerts.lift(request, info.context.viewer.id, alert_id)

        done = attempt(info, LiftWeatherAlertErrorCode, use_case)
        alert = await done.load(info, WeatherAlert)
        return LiftWeatherAlertPayload(alert=alert, replayed=done.replayed, user_errors=done.errors)
