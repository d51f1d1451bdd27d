"""The figures of outreach (P1, P7). Which score is low, `members` says."""

from datetime import timedelta

from care.kernel.settings import Settings, figure
from care.outreach.fatigue import FatigueTerms
from care.outreach.resolutions import Resolution
from care.outreach.rules import SurveyTimes

__all__ = [
    "TEMPLATE_LEAD",
    "answerable",
    "check_after",
    "fatigue_terms",
    "first_gift_fen",
    "remind_after",
    "reward_fen",
    "silence_after",
    "survey_times",
]

TEMPLATE_LEAD = figure(
    "outreach.template_lead", 2, 2, 10_080, "minutes", "P1", "How far ahead survey templates must take effect, at least"
)
_MOST = figure("outreach.survey_most", 6, 1, 20, "surveys", "P1", "A member gets at most so many in the window")
_WINDOW = figure("outreach.survey_window", 30, 1, 365, "days", "P1", "The window in which a member's surveys count")
_IGNORED = figure("outreach.survey_ignored", 4, 1, 20, "surveys", "P1", "After so many unanswered in a row we rest")
_REST = figure("outreach.survey_rest", 30, 1, 365, "days", "P1", "How long a member who never answers is not asked")


_IDEAL = figure("outreach.survey_after", 20, 1, 23, "hours", "P1", "The survey goes out so long after signing")
_EARLY = figure(
    "outreach.survey_early", 30, 1, 59, "minutes", "P1", "So long before quiet hours, if they end too late for a survey"
)
_ANSWERABLE = figure("outreach.survey_answerable", 7, 1, 30, "days", "P1", "How long a survey takes its answer")
_REMIND_AFTER = figure("outreach.survey_remind_after", 48, 12, 336, "hours", "P1", "Survey sent to its one reminder")
_REWARD = figure("outreach.survey_reward", 500, 100, 2000, "fen", "P1", "The coupon for an answered survey")
_CHECK_AFTER = {
    Resolution.MONEY: figure("outreach.closure_check_after", 3, 1, 14, "days", "P7", "Money given to closure check"),
    Resolution.GOODS: figure("outreach.closure_after_goods", 5, 1, 21, "days", "P7", "Goods sent to closure check"),
    Resolution.RETURN: figure("outreach.closure_after_return", 3, 1, 14, "days", "P7", "Return paid to closure check"),
    Resolution.BENEFIT: figure("outreach.closure_after_benefit", 3, 1, 14, "days", "P7", "Benefit to closure check"),
    Resolution.WORDS: figure("outreach.closure_after_words", 2, 1, 14, "days", "P7", "Apology alone to closure check"),
    Resolution.REFUSED: figure("outreach.closure_after_refusal", 3, 1, 14, "days", "P7", "Refusal to closure check"),
}
_SILENCE_AFTER = figure("outreach.closure_silence_after", 3, 1, 14, "days", "P7", "Closure check to closing by silence")

_FIRST_GIFT = figure(
    "outreach.first_complaint_gift", 1000, 0, 10_000, "fen", "P8", "The coupon that says sorry at the first complaint"
)


def survey_times(settings: Settings) -> SurveyTimes:
    return SurveyTimes(ideal=timedelta(hours=settings.of(_IDEAL)), early=timedelta(minutes=settings.of(_EARLY)))


def fatigue_terms(settings: Settings) -> FatigueTerms:
    return FatigueTerms(
        most=settings.of(_MOST),
        window=timedelta(days=settings.of(_WINDOW)),
        open_for=answerable(settings),
        ignored=settings.of(_IGNORED),
        rest=timedelta(days=settings.of(_REST)),
    )


def answerable(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_ANSWERABLE))


def remind_after(settings: Settings) -> timedelta:
    return timedelta(hours=settings.of(_REMIND_AFTER))


def reward_fen(settings: Settings) -> int:
    return settings.of(_REWARD)


def first_gift_fen(settings: Settings) -> int:
    """0: none."""
    return settings.of(_FIRST_GIFT)


def check_after(settings: Settings, resolution: Resolution) -> timedelta:
    return timedelta(days=settings.of(_CHECK_AFTER[resolution]))


def silence_after(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_SILENCE_AFTER))
