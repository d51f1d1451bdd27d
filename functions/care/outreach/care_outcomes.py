"""What came of caring for silent members (P2), and whether who was won back is content with what they bought later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.figures import LOW_SCORE
from care.outreach.model import CareCount, CareEnd
from care.outreach.store import care_counts, care_end_at, count_care, save_care_end
from care.tickets.model import CareOutcome

__all__ = ["CareOutcomes"]


class CareOutcomes:
    """Deciders: `on_care_ended` (kind `care.ended`), `on_survey_answered`."""

    def __init__(self, storage: Storage, clock: Clock, settings: Callable[[], Settings]) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings

    def on_care_ended(self, item: AgendaItem, batch: Batch) -> None:
        """Count the outcome in the month in which the care ended; keep the member's last."""
        outcome, member_id = CareOutcome(str(item.payload["outcome"])), str(item.payload["member_id"])
        before: CareEnd | None = self._storage.get(*care_end_at(member_id))
        end = CareEnd(
            member_id=member_id,
            ticket_id=item.subject,
            order_id=str(item.payload["order_id"]),
            outcome=outcome,
            at=item.due,
            version=before.version if before else 0,
        )
        batch.add(save_care_end(end))
        batch.add(count_care(_month(item.due), outcome, ended=1))

    def on_survey_answered(self, item: AgendaItem, batch: Batch) -> None:
        """The first score after the care, of another order, counts for the month in which the care ended."""
        end: CareEnd | None = self._storage.get(*care_end_at(str(item.payload["member_id"])))
        if end is None or end.later_score is not None or end.order_id == item.payload["order_id"]:
            return
        score = int(item.payload["score"])
        batch.add(save_care_end(replace(end, later_score=score, later_at=item.due)))
        content = int(score > self._settings().of(LOW_SCORE))
        batch.add(count_care(_month(end.at), end.outcome, scored_again=1, content_again=content))

    def of_month(self, month: str) -> list[CareCount]:
        """`month`: `2026-03`, Shanghai's; each outcome, in the order of CareOutcome."""
        found = {each.outcome: each for each in care_counts(self._storage, month)}
        return [found.get(each) or CareCount(month=month, outcome=each) for each in CareOutcome]

    def end_of(self, member_id: str) -> CareEnd | None:
        """How the last care for this member ended."""
        end: CareEnd | None = self._storage.get(*care_end_at(member_id))
        return end


def _month(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m")
