"""P1: answer a survey, once, for a coupon."""

from enum import Enum

import strawberry

from api.context import Info
from api.idempotency import IdempotencyKey, request_of
from api.outreach.types import Survey
from api.payloads import Payload, attempt, error_codes
from api.permissions import MEMBER, may
from api.relay import local_id
from care.dynamo.requests import Answer
from care.outreach.errors import SurveyAnswered, SurveyClosed, SurveyNotOpen

__all__ = ["AnswerSurvey"]


@error_codes(SurveyAnswered, SurveyClosed, SurveyNotOpen)
class AnswerSurveyErrorCode(Enum):
    """Why an answer was not taken."""


@strawberry.input(description="An answer to a survey.")
class AnswerSurveyInput:
    survey_id: strawberry.ID = strawberry.field(description="The survey.")
    score: int = strawberry.field(description="1 (bad) to 5 (good).")
    text: str | None = strawberry.field(description="The member's own words, up to 500 characters.", default=None)


@strawberry.type(description="What became of the answer.")
class AnswerSurveyPayload(Payload[AnswerSurveyErrorCode]):
    survey: Survey | None = strawberry.field(description="The survey as it is now.")


@strawberry.type
class AnswerSurvey:
    @strawberry.mutation(metadata=may(MEMBER))
    async def answer_survey(
        self,
        info: Info,
        input: AnswerSurveyInput,
        idempotency_key: IdempotencyKey,
    ) -> AnswerSurveyPayload:
        """Answer one's own survey: once, and rewarded once with a coupon."""

        def use_case() -> Answer:
            survey_id = local_id("Survey", input.survey_id, field="survey_id")
            request = request_of(info, idempotency_key, input)
            return info.context.app.surveys.answer(
                request, survey_id, info.context.viewer.id, input.score, input.text or ""
            )

        done = attempt(info, AnswerSurveyErrorCode, use_case)
        survey = await done.load(info, Survey)
        return AnswerSurveyPayload(survey=survey, replayed=done.replayed, user_errors=done.errors)
