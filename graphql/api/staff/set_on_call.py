"""A2: an operator or a manager sets the on-call roster of a function."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.payloads import UserError, attempt, error_codes
from api.permissions import PART, may, seen_by, staff
from api.staff.enums import StaffFunction
from api.staff.on_call import OnCallRoster
from api.viewer import Role
from care.staff import on_call as model
from care.staff.errors import RosterChanged
from care.staff.shifts import Span

__all__ = ["SetOnCall"]


@error_codes(RosterChanged)
class SetOnCallErrorCode(Enum):
    """Why the roster was not changed."""


@strawberry.input(description="A turn of every week.")
class OnCallStintInput:
    weekday: int = strawberry.field(description="1 (Monday) to 7: when it begins.")
    hours: str = strawberry.field(description="As `22:00-06:00`, in Asia/Shanghai, which ends on the next day.")
    staff_ids: list[str] = strawberry.field(description="Who is told, in order; 1 to 5.")


@strawberry.input(description="A turn that comes once, instead of what the week says.")
class OnCallDutyInput:
    starts_at: datetime = strawberry.field(description="From when on.")
    ends_at: datetime = strawberry.field(description="Until when, exclusive.")
    staff_ids: list[str] = strawberry.field(description="Who is told, in order; 1 to 5.")


@strawberry.input(description="The roster of a function, stated whole.")
class SetOnCallInput:
    function: StaffFunction = strawberry.field(description="What it is for.")  # type: ignore[valid-type]
    expected_version: int = strawberry.field(description="The roster's version as it was read; 0: never set.")
    rota: list[OnCallStintInput] = strawberry.field(description="At most 60.", default_factory=list)
    duties: list[OnCallDutyInput] = strawberry.field(description="At most 200.", default_factory=list)

    def roster(self) -> model.OnCall:
        return model.OnCall(
            function=self.function,
            rota=tuple(
                model.Stint(
                    weekday=each.weekday - 1,
                    span=Span.parse(each.hours, "rota"),
                    staff_ids=tuple(each.staff_ids),
                )
                for each in self.rota
            ),
            duties=tuple(
                model.Duty(starts_at=each.starts_at, ends_at=each.ends_at, staff_ids=tuple(each.staff_ids))
                for each in self.duties
            ),
            version=self.expected_version,
        )


@seen_by(PART)
@strawberry.type(description="What became of the roster.")
class SetOnCallPayload:
    roster: OnCallRoster | None = strawberry.field(description="The roster as it is now.")
    user_errors: list[UserError[SetOnCallErrorCode]] = strawberry.field(description="Why nothing was done.")


@strawberry.type
class SetOnCall:
    @strawberry.mutation(metadata=may(staff(Role.OPERATOR, Role.MANAGER), repeatable=True))
    def set_on_call(self, info: Info, input: SetOnCallInput) -> SetOnCallPayload:
        """Replace the roster of a function; duties that are over are dropped."""
        done = attempt(info, SetOnCallErrorCode, lambda: info.context.app.duty_roster.set(input.roster()))
        roster = OnCallRoster(model=done.value) if done.value else None
        return SetOnCallPayload(roster=roster, user_errors=done.errors)
