"""G7: an operator publishes a whole business calendar, to take effect at a stated time."""

import datetime as dt
from enum import Enum

import strawberry

from api.context import Info
from api.hours.types import BusinessCalendar
from api.idempotency import IdempotencyKey, request_of
from api.payloads import Payload, UserError, attempt, error_codes
from api.permissions import may
from api.publishing import PUBLISHERS
from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Answer
from care.hours import model
from care.hours.errors import BadInterval, BadOverride, BadWeek, NoServiceHours
from care.hours.rules import parse_hours

__all__ = ["PublishCalendar"]


@error_codes(EffectiveTooSoon, BadWeek, BadInterval, BadOverride, NoServiceHours)
class PublishCalendarErrorCode(Enum):
    """Why a calendar was not published."""


@strawberry.input(description="The hours of one date, whatever else would hold for it.")
class DayOverrideInput:
    date: dt.date = strawberry.field(description="The date in Shanghai, at most two years ahead.")
    hours: list[str] = strawberry.field(description="Such as `08:30-12:00`; empty: closed.")


@strawberry.input(description="A whole calendar: what is left out is no longer part of it.")
class PublishCalendarInput:
    week: list[list[str]] = strawberry.field(description="From Monday to Sunday: intervals such as `08:30-12:00`.")
    holidays: list[str] = strawberry.field(description="The intervals of a public holiday; empty: closed.")
    make_up_days: list[str] = strawberry.field(description="Of a Saturday or Sunday that is worked for a holiday.")
    overrides: list[DayOverrideInput] = strawberry.field(description="At most 366, each date once.")
    effective_at: dt.datetime = strawberry.field(description="At least `hours.lead_minutes` ahead.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")

    def timetable(self) -> model.Timetable:
        """BadInterval, with the place."""
        return model.Timetable(
            week=tuple(parse_hours(day, f"week[{number}]") for number, day in enumerate(self.week)),
            holidays=parse_hours(self.holidays, "holidays"),
            make_up_days=parse_hours(self.make_up_days, "make_up_days"),
            overrides=tuple(
                model.Override(date=each.date, hours=parse_hours(each.hours, f"overrides[{number}]"))
                for number, each in enumerate(self.overrides)
            ),
        )


@strawberry.type(description="What became of the publication.")
class PublishCalendarPayload(Payload[PublishCalendarErrorCode]):
    calendar: BusinessCalendar | None = strawberry.field(description="The calendar as published.")
    user_errors: list[UserError[PublishCalendarErrorCode]] = strawberry.field(description="What is wrong with it.")


@strawberry.type
class PublishCalendar:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def publish_calendar(
        self,
        info: Info,
        input: PublishCalendarInput,  # Relay's own name
        idempotency_key: IdempotencyKey,
    ) -> PublishCalendarPayload:
        """Publish a calendar. Versions that wait for a later time are put aside; running clocks keep their due time."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            return info.context.app.hours.publish(
                input.timetable(), input.effective_at, info.context.viewer.id, input.why, request
            )

        done = attempt(info, PublishCalendarErrorCode, use_case)
        calendar = await done.load(info, BusinessCalendar)
        return PublishCalendarPayload(calendar=calendar, replayed=done.replayed, user_errors=done.errors)
