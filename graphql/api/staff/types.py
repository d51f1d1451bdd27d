"""A2: a staff member as colleagues see them."""

from datetime import date

import strawberry

from api.app import App
from api.context import Info
from api.permissions import PART, STAFF, seen_by
from api.staff.enums import StaffFunction, StaffSkill
from api.stored import Source, Stored
from api.viewer import Role
from care.staff import model
from care.staff.shifts import DayShifts, Shifts, Span

__all__ = ["StaffMember", "StaffShifts"]


@seen_by(PART)
@strawberry.type(description="What begins on one date, whatever its weekday says.")
class ShiftsOfDay:
    model: strawberry.Private[DayShifts]

    @strawberry.field
    def date(self) -> date:
        """In Asia/Shanghai."""
        return self.model.date

    @strawberry.field
    def hours(self) -> list[str]:
        """As `09:00-18:00`; an end that is not after the start is on the next day. None: a day off."""
        return shown(self.model.spans)


@seen_by(PART)
@strawberry.type(description="When somebody works, in Asia/Shanghai.")
class StaffShifts:
    model: strawberry.Private[Shifts]

    @strawberry.field
    def week(self) -> list[list[str]]:
        """What begins on Monday to Sunday, as `09:00-18:00`; `22:00-06:00` passes midnight."""
        return [shown(spans) for spans in self.model.week]

    @strawberry.field
    def days(self) -> list[ShiftsOfDay]:
        """Single dates that differ."""
        return [ShiftsOfDay(model=each) for each in self.model.days]


def shown(spans: tuple[Span, ...]) -> list[str]:
    return [span.shown for span in spans]


@seen_by(STAFF)
@strawberry.type(description="One of the staff. Without roles: has left.")
class StaffMember(Stored[model.StaffMember]):
    @staticmethod
    def source(app: App) -> Source[model.StaffMember]:
        return "staff", app.directory.get_many

    @strawberry.field
    def staff_id(self) -> str:
        """The id in the tokens and in the timelines (not a global id)."""
        return self.model.id

    @strawberry.field
    def name(self) -> str:
        """How colleagues call them."""
        return self.model.name

    @strawberry.field
    def roles(self) -> list[Role]:
        """What they are; empty when they have left."""
        return [Role(role.value) for role in self.model.roles]

    @strawberry.field
    def regions(self) -> list[str]:
        """Where they work; empty is everywhere."""
        return list(self.model.regions)

    @strawberry.field
    def level(self) -> int:
        """1 to 3: how far they may go by themselves."""
        return self.model.level

    @strawberry.field
    def skills(self) -> list[StaffSkill]:  # type: ignore[valid-type]
        """What they know beside what every agent can do: such cases go to them first."""
        return list(self.model.skills)

    @strawberry.field
    def functions(self) -> list[StaffFunction]:  # type: ignore[valid-type]
        """What they are called for where the roster names nobody."""
        return list(self.model.functions)

    @strawberry.field
    def stand_in(self) -> str | None:
        """Staff id of the colleague who acts for them."""
        return self.model.stand_in

    @strawberry.field
    def corp_user(self) -> str:
        """Their user id in 企业微信, where alerts reach them; empty: not known."""
        return self.model.corp_user

    @strawberry.field
    def also(self) -> list[str]:
        """Their ids as a member and as a leader: they handle no case of these."""
        return list(self.model.also)

    @strawberry.field
    def present(self) -> bool:
        """Whether they are here, by their own word."""
        return self.model.present

    @strawberry.field
    def available(self, info: Info) -> bool:
        """Whether new cases go to them first: present, and on shift where they have shifts."""
        return self.model.available(info.context.app.clock.now())

    @strawberry.field
    def shifts(self) -> StaffShifts | None:
        """When they work; null: whenever they are present."""
        return StaffShifts(model=self.model.shifts) if self.model.shifts else None

    @strawberry.field
    def open_cases(self, info: Info) -> int:
        """How many cases wait for them; some seconds old."""
        return info.context.app.directory.loads.current().get(self.model.id, 0)
