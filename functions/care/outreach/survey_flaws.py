"""What survey templates must be to be published (P1). Pure; tells every flaw with its place."""

import re
from collections.abc import Iterable, Iterator

from care.outreach.errors import ChoicesUnfit, DefaultMissing, ScoreMissing, TooManyQuestions
from care.outreach.questions import Question, QuestionKind, SurveyTemplate
from care.policy import checks
from care.policy.faults import Flaw, StatedTwice
from care.scripts.errors import UnknownVariable

__all__ = ["MOST_QUESTIONS", "MOST_TEMPLATES", "template_flaws"]

MOST_QUESTIONS = 2
MOST_TEMPLATES = 20
_MOST_TEXT = 60
_CHOICES = range(2, 6)
_MOST_CHOICE = 12
_VARIABLE = re.compile(r"\{[^{}]*\}|[{}]")


def template_flaws(templates: Iterable[SurveyTemplate]) -> Iterator[Flaw]:
    """Places name the template: `templates.FRESH.questions[1].text`."""
    templates = tuple(templates)
    yield from checks.bounds("templates", len(templates), 1, MOST_TEMPLATES)
    yield from checks.repeats("templates", (each.code for each in templates))
    if None not in {each.category for each in templates}:
        yield DefaultMissing("templates")
    yield from _doubled(templates)
    for each in templates:
        yield from _template_flaws(each)


def _doubled(templates: tuple[SurveyTemplate, ...]) -> Iterator[Flaw]:
    first: dict[object, str] = {}
    for each in templates:
        if first.setdefault(each.category, each.code) != each.code:
            yield StatedTwice(f"templates.{each.code}.category", code=each.category or "")


def _template_flaws(template: SurveyTemplate) -> Iterator[Flaw]:
    place = f"templates.{template.code}"
    yield from checks.code(f"{place}.code", template.code)
    questions = template.questions
    if len(questions) > MOST_QUESTIONS:
        yield TooManyQuestions(f"{place}.questions", most=MOST_QUESTIONS)
    scores = [number for number, each in enumerate(questions) if each.scale]
    if scores != [0]:
        yield ScoreMissing(f"{place}.questions")
    for number, each in enumerate(questions):
        yield from _question_flaws(f"{place}.questions[{number}]", each)


def _question_flaws(place: str, question: Question) -> Iterator[Flaw]:
    yield from checks.text(place, "text", question.text, most=_MOST_TEXT)
    for each in _VARIABLE.finditer(question.text):
        if each.group() != "{goods}":
            yield UnknownVariable(f"{place}.text", offset=each.start(), text=each.group())
    if question.kind is not QuestionKind.CHOICE:
        if question.choices:
            yield ChoicesUnfit(f"{place}.choices")
        return
    if len(question.choices) not in _CHOICES or len(set(question.choices)) < len(question.choices):
        yield ChoicesUnfit(f"{place}.choices")
    for number, choice in enumerate(question.choices):
        yield from checks.text(f"{place}.choices[{number}]", "title", choice, most=_MOST_CHOICE)
