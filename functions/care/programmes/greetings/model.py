"""What a greeting is, and how far it has come (L7)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from care.members.model import TagName

__all__ = ["Greeting", "GreetingAudience", "GreetingState", "GreetingStep", "Preview", "Wave"]


class GreetingState(StrEnum):
    """DRAFT → SUBMITTED → RUNNING ⇄ PAUSED → DONE; a refused one is DRAFT again; STOPPED ends it from anywhere."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"
    DONE = "DONE"


class GreetingStep(StrEnum):
    """What those who run a greeting can do with it."""

    SUBMIT = "SUBMIT"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    STOP = "STOP"


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingAudience:
    """Members with any of `any_of` to whom all else applies; what is not stated does not count."""

    any_of: tuple[TagName, ...] = ()
    all_of: tuple[TagName, ...] = ()
    none_of: tuple[TagName, ...] = ()
    least_orders: int = 0
    category: str | None = None
    """Has bought of it."""
    community: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The audience as it was counted, page by page. Who is suppressed is counted once, by the first reason."""

    complete: bool = False
    looked_at: int = 0
    meant: int = 0
    opted_out: int = 0
    held_out: int = 0
    open_alert: int = 0
    sample: tuple[str, ...] = ()
    """Ids of the first of those who would be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """`edition` counts the drafts, `run` the times that it was set going, `waves` those that have gone out."""

    id: str
    title: str
    festival: str
    words: str
    audience: GreetingAudience
    starts_at: datetime
    ends_at: datetime
    """Nothing of it is sent after this."""
    state: GreetingState = GreetingState.DRAFT
    edition: int = 1
    run: int = 0
    waves: int = 0
    turn: int = 0
    """Which tag of `any_of` it goes through."""
    after: str = ""
    """Where among that tag's bearers the wave before ended."""
    preview: Preview = Preview()
    told: int = 0
    """Members to whom a message was planned."""
    outcomes: dict[str, int] = field(default_factory=dict)
    """By state of the message and why, such as `SENT`, `SUPPRESSED:OPTED_OUT`."""
    written_by: str
    written_at: datetime
    decided_by: str | None = None
    refused_because: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Whom one wave told, and what has become of their messages as far as was counted."""

    greeting_id: str
    number: int
    member_ids: tuple[str, ...]
    outcomes: dict[str, int] = field(default_factory=dict)
    version: int = 0
