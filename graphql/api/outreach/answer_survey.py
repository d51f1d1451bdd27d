"""P1: answer a survey, all of it or a part, for a coupon; look at it through a link."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.outreach.types import Survey
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from care.dynamo.requests import Answer
from care.outreach.answer_survey import Given
from care.outreach.errors import (
    QuestionNotAsked,
    SurveyAnswered,
    SurveyClosed,
    SurveyLinkAltered,
    SurveyLinkExpired,
    SurveyNotOpen,
)

__all__ = ["AnswerSurvey", "OpenSurvey"]


@error_codes(SurveyAnswered, SurveyClosed, SurveyNotOpen, QuestionNotAsked)
class AnswerSurveyErrorCode(Enum):
    """Why an answer was not taken."""


@error_codes(SurveyLinkAltered, SurveyLinkExpired)
class OpenSurveyErrorCode(Enum):
    """Why a link leads nowhere."""


@strawberry.input(description="An answer to a survey, or a part of one; each question is answered once.")
class AnswerSurveyInput:
    survey_id: strawberry.ID = strawberry.field(description="The survey.")
    score: int | None = strawberry.field(description="On the scale of its first question.", default=None)
    text: str | None = strawberry.field(description="The member's own words, up to 500 characters.", default=None)
    choice: int | None = strawberry.field(description="1 for the first of the choices.", default=None)

    def given(self) -> Given:
        return Given(score=self.score, text=self.text or None, choice=self.choice)


@strawberry.input(description="A link to a survey.")
class OpenSurveyInput:
    link: str = strawberry.field(description="As `Survey.link` gives it.")


@strawberry.type(description="What became of the answer.")
class AnswerSurveyPayload(Payload[AnswerSurveyErrorCode]):
    survey: Survey | None = strawberry.field(description="The survey as it is now.")


@strawberry.type(description="Where the link leads.")
class OpenSurveyPayload(Payload[OpenSurveyErrorCode]):
    survey: Survey | None = strawberry.field(description="The survey.")


@strawberry.type
class AnswerSurvey:
    @strawberry.mutation(metadata=may(MEMBER))
    async def answer_survey(
        self,
        info: Info,
        input: AnswerSurveyInput,
        idempotency_key: IdempotencyKey,
    ) -> AnswerSurveyPayload:
        """Answer one's own survey: each question once; the score is rewarded once with a coupon."""

        def use_case() -> Answer:
            survey_id = local_id("Survey", input.survey_id, field="survey_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.survey_answers.answer(request, survey_id, info.context.viewer.id, input.given())

        done = attempt(info, AnswerSurveyErrorCode, use_case)
        survey = await done.load(info, Survey)
        return AnswerSurveyPayload(survey=survey, replayed=done.replayed, user_errors=done.errors)


@strawberry.type
class OpenSurvey:
    @strawberry.mutation(metadata=may(MEMBER))
    async def open_survey(
        self, info: Info, input: OpenSurveyInput, idempotency_key: IdempotencyKey
    ) -> OpenSurveyPayload:
        """Follow a link to one's own survey; another's leads nowhere."""

        def use_case() -> Answer:
            request = request_of(info, idempotency_key, input)
            return info.context.app.survey_answers.open(request, input.link, info.context.viewer.id)

        done = attempt(info, OpenSurveyErrorCode, use_case)
        survey = await done.load(info, Survey)
        return OpenSurveyPayload(survey=survey, replayed=done.replayed, user_errors=done.errors)
