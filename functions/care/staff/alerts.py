"""Alerts (A2): whoever is on call is told; who does not acknowledge in time is passed over; nothing ends in silence.

    raise_alert ──alert.raise──▶ first rung told ──alert.climb──▶ next rung … ──▶ the desk, alert.unanswered (alarm)
                                      ├── alert.told: by 企业微信 too
                                      ╰── acknowledged: the climbing stops

The ladder is looked up anew for each rung: who comes on duty meanwhile is told too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import msgspec

from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import Forbidden, NotFound
from care.kernel.ids import derived_id
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork
from care.staff.alert_shelves import Alert, alert_at, save_alert, told_of
from care.staff.figures import ALERT_CLIMB_MINUTES
from care.staff.model import DUTY_DESK, Function
from care.staff.notice_texts import check_notice
from care.staff.notices import notify_staff
from care.staff.on_call import Rung

__all__ = ["FUNCTION_NAMES", "AlertRequest", "Alerts", "raise_alert"]

FUNCTION_NAMES = {
    Function.QUALITY: "品控",
    Function.SUPPLY: "供应链",
    Function.PR: "公关",
    Function.REGIONAL_OPS: "区域运营",
}
"""As staff call them."""

LadderOf = Callable[[Function, str | None], tuple[Rung, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRequest:
    """A call for whoever is on call for `function`. The same `key` is one alert, however often it is raised."""

    key: str
    function: Function
    why: str
    """A kind of notice_texts.json: what those who are called read, with its `params`."""
    about: str = ""
    """Id of the ticket; empty: no ticket."""
    region: str | None = None
    params: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return derived_id("alert", self.key)


def raise_alert(batch: Batch, request: AlertRequest, at: datetime) -> str:
    """Raise it in the transaction of the caller's own decision: one agenda item and no read. The alert's id.

    NoticeFault where `why` and `params` do not fit: a mistake in the code.
    """
    check_notice(request.why, request.params)
    payload: dict[str, str | int] = {"request": msgspec.json.encode(request).decode()}
    batch.plan(AgendaItem(lane=Lane.NOW, kind="alert.raise", due=at, subject=request.id, payload=payload))
    return request.id


class Alerts:
    """`ladder` says who is told for a function and region, now."""

    def __init__(
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        settings: Callable[[], Settings],
        ladder: LadderOf,
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._settings = settings
        self._ladder = ladder

    def put(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `alert.raise`: the first of a key makes its alert, a later one nothing."""
        if self._storage.get(*alert_at(item.subject)):
            return
        wanted = msgspec.json.decode(str(item.payload["request"]), type=AlertRequest)
        alert = Alert(
            id=item.subject,
            function=wanted.function,
            why=wanted.why,
            about=wanted.about,
            region=wanted.region,
            params=wanted.params,
            raised_at=self._clock.now(),
        )
        self._tell_next(batch, alert)

    def climb(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `alert.climb`: nobody has acknowledged in time."""
        alert = self._storage.get(*alert_at(item.subject))
        if alert and alert.open and len(alert.told) == item.generation:
            self._tell_next(batch, alert)

    def fall_to_desk(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `alert.unanswered`, which an alarm hears of too: those who look after the desk read it."""
        alert = self._storage.get(*alert_at(item.subject))
        if alert and alert.open:
            params = {"function": FUNCTION_NAMES[alert.function], "why": alert.text}
            now = self._clock.now()
            notify_staff(batch, [DUTY_DESK], "alert_unanswered", at=now, about=alert.about, params=params)

    def acknowledge(self, alert_id: str, by: str, *, anyones: bool) -> Alert:
        """The first who says so has it; said again it stays theirs. `anyones`: also where they were not told.

        NotFound; Forbidden for who was not told, unless it lies with the desk.
        """
        return self._uow.run(lambda batch: self.take_on(batch, alert_id, by, anyones=anyones))

    def take_on(self, batch: Batch, alert_id: str, by: str, *, anyones: bool = False) -> Alert:
        """As `acknowledge`, within another's transaction."""
        alert = self._storage.get(*alert_at(alert_id))
        if alert is None:
            raise NotFound("no such alert", field="alert_id")
        if not (anyones or {by, DUTY_DESK} & set(alert.told)):
            raise Forbidden("whoever was told acknowledges, or a manager", field="alert_id")
        if not alert.open:
            return alert
        done = replace(alert, acknowledged_by=by, acknowledged_at=self._clock.now())
        batch.add(*save_alert(alert, done))
        return done

    def of_staff(self, staff_id: str, limit: int, after: Place) -> tuple[list[Alert], Place]:
        """What they were told of and nobody has acknowledged, the newest first."""
        ids, rest = told_of(self._storage, staff_id, limit, after)
        found = self.get_many(ids)
        return [found[each] for each in ids if each in found and found[each].open], rest

    def get_many(self, alert_ids: Sequence[str]) -> dict[str, Alert]:
        return fetch_by_id(self._storage, alert_at, alert_ids)

    def _tell_next(self, batch: Batch, alert: Alert) -> None:
        """At least the desk has not been told, or the alert would not climb any more."""
        now = self._clock.now()
        rungs = self._ladder(alert.function, alert.region)
        who = next(rung.staff_id for rung in rungs if rung.staff_id not in alert.told)
        told = replace(alert, told=(*alert.told, who))
        batch.add(*save_alert(alert, told))
        if who == DUTY_DESK:
            batch.plan(_item("alert.unanswered", Lane.NOW, told, now))
            return
        notify_staff(batch, [who], alert.why, at=now, about=alert.about, params=alert.params, cause=alert.id)
        batch.plan(_item("alert.told", Lane.NOW, told, now))
        wait = timedelta(minutes=self._settings().of(ALERT_CLIMB_MINUTES))
        batch.plan(_item("alert.climb", Lane.CLOCKS, told, now + wait))


def _item(kind: str, lane: Lane, alert: Alert, due: datetime) -> AgendaItem:
    return AgendaItem(lane=lane, kind=kind, due=due, subject=alert.id, generation=len(alert.told))
