"""Why an answer is not taken."""

from care.dynamo.editions import EffectiveTooSoon
from care.kernel.errors import Refused
from care.policy.faults import BadCode, BannedPhrase, Blank, Flaw, OutOfBounds, StatedTwice, TooLong, Unsound, Vague
from care.scripts.errors import UnknownVariable

__all__ = [
    "TEMPLATE_FLAWS",
    "ChoicesUnfit",
    "ClosureAnswered",
    "ClosureOutdated",
    "DefaultMissing",
    "QuestionNotAsked",
    "ScoreMissing",
    "SurveyAnswered",
    "SurveyClosed",
    "SurveyLinkAltered",
    "SurveyLinkExpired",
    "SurveyNotOpen",
    "TemplatesUnsound",
    "TooManyQuestions",
]


class SurveyAnswered(Refused):
    """Each question of a survey is answered once, and the survey rewarded once."""

    code = "SURVEY_ALREADY_ANSWERED"


class SurveyClosed(Refused):
    """Its time is over."""

    code = "SURVEY_CLOSED"


class SurveyNotOpen(Refused):
    """It has not been sent, or never will be."""

    code = "SURVEY_NOT_OPEN"


class QuestionNotAsked(Refused):
    """The survey has no such question."""

    code = "SURVEY_QUESTION_NOT_ASKED"


class SurveyLinkAltered(Refused):
    """It is no link of ours."""

    code = "SURVEY_LINK_ALTERED"


class SurveyLinkExpired(Refused):
    """The survey has closed since."""

    code = "SURVEY_LINK_EXPIRED"


class TooManyQuestions(Flaw):
    """A template asks more than a member has patience for."""

    code = "SURVEY_TOO_MANY_QUESTIONS"


class ScoreMissing(Flaw):
    """The first question, and no other, asks for a score."""

    code = "SURVEY_SCORE_MISSING"


class ChoicesUnfit(Flaw):
    """A choice has 2 to 5 answers, each once; other questions have none."""

    code = "SURVEY_CHOICES_UNFIT"


class DefaultMissing(Flaw):
    """No template is for every kind of goods."""

    code = "SURVEY_DEFAULT_MISSING"


class TemplatesUnsound(Unsound):
    """The templates, as they would be, are not fit to be asked."""

    code = "SURVEY_TEMPLATES_UNSOUND"


TEMPLATE_FLAWS: tuple[type[Refused], ...] = (
    EffectiveTooSoon,
    TooManyQuestions,
    ScoreMissing,
    ChoicesUnfit,
    DefaultMissing,
    UnknownVariable,
    BadCode,
    BannedPhrase,
    Blank,
    OutOfBounds,
    StatedTwice,
    TooLong,
    Vague,
)


class ClosureAnswered(Refused):
    """The check was answered, or closed by silence."""

    code = "CLOSURE_ALREADY_ANSWERED"


class ClosureOutdated(Refused):
    """The ticket was reopened since the check was sent."""

    code = "CLOSURE_OUTDATED"
