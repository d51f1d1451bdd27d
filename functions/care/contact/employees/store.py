"""What one of the staff was told in 企业微信: `EMPLOYEE#id / TALK`."""

from dataclasses import dataclass, replace
from datetime import datetime

from care.dynamo.shelf import Shelf
from care.dynamo.writes import Key

__all__ = ["EMPLOYEES", "EmployeeTalk", "ToldThere", "employee_at"]

_REMEMBERED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldThere:
    """An alert that went to them, and when it first did."""

    alert_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeTalk:
    """`listed`: what numbers mean: ids of alerts as they were last listed, none once another alert was told."""

    staff_id: str
    told: tuple[ToldThere, ...] = ()
    listed: tuple[str, ...] = ()
    version: int = 0

    def with_told(self, alert_id: str, at: datetime) -> "EmployeeTalk":
        """Told once, however often it is tried."""
        if any(each.alert_id == alert_id for each in self.told):
            return self
        told = sorted((*self.told, ToldThere(alert_id=alert_id, at=at)), key=lambda each: (each.at, each.alert_id))
        return replace(self, told=tuple(told[-_REMEMBERED:]), listed=())

    def told_by(self, at: datetime) -> frozenset[str]:
        """What they had been told at a moment."""
        return frozenset(each.alert_id for each in self.told if each.at <= at)


EMPLOYEES = Shelf(shape=EmployeeTalk, kind="employee-talk", table="contact", key=lambda talk: _key(talk.staff_id))


def employee_at(staff_id: str) -> tuple[Shelf[EmployeeTalk], Key]:
    return EMPLOYEES, _key(staff_id)


def _key(staff_id: str) -> Key:
    return Key(f"EMPLOYEE#{staff_id}", "TALK")
