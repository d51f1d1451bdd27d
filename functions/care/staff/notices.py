"""The inbox of staff (A2): what colleagues and the system have to tell them. Issue 4 carries it out by 企业微信."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from care.dynamo.shelf import PRESENT, Shelf, attribute
from care.dynamo.storage import Ask, Place, Storage, fetch_by_id
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
        """Says whose it is, too: `A01/…`."""
        return f"{self.staff_id}/{timed_id(self.at, self.staff_id, self.kind, self.about, self.cause)}"

    @property
    def text(self) -> str:
        """In zh-CN."""
        return notice_text(self.kind, self.params)


def _key(notice_id: str) -> Key:
    staff_id, _, place = notice_id.rpartition("/")
    return Key(f"INBOX#{staff_id}", f"NOTICE#{place}")


NOTICES = Shelf(
    shape=StaffNotice,
    kind="notice",
    table="staff",
    key=lambda notice: _key(notice.id),
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

    def get_many(self, notice_ids: Sequence[str]) -> dict[str, StaffNotice]:
        """Those that exist, in whosever inbox."""
        return fetch_by_id(self._storage, lambda each: (NOTICES, _key(each)), notice_ids)

    def mark_read(self, staff_id: str, notice_ids: Sequence[str]) -> list[StaffNotice]:
        """Their own notices as they are now; when one was read first stays. BadInput, NotFound."""
        if not 0 < len(notice_ids) <= MOST_MARKED:
            raise BadInput(f"1 to {MOST_MARKED} notices at a time", field="notice_ids")

        def decide(batch: Batch) -> list[StaffNotice]:
            found = self.get_many(notice_ids)
            if not all(each in found and found[each].staff_id == staff_id for each in notice_ids):
                raise NotFound("no such notice", field="notice_ids")
            now = self._clock.now()
            for each in (found[name] for name in dict.fromkeys(notice_ids) if found[name].read_at is None):
                read = attribute("read_at").set(stamp(now))
                batch.add(NOTICES.update(_key(each.id), read, name="notice.read", condition=PRESENT))
            return [replace(found[each], read_at=found[each].read_at or now) for each in notice_ids]

        return self._uow.run(decide)
