"""Why an answer is not taken."""

from care.kernel.errors import Refused

__all__ = ["ClosureAnswered", "ClosureOutdated", "SurveyAnswered", "SurveyClosed", "SurveyNotOpen"]


class SurveyAnswered(Refused):
    """A survey is answered once, and rewarded once."""

    code = "SURVEY_ALREADY_ANSWERED"


class SurveyClosed(Refused):
    """Its time is over."""

    code = "SURVEY_CLOSED"


class SurveyNotOpen(Refused):
    """It has not been sent, or never will be."""

    code = "SURVEY_NOT_OPEN"


class ClosureAnswered(Refused):
    """The check was answered, or closed by silence."""

    code = "CLOSURE_ALREADY_ANSWERED"


class ClosureOutdated(Refused):
    """The ticket was reopened since the check was sent."""

    code = "CLOSURE_OUTDATED"
