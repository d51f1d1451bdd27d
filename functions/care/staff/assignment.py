"""Who takes a case (G6). Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from care.kernel.ids import derived_id
from care.staff.model import DUTY_DESK, Role, Skill, StaffMember

__all__ = ["Need", "assign"]

_CHOICES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a case needs of whoever takes it."""

    region: str | None = None
    skill: Skill = Skill.GENERAL


def assign(case_id: str, need: Need, roster: Iterable[StaffMember], loads: Mapping[str, int], at: datetime) -> str:
    """Id of the assignee; there always is one.

    The first circle that is not empty decides. Inside it, rendezvous hashing names two, and the one with fewer cases
    takes it; of two with as many, the first. So whoever comes or goes moves no other's cases, and however old the
    loads are: of n cases none of m gets more than those that named them, 2n/m on average.
    """
    for circle in _circles(need, list(roster), at):
        if circle:
            named = sorted(circle, key=lambda each: derived_id(case_id, each.id), reverse=True)[:_CHOICES]
            return min(named, key=lambda each: loads.get(each.id, 0)).id
    return DUTY_DESK


def _circles(need: Need, roster: Sequence[StaffMember], at: datetime) -> Iterator[list[StaffMember]]:
    agents = [each for each in roster if Role.AGENT in each.roles]
    available = [each for each in agents if each.available(at)]
    near = [each for each in available if each.serves(need.region)]
    yield [each for each in near if each.knows(need.skill)]
    yield near
    yield available
    yield [each for each in agents if each.present]
    yield [each for each in agents if each.serves(need.region)]
    yield agents
    yield [each for each in roster if Role.MANAGER in each.roles]
