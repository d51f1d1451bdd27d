"""P1: what surveys ask, as operators publish it, and what came of asking."""

from datetime import datetime
from enum import Enum

import strawberry

from api.app import App
from api.context import Info
from api.enums import described
from api.idempotency import IdempotencyKey, request_of
from api.outreach.types import SurveyQuestionKind
from api.payloads import Payload, error_codes
from api.permissions import PART, STAFF, may, seen_by
from api.publishing import PUBLISHERS, DatedEdition, attempt_publication
from care.catalog.model import Category
from care.dynamo.editions import Editions
from care.dynamo.requests import Answer
from care.outreach import questions as asking
from care.outreach.errors import TEMPLATE_FLAWS

__all__ = ["PublishSurveyTemplates", "SurveyTemplatesVersion"]

GoodsCategory = described(
    Category,
    "A kind of goods.",
    name="GoodsCategory",
    FRESH="Fruit, vegetables, fresh meat.",
    FROZEN="Frozen goods.",
    DAIRY="Milk and what is made of it.",
    GRAIN_OIL="Grain and oil.",
    PACKAGED="Packaged food.",
    NON_FOOD="No food.",
)


@error_codes(*TEMPLATE_FLAWS)
class PublishSurveyTemplatesErrorCode(Enum):
    """Why the templates were not published."""


@seen_by(PART)
@strawberry.type(description="A question of a template.")
class TemplateQuestion:
    kind: SurveyQuestionKind = strawberry.field(description="What an answer is.")  # type: ignore[valid-type]
    text: str = strawberry.field(description="`{goods}` stands for what was bought.")
    choices: list[str] = strawberry.field(description="Of a CHOICE; empty otherwise.")


@seen_by(PART)
@strawberry.type(description="The questions for a kind of goods.")
class SurveyTemplate:
    code: str = strawberry.field(description="Its code.")
    category: GoodsCategory | None = strawberry.field(  # type: ignore[valid-type]
        description="For which kind of goods; null: for every kind without a template of its own."
    )
    questions: list[TemplateQuestion] = strawberry.field(description="One or two; the first asks for a score.")


@seen_by(STAFF)
@strawberry.type(description="All survey templates, as published. They never change.")
class SurveyTemplatesVersion(DatedEdition[asking.TemplatesVersion]):
    @staticmethod
    def editions(app: App) -> Editions[asking.TemplatesVersion]:
        return app.survey_templates.editions

    @strawberry.field
    def number(self) -> int:
        """Counts up from 1; 0 is built in."""
        return self.model.number

    @strawberry.field
    def templates(self) -> list[SurveyTemplate]:
        """In the order of their publication."""
        return [_template(each) for each in self.model.templates]


@strawberry.input(description="A question.")
class TemplateQuestionInput:
    kind: SurveyQuestionKind = strawberry.field(description="What an answer is.")  # type: ignore[valid-type]
    text: str = strawberry.field(description="1 to 60 characters; `{goods}` stands for what was bought.")
    choices: list[str] = strawberry.field(description="Of a CHOICE: 2 to 5, each once.", default_factory=list)

    def entry(self) -> asking.Question:
        return asking.Question(kind=self.kind, text=self.text, choices=tuple(self.choices))


@strawberry.input(description="The questions for a kind of goods.")
class SurveyTemplateInput:
    code: str = strawberry.field(description="2 to 32 of A-Z, 0-9 and _.")
    category: GoodsCategory | None = strawberry.field(  # type: ignore[valid-type]
        description="None: for every kind of goods without a template of its own.", default=None
    )
    questions: list[TemplateQuestionInput] = strawberry.field(description="One or two; the first asks for a score.")

    def entry(self) -> asking.SurveyTemplate:
        asked = tuple(each.entry() for each in self.questions)
        return asking.SurveyTemplate(code=self.code, category=self.category, questions=asked)


@strawberry.input(description="All templates: what is left out is no longer asked.")
class PublishSurveyTemplatesInput:
    templates: list[SurveyTemplateInput] = strawberry.field(description="1 to 20, one of them without a category.")
    effective_at: datetime = strawberry.field(description="At least `outreach.template_lead` ahead.")
    why: str = strawberry.field(description="For the record, 1 to 500 characters.")


@strawberry.type(description="What became of the publication.")
class PublishSurveyTemplatesPayload(Payload[PublishSurveyTemplatesErrorCode]):
    templates: SurveyTemplatesVersion | None = strawberry.field(description="The templates as published.")


@strawberry.type
class PublishSurveyTemplates:
    @strawberry.mutation(metadata=may(PUBLISHERS))
    async def publish_survey_templates(
        self, info: Info, input: PublishSurveyTemplatesInput, idempotency_key: IdempotencyKey
    ) -> PublishSurveyTemplatesPayload:
        """Publish what surveys ask; every flaw is told with its place. Surveys that were sent stay as they are."""

        def use_case() -> Answer:
            return info.context.app.survey_templates.publish(
                [each.entry() for each in input.templates],
                input.effective_at,
                info.context.viewer.id,
                input.why,
                request_of(info, idempotency_key, input),
            )

        done = attempt_publication(info, PublishSurveyTemplatesErrorCode, use_case)
        templates = await done.load(info, SurveyTemplatesVersion)
        return PublishSurveyTemplatesPayload(templates=templates, replayed=done.replayed, user_errors=done.errors)


def _template(template: asking.SurveyTemplate) -> SurveyTemplate:
    asked = [
        TemplateQuestion(kind=each.kind, text=each.text, choices=list(each.choices)) for each in template.questions
    ]
    return SurveyTemplate(code=template.code, category=template.category, questions=asked)


def _question(question: asking.Question) -> TemplateQuestion:
    return TemplateQuestion(kind=question.kind, text=question.text, choices=list(question.choices))
