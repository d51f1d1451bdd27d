"""What a service-level clock is (G7)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["LAST_RUNG", "SlaClass", "SlaClock", "SlaStep"]

LAST_RUNG = 3
"""Rungs of the ladder: 1 assignee and stand-in, 2 the region's managers, 3 whoever is on call."""


class SlaStep(StrEnum):
    """What must happen in time."""

    FIRST_REPLY = "FIRST_REPLY"
    """A person's first words; an automatic message or a bot never counts."""
    ANSWER = "ANSWER"
    """A way to settle the case: a menu, a remedy, a resolution; to an inquiry, a person's reply."""
    REMEDY = "REMEDY"
    """What was promised has been done."""
    AUTO_ACTION = "AUTO_ACTION"
    """What the system does by itself about a red alert."""
    FIRST_OPINION = "FIRST_OPINION"
    """A person's first opinion on a red alert."""
    CLOSED_BY = "CLOSED_BY"
    """The work on a red alert is done: settled, and a person has looked. The closure check (P7) comes after it."""
    HOLD_REVIEW = "HOLD_REVIEW"
    """A person has looked at what is held (G11)."""


class SlaClass(StrEnum):
    OWN_CHANNEL = "OWN_CHANNEL"
    COMPLAINT = "COMPLAINT"
    RED_ALERT = "RED_ALERT"
    INQUIRY = "INQUIRY"
    HOLD = "HOLD"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaClock:
    """One step that is due. Open until it is met or dropped (nobody needs it any more); a late one stays open.

    At most one clock of a step is open at a time. `generation` changes whenever it starts, pauses or goes on, so that
    what was planned before fires as a no-op.
    """

    step: SlaStep
    sla_class: SlaClass
    generation: int
    round: int = 0
    started_at: datetime
    due_at: datetime
    warn_at: datetime
    target_minutes: int
    round_the_clock: bool = False
    """Else only service hours count."""
    agents: bool = True
    """Whether it is the agent's: only those pause while the ticket waits for the member."""
    paused_left_s: int | None = None
    """Seconds that were left when it was paused."""
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    rung: int = 0
    """How far it has been escalated."""
    met_at: datetime | None = None
    met_wall_s: int | None = None
    """Seconds from start to `met_at`, pauses included."""
    met_business_s: int | None = None
    """Seconds of service hours that it took; pauses before it was due do not count."""
    dropped_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.met_at is None and self.dropped_at is None

    @property
    def running(self) -> bool:
        return self.open and self.paused_left_s is None
