"""What is kept for whom until when, and the cold places of a pickup point. Times are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["OPEN", "ColdStore", "Hold", "HoldState", "Keeping"]


class Keeping(StrEnum):
    """How goods must be kept; all but DRY need a cold place."""

    FRESH = "FRESH"
    FROZEN = "FROZEN"
    CHILLED = "CHILLED"
    DRY = "DRY"


class HoldState(StrEnum):
    """HELD → OVERDUE; both → COLLECTED | RELEASED. Held again, it is HELD."""

    HELD = "HELD"
    OVERDUE = "OVERDUE"
    """Its time is over and the goods are still there: it keeps its cold place until somebody takes them away."""
    COLLECTED = "COLLECTED"
    RELEASED = "RELEASED"
    """By the member or the leader, or because the order was cancelled."""


OPEN = frozenset({HoldState.HELD, HoldState.OVERDUE})
"""The goods are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """That the goods of an order are kept."""

    order_id: str
    member_id: str
    community: str
    asked_at: datetime
    until: datetime
    cold: bool
    """Whether it has a cold place."""
    state: HoldState = HoldState.HELD
    version: int = 0
    """Counts its changes: an agenda item of an older one does nothing."""

    @property
    def id(self) -> str:
        return self.order_id

    @property
    def open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdStore:
    """The cold places of a community's pickup point. `places` None: as the figure says."""

    community: str
    places: int | None = None
    taken: int = 0

    @property
    def id(self) -> str:
        return self.community
