"""How many surveys are sent, opened, answered, rewarded: by the day of sending and the kind of goods (P1)."""

from dataclasses import dataclass
from datetime import datetime

from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask, Storage
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import SHANGHAI

__all__ = ["SURVEY_COUNTS", "SurveyCount", "count_survey", "survey_counts"]

_MOST_ROWS = 31 * 10
"""A month's days and kinds of goods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyCount:
    """`day`: Shanghai's, `2026-03-05`. `category`: as the catalogue's, or OTHER."""

    day: str
    category: str
    sent: int = 0
    opened: int = 0
    answered: int = 0
    rewarded: int = 0


def _key(day: str, category: str) -> Key:
    return Key(f"SURVEY-COUNT#{day[:7]}", f"{day}#{category}")


SURVEY_COUNTS = Shelf(
    shape=SurveyCount,
    kind="survey-count",
    table="outreach",
    key=lambda count: _key(count.day, count.category),
)


def count_survey(sent_at: datetime, category: str, **counts: int) -> DynamoWrite:
    """So many more of each; whoever counts at the same moment is not held up."""
    day = sent_at.astimezone(SHANGHAI).date().isoformat()
    names = {"type": SURVEY_COUNTS.kind, "day": day, "category": category}
    actions = (attribute(name).set(value) for name, value in names.items())
    added = (attribute(name).add(count) for name, count in counts.items())
    return SURVEY_COUNTS.update(_key(day, category), *added, *actions, name="survey.count")


def survey_counts(storage: Storage, month: str) -> list[SurveyCount]:
    """Of a month (`2026-03`), by day and category; what never came is not there."""
    return storage.query(Ask(table="outreach", pk=f"SURVEY-COUNT#{month}", limit=_MOST_ROWS)).of(SURVEY_COUNTS)
