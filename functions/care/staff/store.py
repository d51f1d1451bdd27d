"""Where staff and leaders lie: the whole staff in one partition, which one Query reads; a leader each in their own."""

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask
from care.dynamo.writes import Key
from care.staff.model import Leader, StaffMember

__all__ = ["LEADERS", "STAFF", "leader_at", "staff_at", "whole_staff"]


def _leader_key(leader_id: str) -> Key:
    return Key(f"LEADER#{leader_id}", "LEADER")


def _staff_key(staff_id: str) -> Key:
    return Key("STAFF", f"STAFF#{staff_id}")


STAFF = Shelf(shape=StaffMember, kind="staff", table="staff", key=lambda member: _staff_key(member.id))
LEADERS = Shelf(shape=Leader, kind="leader", table="staff", key=lambda leader: _leader_key(leader.id))


def staff_at(staff_id: str) -> tuple[Shelf[StaffMember], Key]:
    return STAFF, _staff_key(staff_id)


def leader_at(leader_id: str) -> tuple[Shelf[Leader], Key]:
    return LEADERS, _leader_key(leader_id)


def whole_staff(*, limit: int = 1_000, after: dict[str, str] | None = None) -> Ask:
    """In order of their ids."""
    return Ask(table="staff", pk="STAFF", limit=limit, after=after)
