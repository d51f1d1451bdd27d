"""What a ticket remembers of its deadline, its refusal and its appeal."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Answering", "Appeal", "Denial", "RefusalReason", "Shortfall"]


class RefusalReason(StrEnum):
    """The closed list; what the member reads of each stands in reasons.py."""

    OUTSIDE_WINDOW = "OUTSIDE_WINDOW"
    NOT_COVERED = "NOT_COVERED"
    AS_DESCRIBED = "AS_DESCRIBED"
    FAULT_NOT_SEEN = "FAULT_NOT_SEEN"
    PHOTO_MISSING = "PHOTO_MISSING"
    MADE_GOOD_BEFORE = "MADE_GOOD_BEFORE"


@dataclass(frozen=True, slots=True)
class Denial:
    """A refusal."""

    reason: RefusalReason
    at: datetime
    by: str
    """The actor."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Less was given than the rule does (C3)."""

    at: datetime
    by: str
    """The actor by whose authority."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """A refusal, or less than the rule gives, is looked at by another person."""

    at: datetime
    against: str
    """The actor who refused, or gave less."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What is behind `Ticket.answer_by`: what it waited for when it was last written, and how often it was put off."""

    waiting: bool = False
    blocked: bool = False
    """Another answer was awaited, such as an approval."""
    left_s: int | None = None
    """Seconds that were left when it was paused; None: it runs, or there is none."""
    pauses: int = 0
    stops: int = 0
    """How often the time was up and something stood in the way."""
    planned: int = 0
    """The last `answer_nth` that lies on the agenda."""
