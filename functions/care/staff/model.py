"""Staff members and leaders (团长)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["DUTY_DESK", "Leader", "Role", "StaffMember"]

DUTY_DESK = "duty"
"""The assignee of last resort: a desk, not a person, that whoever is on duty looks after."""


class Role(StrEnum):
    """What a caller may be; the last five are staff."""

    MEMBER = "MEMBER"
    LEADER = "LEADER"
    AGENT = "AGENT"
    OPERATOR = "OPERATOR"
    QUALITY = "QUALITY"
    PRODUCT = "PRODUCT"
    MANAGER = "MANAGER"

    @property
    def is_staff(self) -> bool:
        return self not in (Role.MEMBER, Role.LEADER)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One of the staff. Without roles: has left, and is kept for what bears the name."""

    id: str
    name: str
    roles: tuple[Role, ...]
    regions: tuple[str, ...] = ()
    """Where they work; empty: everywhere."""
    present: bool = False
    version: int = 0

    def serves(self, region: str | None) -> bool:
        return not self.regions or region in self.regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """The newest that the mall has stated of a leader."""

    id: str
    name: str = ""
    community: str
    region: str | None = None
    changed_at: datetime
    change_id: str
    version: int = 0
