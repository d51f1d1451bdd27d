"""Staff members and leaders (团长)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.staff.shifts import Shifts, on_shift

__all__ = ["DUTY_DESK", "Function", "Leader", "Role", "Skill", "StaffMember"]

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


class Skill(StrEnum):
    """What a case may need of whoever takes it (G6)."""

    GENERAL = "GENERAL"
    """What every agent can do."""
    FOOD_SAFETY = "FOOD_SAFETY"
    QUALITY = "QUALITY"
    LOGISTICS = "LOGISTICS"
    PAYMENTS = "PAYMENTS"


class Function(StrEnum):
    """What somebody can be on call for (A2)."""

    QUALITY = "QUALITY"
    SUPPLY = "SUPPLY"
    PR = "PR"
    REGIONAL_OPS = "REGIONAL_OPS"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """One of the staff. Without roles: has left, and is kept for what bears the name."""

    id: str
    name: str
    roles: tuple[Role, ...]
    regions: tuple[str, ...] = ()
    """Where they work; empty: everywhere."""
    present: bool = False
    """As they said themselves."""
    level: int = 1
    """1 to 3: how far they may go by themselves (G5)."""
    skills: tuple[Skill, ...] = ()
    functions: tuple[Function, ...] = ()
    """What they are called for where the roster names nobody."""
    stand_in: str | None = None
    """Id of the colleague who acts for them."""
    also: tuple[str, ...] = ()
    """Their ids as a member and as a leader: what is about these is about themselves (G5)."""
    corp_user: str = ""
    """Who they are to 企业微信; empty: not known, so they are told nothing there."""
    shifts: Shifts | None = None
    """None: whenever they are present."""
    version: int = 0

    def serves(self, region: str | None) -> bool:
        return not self.regions or region in self.regions

    def knows(self, skill: Skill) -> bool:
        return skill is Skill.GENERAL or skill in self.skills

    def available(self, at: datetime) -> bool:
        """Whether new cases go to them first: they are present, and on shift where they have shifts."""
        return self.present and (self.shifts is None or on_shift(self.shifts, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """The newest that the mall has stated of a leader."""

    id: str
    name: str = ""
    community: str
    region: str | None = None
    member_id: str | None = None
    """Their own id as a member, where the mall states it."""
    changed_at: datetime
    change_id: str
    version: int = 0
