"""G7: a ticket's service-level clocks as staff see them, and the promise as the member reads it."""

from datetime import datetime
from enum import Enum

import strawberry

from api.context import Info
from api.enums import described
from api.permissions import PART, seen_by
from care.tickets.clocks import model
from care.tickets.clocks.rules import business_seconds, wall_seconds

__all__ = ["Promise", "SlaClass", "SlaClock", "SlaClockState"]

SlaStep = described(
    model.SlaStep,
    "What must happen in time.",
    FIRST_REPLY="A person's first words; an automatic message or a bot never counts.",
    ANSWER="A way to settle the case: a menu, a remedy, a resolution; to an inquiry, a person's reply.",
    REMEDY="What was promised has been done.",
    AUTO_ACTION="What the system does by itself about a red alert.",
    FIRST_OPINION="A person's first opinion on a red alert.",
    CLOSED_BY="The work on a red alert is done: it is settled, and a person has looked at it.",
    HOLD_REVIEW="A person has looked at what is held (G11).",
)
SlaClass = described(
    model.SlaClass,
    "Which promise a clock keeps.",
    OWN_CHANNEL="A request by our own channel.",
    COMPLAINT="A moderate complaint.",
    RED_ALERT="Food safety; round the clock.",
    INQUIRY="Something that the member asked after they had their answer.",
    HOLD="What a person must look at first (G11).",
)


class SlaClockState(Enum):
    """Where a clock stands."""

    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    MET = "MET"
    DROPPED = "DROPPED"


described(
    SlaClockState,
    "Where a clock stands; `breachedAt` says whether it is late, or was.",
    RUNNING="It runs.",
    PAUSED="It stands still: the ticket waits for the member.",
    MET="It was met.",
    DROPPED="Nobody needs it any more: the member settled the case, withdrew or reopened it.",
)


@seen_by(PART)
@strawberry.type(description="A step of a ticket that is due at a stated time.")
class SlaClock:
    model: strawberry.Private[model.SlaClock]

    @strawberry.field
    def step(self) -> SlaStep:  # type: ignore[valid-type]
        """What must happen."""
        return self.model.step

    @strawberry.field
    def sla_class(self) -> SlaClass:  # type: ignore[valid-type]
        """Whose target is the strictest for this step."""
        return self.model.sla_class

    @strawberry.field
    def state(self) -> SlaClockState:
        """Where it stands."""
        if self.model.met_at:
            return SlaClockState.MET
        if self.model.dropped_at:
            return SlaClockState.DROPPED
        return SlaClockState.RUNNING if self.model.running else SlaClockState.PAUSED

    @strawberry.field
    def round(self) -> int:
        """The round of the ticket that it belongs to."""
        return self.model.round

    @strawberry.field
    def target_minutes(self) -> int:
        """How long it may take."""
        return self.model.target_minutes

    @strawberry.field
    def round_the_clock(self) -> bool:
        """Whether every minute counts; else service hours only."""
        return self.model.round_the_clock

    @strawberry.field
    def started_at(self) -> datetime:
        """From when it counts."""
        return self.model.started_at

    @strawberry.field
    def warn_at(self) -> datetime | None:
        """When it warns; null while it is paused."""
        return self.model.warn_at if self.model.paused_left_s is None else None

    @strawberry.field
    def due_at(self) -> datetime | None:
        """When it is due; null while it is paused."""
        return self.model.due_at if self.model.paused_left_s is None else None

    @strawberry.field
    def warned_at(self) -> datetime | None:
        """When it warned."""
        return self.model.warned_at

    @strawberry.field
    def breached_at(self) -> datetime | None:
        """When it ran out; stays on record however it ends."""
        return self.model.breached_at

    @strawberry.field
    def rung(self) -> int:
        """How far a breach was escalated: 1 assignee and stand-in, 2 the region's managers, 3 whoever is on call."""
        return self.model.rung

    @strawberry.field
    def met_at(self) -> datetime | None:
        """When it was met."""
        return self.model.met_at

    @strawberry.field
    def wall_seconds(self, info: Info) -> int:
        """From its start until it ended, or now."""
        if self.model.met_wall_s is not None:
            return self.model.met_wall_s
        return wall_seconds(self.model, self.model.dropped_at or info.context.app.clock.now())

    @strawberry.field
    def business_seconds(self, info: Info) -> int:
        """Service hours that it has taken until it ended, or by now; a pause does not count."""
        if self.model.met_business_s is not None:
            return self.model.met_business_s
        until = self.model.dropped_at or info.context.app.clock.now()
        return business_seconds(self.model, until, info.context.app.desk.terms())


@seen_by(PART)
@strawberry.type(description="What happens next, and by when.")
class Promise:
    text: str = strawberry.field(description="In Chinese, as the member reads it.")
    due_at: datetime | None = strawberry.field(description="Null where we wait for the member, and where we are late.")
