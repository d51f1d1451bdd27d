"""A2: an operator or a manager says when somebody works."""

from datetime import date
from enum import Enum

import strawberry

from api.context import Info
from api.payloads import UserError, attempt, error_codes
from api.permissions import PART, may, seen_by, staff
from api.staff.types import StaffMember
from api.viewer import Role
from care.kernel.errors import BadInput
from care.staff import model
from care.staff.shifts import DayShifts, Shifts, Span

__all__ = ["SetShifts"]


@error_codes()
class SetShiftsErrorCode(Enum):
    """Why the shifts were not changed."""


@strawberry.input(description="What begins on one date, whatever its weekday says.")
class ShiftsOfDayInput:
    on: date = strawberry.field(name="date", description="In Asia/Shanghai, at most a year ahead.")
    hours: list[str] = strawberry.field(description="As in `week`; none: a day off.", default_factory=list)


@strawberry.input(description="When somebody works, stated whole; in Asia/Shanghai.")
class SetShiftsInput:
    staff_id: str = strawberry.field(description="Whose shifts.")
    week: list[list[str]] | None = strawberry.field(
        description="What begins on Monday to Sunday: at most 4 a day, as `09:00-18:00`, where `22:00-06:00` ends on "
        "the next day. Null: no shifts, they work whenever they are present.",
        default=None,
    )
    days: list[ShiftsOfDayInput] = strawberry.field(
        description="Single dates that differ, at most 120.", default_factory=list
    )

    def shifts(self) -> Shifts | None:
        if self.week is None:
            if self.days:
                raise BadInput("dates differ from a week: state it too", field="days")
            return None
        days = (DayShifts(date=each.on, spans=_spans(each.hours, "days")) for each in self.days)
        return Shifts(week=tuple(_spans(each, "week") for each in self.week), days=tuple(days))


def _spans(texts: list[str], field: str) -> tuple[Span, ...]:
    return tuple(sorted(Span.parse(text, field) for text in texts))


@seen_by(PART)
@strawberry.type(description="What became of the shifts.")
class SetShiftsPayload:
    staff_member: StaffMember | None = strawberry.field(description="The entry as it is now.")
    user_errors: list[UserError[SetShiftsErrorCode]] = strawberry.field(description="Why nothing was done.")


@strawberry.type
class SetShifts:
    @strawberry.mutation(metadata=may(staff(Role.OPERATOR, Role.MANAGER), repeatable=True))
    def set_shifts(self, info: Info, input: SetShiftsInput) -> SetShiftsPayload:
        """Replace somebody's shifts. New cases go to who is present and on shift; dates that are over are dropped."""

        def use_case() -> model.StaffMember:
            return info.context.app.directory.set_shifts(input.staff_id, input.shifts())

        done = attempt(info, SetShiftsErrorCode, use_case)
        member = StaffMember(model=done.value) if done.value else None
        return SetShiftsPayload(staff_member=member, user_errors=done.errors)
