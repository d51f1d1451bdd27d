"""What the mall, or whoever watches the weather for it, tells of bad weather."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta

from care.kernel.facts import Id, Instant, Label, MallEvent

__all__ = ["FURTHEST", "LONGEST_ALERT", "MOST_PLACES", "WeatherAlerted"]

MOST_PLACES = 30
"""In all: what is stated and what was before are reached in one transaction."""
FURTHEST = timedelta(days=30)
"""From its statement; what is further away comes from a wrong clock."""
LONGEST_ALERT = timedelta(days=15)
_Places = Annotated[tuple[Label, ...], Meta(max_length=MOST_PLACES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherAlerted(MallEvent):
    """An alert as it is from `occurred_at` on, stated whole: the latest statement of it holds, and may lift it."""

    occurred_at: Annotated[Instant, Meta(description="When this was stated. The latest statement wins.")]
    alert_id: Id
    kind: Annotated[Label, Meta(description="RAINSTORM or 暴雨, and so on; one that is not known is 恶劣天气.")]
    level: Annotated[Literal["BLUE", "YELLOW", "ORANGE", "RED"], Meta(description="RED is the worst.")]
    starts_at: Instant
    ends_at: Annotated[Instant, Meta(description="After starts_at, by 15 days at most.")]
    regions: _Places = ()
    communities: Annotated[_Places, Meta(description="Besides the regions; one place at least is named.")] = ()
    lifted: Annotated[bool, Meta(description="It is over from occurred_at on.")] = False

    def __post_init__(self) -> None:
        if not self.regions and not self.communities:
            raise ValueError("name a region or a community")
        if len(self.regions) + len(self.communities) > MOST_PLACES:
            raise ValueError(f"name {MOST_PLACES} regions and communities at most")
        if not timedelta(0) < self.ends_at - self.starts_at <= LONGEST_ALERT:
            raise ValueError("ends_at must be after starts_at, by 15 days at most")

        if abs(self.starts_at - self.occurred_at) > FURTHEST:
            raise ValueError("starts_at must be within 30 days of occurred_at")

    @property
    def happened_at(self) -> datetime:
        return self.occurred_at
