"""When a survey goes out, and how goods are named to a member (P1, P2). Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from care.contact.quiet import QuietHours
from care.kernel.money import yuan
from care.outreach.model import NoSurvey

__all__ = ["LATEST", "SurveyPlan", "SurveyTimes", "plan_survey", "short_yuan"]

LATEST = timedelta(hours=24)
"""A survey goes out within this after signing, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTimes:
    """`ideal` after signing, 1 to 23 hours; where quiet hours are in the way, `early` (1 to 59 minutes) before them."""

    ideal: timedelta
    early: timedelta


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """When the survey goes out, or why it does not."""

    at: datetime | None = None
    reason: NoSurvey | None = None


def plan_survey(signed_at: datetime, now: datetime, times: SurveyTimes, quiet: QuietHours) -> SurveyPlan:
    """The time for a survey of what was signed at `signed_at`, seen from `now`: never quiet, never after LATEST.

    A fact that comes after the best time is answered at once, or when quiet hours end.
    """
    latest = signed_at + LATEST
    if now > latest:
        return SurveyPlan(reason=NoSurvey.HEARD_TOO_LATE)
    candidate = max(now, _best(signed_at, times, quiet))
    allowed = quiet.next_allowed(candidate)
    if allowed == candidate or allowed < latest:
        return SurveyPlan(at=allowed)
    return SurveyPlan(reason=NoSurvey.NO_TIME_LEFT)


def _best(signed_at: datetime, times: SurveyTimes, quiet: QuietHours) -> datetime:
    """The ideal time; in quiet hours their end, where that lies before LATEST; else shortly before they begin."""
    ideal = signed_at + times.ideal
    allowed = quiet.next_allowed(ideal)
    if allowed == ideal or allowed < signed_at + LATEST:
        return allowed
    return quiet.began(ideal) - times.early


def short_yuan(amount: int) -> str:
    """Fen as a text names a reward: 500 → `5`, 550 → `5.50`."""
    return str(amount // 100) if amount % 100 == 0 else yuan(amount)
