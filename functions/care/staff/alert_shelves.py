"""What an alert is, and where it lies: by itself, and among what each who was told has yet to acknowledge."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Place, Storage
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import stamp
from care.staff.model import Function
from care.staff.notice_texts import notice_text

__all__ = ["ALERTS", "WAITING", "Alert", "alert_at", "save_alert", "told_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A call for whoever is on call for a function. `why` is a kind of notice, with its `params`."""

    id: str
    function: Function
    why: str
    params: dict[str, str] = field(default_factory=dict)
    about: str = ""
    """Id of the ticket; empty: no ticket."""
    region: str | None = None
    raised_at: datetime
    told: tuple[str, ...] = ()
    """Who was told, in order; the last rung is DUTY_DESK."""
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    version: int = 0

    @property
    def open(self) -> bool:
        """Whether nobody has acknowledged it."""
        return self.acknowledged_at is None

    @property
    def text(self) -> str:
        """In zh-CN."""
        return notice_text(self.why, self.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An alert that waits for one of those who were told."""

    staff_id: str
    alert_id: str
    raised_at: datetime


ALERTS = Shelf(shape=Alert, kind="alert", table="staff", key=lambda alert: Key(f"ALERT#{alert.id}", "ALERT"))
WAITING = Shelf(
    shape=Waiting,
    kind="waiting",
    table="staff",
    key=lambda waiting: Key(f"ALERTED#{waiting.staff_id}", f"ALERT#{stamp(waiting.raised_at)}#{waiting.alert_id}"),
)


def alert_at(alert_id: str) -> tuple[Shelf[Alert], Key]:
    return ALERTS, Key(f"ALERT#{alert_id}", "ALERT")


def save_alert(before: Alert, after: Alert) -> Iterator[DynamoWrite]:
    """The alert after a step, and with it what waits for whom: whoever comes second decides again."""
    yield ALERTS.save(after, name="alert.save")
    if after.open:
        for staff_id in after.told[len(before.told) :]:
            yield WAITING.put(_waiting(after, staff_id), name="alert.wait")
        return
    for staff_id in before.told:
        yield WAITING.delete(WAITING.key(_waiting(before, staff_id)), name="alert.done")


def told_of(storage: Storage, staff_id: str, limit: int, after: Place) -> tuple[list[str], Place]:
    """Ids of the alerts that wait for them, the newest first."""
    ask = Ask(table="staff", pk=f"ALERTED#{staff_id}", limit=limit, after=after, newest_first=True)
    page = storage.query(ask)
    return [each.alert_id for each in page.of(WAITING)], page.after


def _waiting(alert: Alert, staff_id: str) -> Waiting:
    return Waiting(staff_id=staff_id, alert_id=alert.id, raised_at=alert.raised_at)
