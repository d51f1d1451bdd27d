"""Care for members who are unhappy and say nothing (P2): a low score without an application for the order."""

from collections.abc import Callable
from typing import Protocol

from care.contact.service import Contact
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.figures import LOW_SCORE
from care.outreach.model import Survey
from care.outreach.notices import silent_member_care
from care.outreach.store import survey_at
from care.tickets.care_task import CareTask
from care.tickets.model import TicketKind

__all__ = ["CareDesk", "SilentMembers"]


class CareDesk(Protocol):
    """What `care.tickets` does for this."""

    def has_claim(self, order_id: str) -> bool:
        """Whether the member has applied for any line of the order."""
        ...

    def open_task(self, batch: Batch, task: CareTask) -> None:
        """Open a case for a person, once for each key."""
        ...


class SilentMembers:
    """Decider: `on_low_score`, on the fact `survey.answered`."""

    def __init__(self, storage: Storage, settings: Callable[[], Settings], desk: CareDesk, contact: Contact) -> None:
        self._storage = storage
        self._settings = settings
        self._desk = desk
        self._contact = contact

    def on_low_score(self, item: AgendaItem, batch: Batch) -> None:
        """Open a care task and write to the member; who has applied is being cared for already."""
        score = int(item.payload["score"])
        if score > self._settings().of(LOW_SCORE) or self._desk.has_claim(str(item.payload["order_id"])):
            return
        survey = self._storage.get(*survey_at(item.subject))
        if survey is None:
            return
        self._desk.open_task(batch, _task(survey))
        self._contact.notify(batch, silent_member_care(survey))


def _task(survey: Survey) -> CareTask:
    return CareTask(
        key=f"survey:{survey.id}",
        kind=TicketKind.CARE,
        member_id=survey.member_id,
        title=survey.goods,
        order_id=survey.order_id,
    )
