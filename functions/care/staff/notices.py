"""The inbox of staff (A2): what colleagues and the system have to tell them. Issue 4 carries it out by 企业微信."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from care.dynamo.shelf import PRESENT, Shelf, attribute
from care.dynamo.storage import Ask, Place, Storage
from care.dynamo.writes import Key
from care.kernel.clock import Clock, stamp
from care.kernel.errors import BadInput, NotFound
from care.kernel.ids import timed_id
from care.kernel.work import Batch, UnitOfWork
from care.staff.notice_texts import check_notice, notice_text

__all__ = ["Inbox", "StaffNotice", "notify_staff"]

KEPT = timedelta(days=90)
MOST_MARKED = 50
"""Notices that are marked as read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffNotice:
    """Something that one staff member is told. `staff_id` may be DUTY_DESK: then whoever is on duty reads it."""

    staff_id: str
    kind: str
    """A kind of notice_texts.json."""
    at: datetime
    about: str = ""
    """Id of the ticket; empty: no ticket."""
    params: dict[str, str] = field(default_factory=dict)
    cause: str = ""
    """Tells apart notices of one moment that are else the same, such as two notes."""
    read_at: datetime | None = None

    @property
    def id(self) -> str:
        return timed_id(self.at, self.staff_id, self.kind, self.about, self.cause)

    @property
    def text(self) -> str:
        """In zh-CN."""
        return notice_text(self.kind, self.params)


def _key(staff_id: str, notice_id: str) -> Key:
    return Key(f"INBOX#{staff_id}", f"NOTICE#{notice_id}")


NOTICES = Shelf(
    shape=StaffNotice,
    kind="notice",
    table="staff",
    key=lambda notice: _key(notice.staff_id, notice.id),
    expires=lambda notice: notice.at + KEPT,
)


def notify_staff(
    batch: Batch,
    staff_ids: Iterable[str],
    kind: str,
    *,
    at: datetime,
    about: str = "",
    params: Mapping[str, str] | None = None,
    cause: str = "",
) -> None:
    """Tell each of them once, in the transaction of the caller's own decision; one write each, no read.

    NoticeFault where the notice does not fit its kind: a mistake in the code.
    """
    given = dict(params or {})
    check_notice(kind, given)
    for staff_id in dict.fromkeys(staff_ids):
        notice = StaffNotice(staff_id=staff_id, kind=kind, at=at, about=about, params=given, cause=cause)
        batch.add(NOTICES.overwrite(notice, name="staff.notify"))


class Inbox:
    """Reading notices."""

    def __init__(self, storage: Storage, uow: UnitOfWork, clock: Clock) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock

    def of_staff(self, staff_id: str, limit: int, after: Place) -> tuple[list[StaffNotice], Place]:
        """The newest first, 90 days back."""
        ask = Ask(table="staff", pk=f"INBOX#{staff_id}", prefix="NOTICE#", limit=limit, after=after, newest_first=True)
        page = self._storage.query(ask)
        now = self._clock.now()
        return [each for each in page.of(NOTICES) if each.at + KEPT > now], page.after

    def mark_read(self, staff_id: str, notice_ids: Sequence[str]) -> int:
        """How many of their own notices this has marked; those that were read stay as they are. BadInput, NotFound."""
        if not 0 < len(notice_ids) <= MOST_MARKED:
            raise BadInput(f"1 to {MOST_MARKED} notices at a time", field="notice_ids")

        def decide(batch: Batch) -> int:
            wanted = {each: (NOTICES, _key(staff_id, each)) for each in notice_ids}
            found = self._storage.fetch(list(wanted.values()))
            notices = [found.get(*home) for home in wanted.values()]
            if not all(notices):
                raise NotFound("no such notice", field="notice_ids")
            unread = [each for each in notices if each and each.read_at is None]
            for each in unread:
                read = attribute("read_at").set(stamp(self._clock.now()))
                home = _key(staff_id, each.id)
                batch.add(NOTICES.update(home, read, name="notice.read", condition=PRESENT))
            return len(unread)

        return self._uow.run(decide)
