"""Who is asked too often, or never answers, is left in peace (P1). Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.outreach.model import NoSurvey

__all__ = ["Asked", "FatigueTerms", "SurveyLoad", "tired"]

_MOST_REMEMBERED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A survey that was sent."""

    survey_id: str
    at: datetime
    answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyLoad:
    """The surveys that a member was sent lately, the oldest first."""

    member_id: str
    asked: tuple[Asked, ...] = ()
    version: int = 0

    def asked_for(self, survey_id: str, now: datetime) -> "SurveyLoad":
        return replace(self, asked=(*self.asked, Asked(survey_id=survey_id, at=now))[-_MOST_REMEMBERED:])

    def answered(self, survey_id: str) -> "SurveyLoad":
        answered = (replace(each, answered=each.answered or each.survey_id == survey_id) for each in self.asked)
        return replace(self, asked=tuple(answered))


@dataclass(frozen=True, slots=True, kw_only=True)
class FatigueTerms:
    """At most `most` surveys in any `window`; after `ignored` in a row that closed unanswered, none for `rest`."""

    most: int
    window: timedelta
    open_for: timedelta
    """How long a survey takes its answer."""
    ignored: int
    rest: timedelta


def tired(load: SurveyLoad, now: datetime, terms: FatigueTerms) -> NoSurvey | None:
    """Why the member is not asked now."""
    if sum(1 for each in load.asked if each.at > now - terms.window) >= terms.most:
        return NoSurvey.ASKED_ENOUGH
    over = [each for each in load.asked if each.answered or each.at <= now - terms.open_for]
    last = over[-terms.ignored :]
    ignored = len(last) == terms.ignored and not any(each.answered for each in last)
    return NoSurvey.SELDOM_ANSWERS if ignored and load.asked[-1].at > now - terms.rest else None
