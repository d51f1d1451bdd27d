"""What employees are told in 企业微信 (A2): alerts, until they are sent for certain; answers to their words, once.

What an alert says may come twice where nobody knows whether it came: 企业微信 shows the same text once in half an hour.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from care.contact.channels import Channel, ChannelKind, ChannelRefused, Outgoing, Then
from care.contact.employees.store import EMPLOYEES, EmployeeTalk, employee_at
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.ids import derived_id
from care.kernel.work import Batch, Firing, UnitOfWork
from care.members.model import Purpose
from care.staff.alert_shelves import Alert
from care.staff.alerts import Alerts
from care.staff.notice_texts import notice_text
from care.staff.service import Directory

__all__ = ["MOST_LISTED", "Say", "SayToEmployee", "saying"]

MOST_LISTED = 5
_ALERT = "alert_told"
_MOST_TRIES = 3
_KIND = ChannelKind.WECOM_APP
_log = logging.getLogger(__name__)


class Say(StrEnum):
    """An answer to an employee's words: a kind of notice_texts.json."""

    TAKEN = "words_taken"
    TOO_LATE = "words_too_late"
    LISTED = "words_listed"
    NOTHING = "words_nothing"
    UNKNOWN = "words_unknown"


def saying(staff_id: str, say: Say, alerts: Iterable[str], at: datetime, source: str) -> AgendaItem:
    """The errand that answers the words with this id."""
    payload: dict[str, str | int] = {"say": say, "alerts": ",".join(alerts)}
    return AgendaItem(
        lane=Lane.NOW, kind="employee.say", due=at, subject=staff_id, part=f"{source}:{say}", payload=payload
    )


class SayToEmployee:
    """Errands of `alert.told` and `employee.say`. Who has no user id there reads it in the workbench alone."""

    def __init__(
        self,
        storage: Storage,
        uow: UnitOfWork,
        clock: Clock,
        directory: Directory,
        alerts: Alerts,
        *,
        channels: Callable[[], Mapping[ChannelKind, Channel]],
        alarmed: Callable[[ChannelKind, str], None],
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._directory = directory
        self._alerts = alerts
        self._channels = channels
        self._alarmed = alarmed

    def tell_alert(self, firing: Firing) -> None:
        """Repeated by the agenda until the provider has taken or refused it, or somebody has taken the alert on."""
        item = firing.item
        alert = self._alerts.get_many([item.subject]).get(item.subject)
        who = alert.told[item.generation - 1] if alert and alert.open else ""
        if alert and who and self._user(who) and _KIND in self._channels():
            self._uow.run(lambda batch: self._remember(batch, who, alert.id))
            text = notice_text(_ALERT, {"why": alert.text})
            self._send(who, _ALERT, text, derived_id(_ALERT, alert.id, who))
        firing.commit(lambda _batch: None)

    def answer(self, firing: Firing) -> None:
        """Claimed before it is said: what is lost is not said again; what is refused for now is, a few times."""
        item = firing.item
        firing.commit(lambda _batch: None)
        try:
            self._send(item.subject, str(item.payload["say"]), self._text(item), derived_id(item.id, item.generation))
        except ChannelRefused as refusal:
            if item.generation < _MOST_TRIES:
                later = self._clock.now() + refusal.after if refusal.after else self._clock.now()
                again = replace(item, generation=item.generation + 1, due=later, attempts=0, last_error="")
                self._uow.run(lambda batch: batch.plan(again))
        except Exception as error:  # noqa: BLE001 - whatever broke: it may have been said
            _log.warning("an answer to an employee broke", extra={"error": type(error).__name__})

    def _send(self, staff_id: str, kind: str, text: str, message_id: str) -> None:
        """ChannelRefused: only where another try is worth it."""
        user, app = self._user(staff_id), self._channels().get(_KIND)
        if not user or app is None:
            return
        try:
            app.send(
                Outgoing(
                    message_id=message_id,
                    member_id="",
                    purpose=Purpose.SERVICE,
                    template=kind,
                    text=text,
                    address=user,
                )
            )
        except ChannelRefused as refusal:
            self._refused(refusal)

    def _refused(self, refusal: ChannelRefused) -> None:
        if refusal.then is Then.RETRY:
            raise refusal
        if refusal.then is Then.ALARM:
            self._alarmed(_KIND, refusal.code)
        _log.warning("an employee is not told", extra={"code": refusal.code})

    def _remember(self, batch: Batch, staff_id: str, alert_id: str) -> None:
        """Before it goes out: they may answer at once."""
        talk = self._storage.get(*employee_at(staff_id)) or EmployeeTalk(staff_id=staff_id)
        if (after := talk.with_told(alert_id, self._clock.now())) != talk:
            batch.add(EMPLOYEES.save(after, name="employee.told"))

    def _user(self, staff_id: str) -> str:
        found = self._directory.get_many([staff_id]).get(staff_id)
        return found.corp_user if found and found.roles else ""

    def _text(self, item: AgendaItem) -> str:
        say = Say(str(item.payload["say"]))
        ids = [each for each in str(item.payload["alerts"]).split(",") if each]
        found = self._alerts.get_many(ids)
        alerts = [found[each] for each in ids if each in found]
        params = {"why": _lines(alerts, numbered=say is Say.LISTED)} if alerts else {}
        if say is Say.TOO_LATE:
            params["by"] = self._name(alerts[0].acknowledged_by or "")
        return notice_text(say, params)

    def _name(self, staff_id: str) -> str:
        found = self._directory.get_many([staff_id]).get(staff_id)
        return found.name if found else "同事"


def _lines(alerts: list[Alert], *, numbered: bool) -> str:
    if len(alerts) == 1 and not numbered:
        return alerts[0].text
    marks = (f"{nth}. " if numbered else "" for nth in range(1, len(alerts) + 1))
    return "".join(f"\n{mark}{each.text}" for mark, each in zip(marks, alerts, strict=True))
