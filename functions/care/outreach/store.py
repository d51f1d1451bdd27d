"""Where outreach lies. Table `outreach`:

| pk | sk | item |
| --- | --- | --- |
| `SURVEY#id` | `SURVEY` | a survey; by_a, while open: `SURVEYS#member` by the time it closes; answered or never sent: \
`PAST-SURVEYS#member` by its signing |
| `SURVEYED#member` | `LOAD` | how often a member was asked lately |
| `SURVEY-COUNT#month` | `day#category` | how many surveys were sent, opened, answered, rewarded (survey_counts.py) |
| `SILENT#member` | `CARE` | how the last care for a silent member ended |
| `CARE#month` | outcome | how often care ended so in a month |
| `FIRST#member` | `COMPLAINT` | that a member has complained for the first time |
| `SURVEY-TEMPLATES` | `VERSION#number` | an edition of the survey templates; in table `policy` |
| `CHECK#id` | `CHECK` | a closure check; by_a, while open: `CHECKS#member` by the time silence closes it |
"""

from care.dynamo.editions import edition_key
from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Storage, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import stamp
from care.outreach.errors import ClosureAnswered
from care.outreach.fatigue import SurveyLoad
from care.outreach.model import CareCount, CareEnd, CheckState, ClosureCheck, FirstComplaint, Survey, SurveyState
from care.outreach.questions import TemplatesVersion
from care.tickets.model import CareOutcome

__all__ = [
    "CARE_COUNTS",
    "CARE_ENDS",
    "CHECKS",
    "FIRST_COMPLAINTS",
    "LOADS",
    "SURVEYS",
    "TEMPLATES",
    "answer_check",
    "care_counts",
    "care_end_at",
    "check_at",
    "count_care",
    "end_check",
    "first_complaint_at",
    "keep_first_complaint",
    "load_at",
    "open_check",
    "save_care_end",
    "save_survey",
    "survey_at",
]


def _of_member(survey: Survey) -> tuple[str, str] | None:
    """A member's open surveys, and those that are over, are asked for apart."""
    if survey.state is SurveyState.PLANNED:
        return None
    if survey.state is not SurveyState.OPEN or survey.closes_at is None:
        return f"PAST-SURVEYS#{survey.member_id}", f"{stamp(survey.signed_at)}#{survey.id}"
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
    indexes={"by_a": _of_member},
)
LOADS = Shelf(
    shape=SurveyLoad, kind="survey-load", table="outreach", key=lambda load: Key(f"SURVEYED#{load.member_id}", "LOAD")
)
TEMPLATES = Shelf(
    shape=TemplatesVersion,
    kind="survey-templates",
    table="policy",
    key=lambda version: edition_key("SURVEY-TEMPLATES", version.number),
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


CARE_ENDS = Shelf(
    shape=CareEnd, kind="care-end", table="outreach", key=lambda end: Key(f"SILENT#{end.member_id}", "CARE")
)
CARE_COUNTS = Shelf(
    shape=CareCount, kind="care-count", table="outreach", key=lambda count: _care_key(count.month, count.outcome)
)


def _care_key(month: str, outcome: CareOutcome) -> Key:
    return Key(f"CARE#{month}", outcome)


def care_end_at(member_id: str) -> Wanted:
    return CARE_ENDS, Key(f"SILENT#{member_id}", "CARE")


def save_care_end(end: CareEnd) -> DynamoWrite:
    return CARE_ENDS.save(end, name="care.end")


def count_care(month: str, outcome: CareOutcome, **counts: int) -> DynamoWrite:
    """So many more of each count; the transaction that counts takes the fact off the agenda, so it counts once."""
    names = {"type": CARE_COUNTS.kind, "month": month, "outcome": str(outcome)}
    actions = (attribute(name).set(value) for name, value in names.items())
    added = (attribute(name).add(count) for name, count in counts.items())
    return CARE_COUNTS.update(_care_key(month, outcome), *added, *actions, name="care.count")


def care_counts(storage: Storage, month: str) -> list[CareCount]:
    """By outcome; what never came is not there."""
    return storage.query(Ask(table="outreach", pk=f"CARE#{month}", limit=len(CareOutcome))).of(CARE_COUNTS)


def first_complaint_at(member_id: str) -> Wanted:
    return FIRST_COMPLAINTS, Key(f"FIRST#{member_id}", "COMPLAINT")


def keep_first_complaint(first: FirstComplaint) -> DynamoWrite:
    """Where another was quicker, the decision is taken again and finds it."""
    return FIRST_COMPLAINTS.put(first, name="complaint.first")


def survey_at(survey_id: str) -> Wanted:
    return SURVEYS, Key(f"SURVEY#{survey_id}", "SURVEY")


def load_at(member_id: str) -> Wanted:
    return LOADS, Key(f"SURVEYED#{member_id}", "LOAD")


def check_at(check_id: str) -> Wanted:
    return CHECKS, Key(f"CHECK#{check_id}", "CHECK")


def save_survey(survey: Survey) -> DynamoWrite:
    """A step of a survey, its answers too; whoever is late decides again."""
    return SURVEYS.save(survey, name="survey.save")


def open_check(check: ClosureCheck) -> DynamoWrite:
    return CHECKS.save(check, name="closure.open")


def answer_check(check: ClosureCheck) -> DynamoWrite:
    """The one answer of a closure check: who comes second is told ClosureAnswered."""
    return CHECKS.replace(check, name="closure.answer", lost=_if_settled)


def end_check(check: ClosureCheck) -> DynamoWrite:
    """The end that time makes of a closure check; where a tap was quicker, it is decided again."""
    return CHECKS.replace(check, name="closure.silence")


def _if_settled(found: ClosureCheck | None) -> ClosureAnswered | None:
    return ClosureAnswered() if found and found.state is not CheckState.OPEN else None
