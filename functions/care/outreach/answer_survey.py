"""A member answers their survey (P1): each question once, together or one by one; the score is rewarded, once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from care.accounts.service import Accounts
from care.contact.service import Contact
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.outreach.errors import QuestionNotAsked, SurveyAnswered, SurveyClosed, SurveyNotOpen
from care.outreach.fatigue import SurveyLoad
from care.outreach.figures import reward_fen
from care.outreach.model import Survey, SurveyState
from care.outreach.notices import reward, survey_thanks
from care.outreach.questions import QuestionKind
from care.outreach.store import LOADS, SURVEYS, load_at, save_survey, survey_at
from care.outreach.survey_counts import count_survey
from care.outreach.survey_links import SurveyLinks

__all__ = ["MOST_TEXT", "Given", "SurveyAnswers"]

MOST_TEXT = 500
"""Characters of a member's own words."""
_TAKES_ANSWERS = frozenset({SurveyState.OPEN, SurveyState.ANSWERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a member says, all or a part. `choice`: 1 for the first."""

    score: int | None = None
    text: str | None = None
    choice: int | None = None


class SurveyAnswers:
    """Fact: `survey.answered`, once a survey; subject: the survey; payload: order_id, member_id, score (1 to 5,
    whatever was asked), commented (0 or 1).
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
        contact: Contact,
        accounts: Accounts,
        links: SurveyLinks,
    ) -> None:
        self.links = links
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings
        self._contact = contact
        self._accounts = accounts

    def answer(self, request: Request, survey_id: str, member_id: str, given: Given) -> Answer:
        """Take what is said. BadInput, NotFound (not theirs), SurveyAnswered, SurveyClosed, SurveyNotOpen,
        QuestionNotAsked; nothing is taken unless all is.
        """
        if given == Given():
            raise BadInput("a score, a choice or words", field="score")
        if given.text is not None and not 1 <= len(given.text.strip()) <= MOST_TEXT:
            raise BadInput(f"between 1 and {MOST_TEXT} characters", field="text")
        return self._requests.once(request, lambda batch: self._answer(batch, survey_id, member_id, given))

    def open(self, request: Request, link: str, member_id: str) -> Answer:
        """The member follows a link; the first look is counted. SurveyLinkAltered, SurveyLinkExpired, NotFound."""

        def decide(batch: Batch) -> str:
            return self._open(batch, self.links.survey_of(link, member_id), member_id)

        return self._requests.once(request, decide)

    def _open(self, batch: Batch, survey_id: str, member_id: str) -> str:
        survey = self._of(survey_id, member_id)
        if survey.read_at is None and survey.opened_at is not None:
            batch.add(save_survey(replace(survey, read_at=self._clock.now())))
            batch.add(count_survey(survey.opened_at, survey.category, opened=1))
        return survey.id

    def _answer(self, batch: Batch, survey_id: str, member_id: str, given: Given) -> str:
        survey, now = self._answerable(survey_id, member_id), self._clock.now()
        _check(survey, given)
        after = _with(survey, given, now)
        batch.add(SURVEYS.replace(after, name="survey.answer"))
        if given.score is not None:
            self._reward(batch, after)
            batch.plan(_answered(after, now))
            self._rest(batch, after)
        if counts := self._counts(survey, after):
            batch.add(count_survey(survey.opened_at or now, survey.category, **counts))
        return survey.id

    def _reward(self, batch: Batch, survey: Survey) -> None:
        amount = reward_fen(self._settings())
        self._accounts.book(batch, reward(survey, amount))
        self._contact.notify(batch, survey_thanks(survey, amount))

    def _rest(self, batch: Batch, survey: Survey) -> None:
        """Who answers is not tired of being asked."""
        load: SurveyLoad | None = self._storage.get(*load_at(survey.member_id))
        if load and (after := load.answered(survey.id)) != load:
            batch.add(LOADS.save(after, name="survey.load"))

    def _counts(self, before: Survey, after: Survey) -> dict[str, int]:
        scored = before.score is None and after.score is not None
        seen = before.read_at is None
        return ({"opened": 1} if seen else {}) | ({"answered": 1, "rewarded": 1} if scored else {})

    def _answerable(self, survey_id: str, member_id: str) -> Survey:
        survey = self._of(survey_id, member_id)
        if survey.state not in _TAKES_ANSWERS or survey.closes_at is None:
            raise SurveyNotOpen(state=survey.state)
        if survey.state is SurveyState.ANSWERED and all(_said(survey)):
            raise SurveyAnswered
        if self._clock.now() >= survey.closes_at:
            raise SurveyClosed
        return survey

    def _of(self, survey_id: str, member_id: str) -> Survey:
        survey: Survey | None = self._storage.get(*survey_at(survey_id))
        if survey is None or survey.member_id != member_id:
            raise NotFound(field="survey_id")
        return survey


def _said(survey: Survey) -> list[bool]:
    """Of each question: whether it was answered."""
    given = {QuestionKind.TEXT: survey.text is not None, QuestionKind.CHOICE: survey.choice is not None}
    return [given.get(each.kind, survey.score is not None) for each in survey.questions]


def _check(survey: Survey, given: Given) -> None:
    """Each thing that is given was asked for, fits, and was not said before."""
    if given.score is not None:
        _check_score(survey, given.score)
    if given.choice is not None:
        _check_choice(survey, given.choice)
    if given.text is not None:
        if survey.asks(QuestionKind.TEXT) is None:
            raise QuestionNotAsked(field="text")
        if survey.text is not None:
            raise SurveyAnswered(field="text")


def _check_score(survey: Survey, score: int) -> None:
    lowest, highest = survey.questions[0].scale or (1, 5)
    if not lowest <= score <= highest:
        raise BadInput(f"a score is a whole number from {lowest} to {highest}", field="score")
    if survey.score is not None:
        raise SurveyAnswered(field="score")


def _check_choice(survey: Survey, choice: int) -> None:
    asked = survey.asks(QuestionKind.CHOICE)
    if asked is None:
        raise QuestionNotAsked(field="choice")
    if not 1 <= choice <= len(asked.choices):
        raise BadInput(f"a choice is a whole number from 1 to {len(asked.choices)}", field="choice")
    if survey.choice is not None:
        raise SurveyAnswered(field="choice")


def _with(survey: Survey, given: Given, now: datetime) -> Survey:
    after = replace(
        survey,
        read_at=survey.read_at or now,
        text=survey.text if given.text is None else given.text.strip(),
        choice=survey.choice if given.choice is None else given.choice,
    )
    if given.score is None:
        return after
    return replace(after, state=SurveyState.ANSWERED, score=given.score, answered_at=now)


def _answered(survey: Survey, now: datetime) -> AgendaItem:
    payload: dict[str, str | int] = {
        "order_id": survey.order_id,
        "member_id": survey.member_id,
        "score": survey.scaled_score or 1,
        "commented": int(survey.text is not None),
    }
    return AgendaItem(lane=Lane.NOW, kind="survey.answered", due=now, subject=survey.id, payload=payload)
