"""An employee answers an alert in 企业微信 (A2): their words take it on, as a tap in the workbench does."""

from collections.abc import Sequence
from dataclasses import replace

from care.contact.employees.say_to_employee import MOST_LISTED, Say, saying
from care.contact.employees.store import EMPLOYEES, EmployeeTalk, employee_at
from care.contact.employees.words import Meaning, meaning_of
from care.contact.inbound.acts import Said
from care.contact.inbound.senders import UnknownSender
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.work import Batch
from care.staff.alert_shelves import Alert
from care.staff.alerts import Alerts
from care.staff.service import Directory

__all__ = ["HearEmployee"]


class HearEmployee:
    """Within the transaction that takes the words; what is answered goes out later (`employee.say`)."""

    def __init__(self, storage: Storage, clock: Clock, directory: Directory, alerts: Alerts) -> None:
        self._storage = storage
        self._clock = clock
        self._directory = directory
        self._alerts = alerts

    def hear(self, batch: Batch, said: Said, source: str) -> None:
        """`source`: the provider's id of it. UnknownSender: nobody's user id, or several's."""
        found = self._directory.called_in_corp(said.sender.id)
        if len(found) != 1:
            raise UnknownSender(f"{len(found)} of the staff are called so")
        (who,) = found
        now = self._clock.now()
        talk = self._storage.get(*employee_at(who.id)) or EmployeeTalk(staff_id=who.id)
        waiting = self._waiting(who.id)
        meant = meaning_of(said.text, waiting, talk.told_by(said.at or now), talk.listed)
        match meant.meaning:
            case Meaning.TAKE:
                self._take(batch, talk, meant.alerts, source)
            case Meaning.LIST:
                self._list(batch, talk, waiting, source)
            case Meaning.NOTHING:
                batch.plan(saying(who.id, Say.NOTHING, (), now, source))
            case Meaning.UNKNOWN:
                batch.plan(saying(who.id, Say.UNKNOWN, (), now, source))

    def _waiting(self, staff_id: str) -> list[str]:
        """The oldest of those that are listed at a time, in the order in which they were raised."""
        open_, _ = self._alerts.of_staff(staff_id, MOST_LISTED, None)
        return [each.id for each in sorted(open_, key=lambda alert: (alert.raised_at, alert.id))]

    def _take(self, batch: Batch, talk: EmployeeTalk, alerts: Sequence[str], source: str) -> None:
        """Each is theirs, or whose it was already; the numbers go on to mean what they meant."""
        now = self._clock.now()
        taken = [self._alerts.take_on(batch, each, talk.staff_id) for each in alerts]
        for say, whose in ((Say.TAKEN, True), (Say.TOO_LATE, False)):
            if ids := [each.id for each in taken if _theirs(each, talk.staff_id) is whose]:
                batch.plan(saying(talk.staff_id, say, ids, now, source))

    def _list(self, batch: Batch, talk: EmployeeTalk, waiting: Sequence[str], source: str) -> None:
        listed = replace(talk, listed=tuple(waiting))
        if listed != talk:
            batch.add(EMPLOYEES.save(listed, name="employee.listed"))
        batch.plan(saying(talk.staff_id, Say.LISTED, waiting, self._clock.now(), source))


def _theirs(alert: Alert, staff_id: str) -> bool:
    return alert.acknowledged_by == staff_id
