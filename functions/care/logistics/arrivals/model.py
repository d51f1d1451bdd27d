"""What is planned to arrive, and what was told of it. Times are aware UTC; days are Shanghai's."""

from dataclasses import dataclass
from datetime import date, datetime

from care.kernel.facts import Mark

__all__ = ["Arrival", "PlannedGoods", "plan_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedGoods:
    """So much of a product, for so many members."""

    sku: str
    name: str
    pieces: int
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The newest plan for a day of a community, and which state of it was told."""

    community: str
    leader_id: str
    day: date
    goods: tuple[PlannedGoods, ...]
    """In the mall's own order."""
    mark: Mark
    look: int = 0
    """Counts the looks that were planned; only the newest acts."""
    look_at: datetime | None = None
    told: tuple[PlannedGoods, ...] | None = None
    """What the group was last told; None: nothing yet."""
    posts: tuple[str, ...] = ()
    """Keys of the posts that say so."""
    times: int = 0
    told_at: datetime | None = None
    until: datetime
    """Kept so long."""
    version: int = 0

    @property
    def id(self) -> str:
        return plan_id(self.community, self.day)


def plan_id(community: str, day: date) -> str:
    return f"{community}#{day.isoformat()}"
