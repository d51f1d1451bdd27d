"""Where outreach lies. Table `outreach`:

| pk | sk | item |
| --- | --- | --- |
| `SURVEY#id` | `SURVEY` | a survey; by_a, while open: `SURVEYS#member` by the time it closes |
| `FIRST#member` | `COMPLAINT` | that a member has complained for the first time |
| `CHECK#id` | `CHECK` | a closure check; by_a, while open: `CHECKS#member` by the time silence closes it |
"""

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import stamp
from care.outreach.errors import ClosureAnswered, SurveyAnswered
from care.outreach.model import CheckState, ClosureCheck, FirstComplaint, Survey, SurveyState

__all__ = [
    "CHECKS",
    "FIRST_COMPLAINTS",
    "SURVEYS",
    "answer_check",
    "answer_survey",
    "check_at",
    "end_check",
    "first_complaint_at",
    "keep_first_complaint",
    "open_check",
    "save_survey",
    "survey_at",
]


def _open_survey(survey: Survey) -> tuple[str, str] | None:
    if survey.state is not SurveyState.OPEN or survey.closes_at is None:
        return None
    return f"SURVEYS#{survey.member_id}", f"{stamp(survey.closes_at)}#{survey.id}"


def _open_check(check: ClosureCheck) -> tuple[str, str] | None:
    if check.state is not CheckState.OPEN:
        return None
    return f"CHECKS#{check.member_id}", f"{stamp(check.silent_at)}#{check.id}"


SURVEYS = Shelf(
    shape=Survey,
    kind="survey",
    table="outreach",
    key=lambda survey: Key(f"SURVEY#{survey.id}", "SURVEY"),
    indexes={"by_a": _open_survey},
)
CHECKS = Shelf(
    shape=ClosureCheck,
    kind="check",
    table="outreach",
    key=lambda check: Key(f"CHECK#{check.id}", "CHECK"),
    indexes={"by_a": _open_check},
)


FIRST_COMPLAINTS = Shelf(
    shape=FirstComplaint,
    kind="first-complaint",
    table="outreach",
    key=lambda first: Key(f"FIRST#{first.member_id}", "COMPLAINT"),
)


def first_complaint_at(member_id: str) -> Wanted:
    return FIRST_COMPLAINTS, Key(f"FIRST#{member_id}", "COMPLAINT")


def keep_first_complaint(first: FirstComplaint) -> DynamoWrite:
    """Where another was quicker, the decision is taken again and finds it."""
    return FIRST_COMPLAINTS.put(first, name="complaint.first")


def survey_at(survey_id: str) -> Wanted:
    return SURVEYS, Key(f"SURVEY#{survey_id}", "SURVEY")


def check_at(check_id: str) -> Wanted:
    return CHECKS, Key(f"CHECK#{check_id}", "CHECK")


def save_survey(survey: Survey) -> DynamoWrite:
    """A step of a survey before its answer; whoever is late decides again."""
    return SURVEYS.save(survey, name="survey.save")


def open_check(check: ClosureCheck) -> DynamoWrite:
    return CHECKS.save(check, name="closure.open")


def answer_survey(survey: Survey) -> DynamoWrite:
    """The one answer of a survey."""
    return SURVEYS.replace(survey, name="survey.answer", lost=_if_answered)


def answer_check(check: ClosureCheck) -> DynamoWrite:
    """The one answer of a closure check: who comes second is told ClosureAnswered."""
    return CHECKS.replace(check, name="closure.answer", lost=_if_settled)


def end_check(check: ClosureCheck) -> DynamoWrite:
    """The end that time makes of a closure check; where a tap was quicker, it is decided again."""
    return CHECKS.replace(check, name="closure.silence")


def _if_answered(found: Survey | None) -> SurveyAnswered | None:
    return SurveyAnswered() if found and found.answered_at else None


def _if_settled(found: ClosureCheck | None) -> ClosureAnswered | None:
    return ClosureAnswered() if found and found.state is not CheckState.OPEN else None
