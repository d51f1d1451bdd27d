"""Where staff and leaders lie: the whole staff in one partition, which one Query reads; a leader each in their own.

What an agent has open is counted beside: presence and load change apart, and never wait for each other.
"""

from dataclasses import dataclass

from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Ask
from care.dynamo.writes import DynamoWrite, Key
from care.staff.model import Function, Leader, StaffMember
from care.staff.on_call import OnCall

__all__ = [
    "LEADERS",
    "LOADS",
    "ON_CALL",
    "STAFF",
    "Load",
    "all_loads",
    "leader_at",
    "move_load",
    "on_call_at",
    "staff_at",
    "whole_staff",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many cases wait for one of the staff, or for the desk."""

    staff_id: str
    cases: int = 0


def _leader_key(leader_id: str) -> Key:
    return Key(f"LEADER#{leader_id}", "LEADER")


def _staff_key(staff_id: str) -> Key:
    return Key("STAFF", f"STAFF#{staff_id}")


def _load_key(staff_id: str) -> Key:
    return Key("LOAD", f"STAFF#{staff_id}")


def _on_call_key(function: Function) -> Key:
    return Key("ON_CALL", f"FUNCTION#{function}")


STAFF = Shelf(shape=StaffMember, kind="staff", table="staff", key=lambda member: _staff_key(member.id))
LOADS = Shelf(shape=Load, kind="load", table="staff", key=lambda load: _load_key(load.staff_id))
ON_CALL = Shelf(shape=OnCall, kind="on_call", table="staff", key=lambda on_call: _on_call_key(on_call.function))
LEADERS = Shelf(shape=Leader, kind="leader", table="staff", key=lambda leader: _leader_key(leader.id))


def staff_at(staff_id: str) -> tuple[Shelf[StaffMember], Key]:
    return STAFF, _staff_key(staff_id)


def leader_at(leader_id: str) -> tuple[Shelf[Leader], Key]:
    return LEADERS, _leader_key(leader_id)


def whole_staff(*, limit: int = 1_000, after: dict[str, str] | None = None) -> Ask:
    """In order of their ids."""
    return Ask(table="staff", pk="STAFF", limit=limit, after=after)


def all_loads(*, after: dict[str, str] | None = None) -> Ask:
    """Of everybody who ever had a case."""
    return Ask(table="staff", pk="LOAD", limit=1_000, after=after)


def move_load(staff_id: str, by: int) -> DynamoWrite:
    """Count without reading; whoever asks for it must see to it that it happens once."""
    names = attribute("staff_id").set(staff_id), attribute("type").set(LOADS.kind)
    return LOADS.update(_load_key(staff_id), attribute("cases").add(by), *names, name="staff.load")


def on_call_at(function: Function) -> tuple[Shelf[OnCall], Key]:
    return ON_CALL, _on_call_key(function)
