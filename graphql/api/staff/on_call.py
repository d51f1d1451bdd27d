"""A2: who is on call."""

from dataclasses import dataclass
from datetime import datetime

import strawberry

from api.app import App
from api.context import Info
from api.permissions import PART, STAFF, may, seen_by
from api.staff.enums import OnCallBecause, StaffFunction
from api.stored import Source, Stored
from care.staff import on_call as model

__all__ = ["OnCall", "OnCallQuery", "OnCallRoster"]


@seen_by(PART)
@strawberry.type(description="One who is told of an alert, if those before do not acknowledge it.")
class OnCallRung:
    model: strawberry.Private[model.Rung]

    @strawberry.field
    def staff_id(self) -> str:
        """Their staff id; `duty` is the duty desk."""
        return self.model.staff_id

    @strawberry.field
    def because(self) -> OnCallBecause:  # type: ignore[valid-type]
        """Why they are told."""
        return self.model.because


@seen_by(PART)
@strawberry.type(description="A turn of every week.")
class OnCallStint:
    model: strawberry.Private[model.Stint]

    @strawberry.field
    def weekday(self) -> int:
        """1 (Monday) to 7: when it begins."""
        return self.model.weekday + 1

    @strawberry.field
    def hours(self) -> str:
        """As `22:00-06:00`, in Asia/Shanghai; an end that is not after the start is on the next day."""
        return self.model.span.shown

    @strawberry.field
    def staff_ids(self) -> list[str]:
        """Who is told, in order."""
        return list(self.model.staff_ids)


@seen_by(PART)
@strawberry.type(description="A turn that comes once, instead of what the week says.")
class OnCallDuty:
    model: strawberry.Private[model.Duty]

    @strawberry.field
    def starts_at(self) -> datetime:
        """From when on."""
        return self.model.starts_at

    @strawberry.field
    def ends_at(self) -> datetime:
        """Until when, exclusive."""
        return self.model.ends_at

    @strawberry.field
    def staff_ids(self) -> list[str]:
        """Who is told, in order."""
        return list(self.model.staff_ids)


@seen_by(STAFF)
@strawberry.type(description="The roster of a function.")
class OnCallRoster(Stored[model.OnCall]):
    @staticmethod
    def source(app: App) -> Source[model.OnCall]:
        return "on_call", app.duty_roster.get_many

    @strawberry.field
    def function(self) -> StaffFunction:  # type: ignore[valid-type]
        """What it is for."""
        return self.model.function

    @strawberry.field
    def version(self) -> int:
        """State it when the roster is set: who is late is told so. 0: nobody has set it yet."""
        return self.model.version

    @strawberry.field
    def rota(self) -> list[OnCallStint]:
        """What comes every week."""
        return [OnCallStint(model=each) for each in self.model.rota]

    @strawberry.field
    def duties(self) -> list[OnCallDuty]:
        """What comes once, in order of time."""
        return [OnCallDuty(model=each) for each in self.model.duties]


@dataclass(frozen=True)
class _Now:
    roster: model.OnCall
    ladder: tuple[model.Rung, ...]


@seen_by(STAFF)
@strawberry.type(description="Who is on call for a function now.")
class OnCall:
    model: strawberry.Private[_Now]

    @strawberry.field
    def ladder(self) -> list[OnCallRung]:
        """Whom an alert of now would tell, one after the other; the last is the duty desk."""
        return [OnCallRung(model=each) for each in self.model.ladder]

    @strawberry.field
    def roster(self) -> OnCallRoster:
        """What was set for the function."""
        return OnCallRoster(model=self.model.roster)


@strawberry.type
class OnCallQuery:
    @strawberry.field(metadata=may(STAFF))
    def on_call(self, info: Info, function: StaffFunction, region: str | None = None) -> OnCall:  # type: ignore[valid-type]
        """Who is on call for a function now; those of the region first, where one is named."""
        roster, ladder = info.context.app.duty_roster.now(function, region)
        return OnCall(model=_Now(roster=roster, ladder=ladder))
