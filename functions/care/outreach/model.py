"""Surveys and closure checks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.kernel.ids import derived_id
from care.outreach.questions import STANDARD, Question, QuestionKind, scaled
from care.outreach.resolutions import Resolution
from care.tickets.model import CareOutcome

__all__ = [
    "CareCount",
    "CareEnd",
    "CheckState",
    "ClosureCheck",
    "FirstComplaint",
    "NoSurvey",
    "Survey",
    "SurveyState",
    "check_id",
    "survey_id",
]


class SurveyState(StrEnum):
    """PLANNED → OPEN → ANSWERED. TOO_LATE and NOT_SENT: never sent, for the `reason` that the survey bears."""

    PLANNED = "PLANNED"
    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    TOO_LATE = "TOO_LATE"
    NOT_SENT = "NOT_SENT"


class NoSurvey(StrEnum):
    """Why an order has no survey."""

    HEARD_TOO_LATE = "HEARD_TOO_LATE"
    """That it was signed became known more than 24 hours after."""
    NO_TIME_LEFT = "NO_TIME_LEFT"
    """It became known in quiet hours that last until the 24 hours are over."""
    ORDER_CANCELLED = "ORDER_CANCELLED"
    CASE_OPEN = "CASE_OPEN"
    """The member had an open case about the order when it was due: that is asked about when it ends (P7)."""
    ASKED_ENOUGH = "ASKED_ENOUGH"
    """The member was asked as often as may be in the window."""
    SELDOM_ANSWERS = "SELDOM_ANSWERS"
    """The member left so many surveys in a row unanswered that we rest."""
    MISSED = "MISSED"
    """The system stood still when it was due, until the 24 hours were over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The one survey of an order (P1)."""

    id: str
    order_id: str
    member_id: str
    signed_at: datetime
    """The first signing of the order that is known."""
    state: SurveyState
    reason: NoSurvey | None = None
    due: datetime | None = None
    goods: str = ""
    category: str = "OTHER"
    """Of what it asks about, as it is counted."""
    template: str = "STANDARD"
    edition: int = 0
    """Number of the templates that its questions are from."""
    questions: tuple[Question, ...] = STANDARD
    opened_at: datetime | None = None
    """When it was sent."""
    read_at: datetime | None = None
    """When the member first looked at it."""
    closes_at: datetime | None = None
    """Takes answers until then, exclusive."""
    answered_at: datetime | None = None
    """When the score came."""
    score: int | None = None
    """On the scale of its question."""
    choice: int | None = None
    """1 for the first."""
    text: str | None = None
    """The member's own words: personal data may be in it, so it is never logged and never sent on."""
    version: int = 0

    @property
    def generation(self) -> int:
        """The signing that its agenda items are about."""
        return int(self.signed_at.timestamp())

    @property
    def scaled_score(self) -> int | None:
        """1 to 5, whatever was asked."""
        return None if self.score is None else scaled(self.questions[0].kind, self.score)

    def asks(self, kind: QuestionKind) -> Question | None:
        return next((each for each in self.questions if each.kind is kind), None)


class CheckState(StrEnum):
    """OPEN → CONFIRMED | DISPUTED by the member, SILENT by time, OUTDATED where the ticket was reopened before."""

    OPEN = "OPEN"
    CONFIRMED = "CONFIRMED"
    DISPUTED = "DISPUTED"
    SILENT = "SILENT"
    OUTDATED = "OUTDATED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureCheck:
    """Asks whether a resolution holds (P7); `generation` is the round of the ticket that was resolved."""

    id: str
    ticket_id: str
    generation: int
    member_id: str
    goods: str
    asked_at: datetime
    silent_at: datetime
    """Without an answer the ticket is closed then."""
    resolution: Resolution = Resolution.MONEY
    """What it asks about: the wording goes by it."""
    state: CheckState = CheckState.OPEN
    ended_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstComplaint:
    """That a member has complained, for the first time and for good (P8)."""

    member_id: str
    ticket_id: str
    at: datetime
    task_id: str
    gift_fen: int
    """What was given by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareEnd:
    """How the last care for a silent member ended (P2), and how they scored what they bought after it."""

    member_id: str
    ticket_id: str
    order_id: str
    outcome: CareOutcome
    at: datetime
    later_score: int | None = None
    """The first score after it, of another order."""
    later_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CareCount:
    """How often care for silent members ended so in a month of Shanghai's (`2026-03`)."""

    month: str
    outcome: CareOutcome
    ended: int = 0
    scored_again: int = 0
    """Of these: the member has bought again and scored it, whenever that was."""
    content_again: int = 0
    """Of these: and the score was not low."""


def survey_id(order_id: str) -> str:
    return derived_id("survey", order_id)


def check_id(ticket_id: str, generation: int) -> str:
    return derived_id("closure", ticket_id, generation)
