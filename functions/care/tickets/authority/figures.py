"""How far each rank may go by itself, in fen of cost (G5), and how long an approval waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from care.kernel.settings import Figure, figure

__all__ = ["CLIMB_MINUTES", "EXPIRY_HOURS", "LIMITS", "Ceiling", "Rank"]

_MOST = 1_000_000_00


class Rank(StrEnum):
    """A role at a level."""

    LEADER = "leader"
    AGENT_1 = "agent_1"
    AGENT_2 = "agent_2"
    AGENT_3 = "agent_3"
    MANAGER_1 = "manager_1"
    MANAGER_2 = "manager_2"
    MANAGER_3 = "manager_3"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The three limits of a rank."""

    case: Figure
    day: Figure
    member: Figure


def _ceiling(rank: Rank, case: int, day: int, member: int) -> Ceiling:
    name = f"authority.{rank}"
    who = f"{'an' if rank.startswith('agent') else 'a'} {rank.replace('_', ' of level ')}"
    return Ceiling(
        case=figure(f"{name}_case_fen", case, 0, _MOST, "fen", "G5", f"{who} gives for one case, all rounds"),
        day=figure(f"{name}_day_fen", day, 0, _MOST, "fen", "G5", f"{who} gives in one day"),
        member=figure(f"{name}_member_fen", member, 0, _MOST, "fen", "G5", f"{who} gives to one member in a month"),
    )


LIMITS: Mapping[Rank, Ceiling] = {
    Rank.LEADER: _ceiling(Rank.LEADER, 50_00, 300_00, 100_00),
    Rank.AGENT_1: _ceiling(Rank.AGENT_1, 200_00, 3_000_00, 500_00),
    Rank.AGENT_2: _ceiling(Rank.AGENT_2, 500_00, 6_000_00, 1_000_00),
    Rank.AGENT_3: _ceiling(Rank.AGENT_3, 1_000_00, 12_000_00, 2_000_00),
    Rank.MANAGER_1: _ceiling(Rank.MANAGER_1, 5_000_00, 50_000_00, 10_000_00),
    Rank.MANAGER_2: _ceiling(Rank.MANAGER_2, 20_000_00, 100_000_00, 40_000_00),
    Rank.MANAGER_3: _ceiling(Rank.MANAGER_3, 100_000_00, 500_000_00, 200_000_00),
}
CLIMB_MINUTES = figure(
    "authority.climb_minutes", 30, 1, 24 * 60, "minutes", "G5", "how long an approval waits before it climbs"
)
EXPIRY_HOURS = figure("authority.expiry_hours", 24, 1, 7 * 24, "hours", "G5", "how long an approval can be answered")
