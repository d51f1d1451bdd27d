"""What a survey asks (P1): at most two questions, the first for a score. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from care.catalog.model import Category
from care.kernel.editions import Edition

__all__ = ["STANDARD", "Question", "QuestionKind", "SurveyTemplate", "TemplatesVersion", "scaled"]


class QuestionKind(StrEnum):
    """What an answer is."""

    CSAT = "CSAT"
    """1 (bad) to 5 (good)."""
    NPS = "NPS"
    """0 (would not recommend) to 10."""
    CHOICE = "CHOICE"
    """One of a few."""
    TEXT = "TEXT"
    """The member's own words."""


_SCALES = {QuestionKind.CSAT: (1, 5), QuestionKind.NPS: (0, 10)}
_NPS_AS_CSAT = (1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5)
"""Detractors (0 to 6) become low scores, promoters (9, 10) the best: what follows a survey knows one scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`{goods}` in the text stands for what was bought. `choices`: of CHOICE alone, 2 to 5."""

    kind: QuestionKind
    text: str
    choices: tuple[str, ...] = ()

    @property
    def scale(self) -> tuple[int, int] | None:
        """The lowest and the highest score; None where no score is asked for."""
        return _SCALES.get(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTemplate:
    """The questions for a kind of goods. `category` None: for every kind without a template of its own."""

    code: str
    category: Category | None = None
    questions: tuple[Question, ...]


STANDARD = (
    Question(kind=QuestionKind.CSAT, text="您对本次收到的{goods}还满意吗？1分不满意，5分很满意"),
    Question(kind=QuestionKind.TEXT, text="有什么想告诉我们的？一句话就好"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesVersion(Edition):
    """All templates, as in force from a time on."""

    templates: tuple[SurveyTemplate, ...]

    def for_category(self, category: Category | None) -> SurveyTemplate:
        """The category's own, else the default, which is always there."""
        found = {each.category: each for each in self.templates}
        return found.get(category) or found[None]


def scaled(kind: QuestionKind, score: int) -> int:
    """A score as 1 to 5, whatever was asked."""
    return _NPS_AS_CSAT[score] if kind is QuestionKind.NPS else score
