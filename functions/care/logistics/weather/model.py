"""Alerts, what weather holds in a community, and what a member was offered. Times are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.kernel.facts import Mark
from care.logistics.slots.model import Slot

__all__ = [
    "CommunityWeather",
    "KnownCommunity",
    "Level",
    "OfferState",
    "OfferedWay",
    "Spell",
    "Way",
    "WeatherAlert",
    "WeatherKind",
    "WeatherOffer",
]


class WeatherKind(StrEnum):
    """What is coming, by its name in the alerts."""

    RAINSTORM = "RAINSTORM"
    TYPHOON = "TYPHOON"
    SNOWSTORM = "SNOWSTORM"
    HEAT = "HEAT"
    COLD = "COLD"
    GALE = "GALE"
    FOG = "FOG"
    ICE = "ICE"
    HAIL = "HAIL"
    OTHER = "OTHER"


class Level(StrEnum):
    """The colours of the alerts, the mildest first."""

    BLUE = "BLUE"
    YELLOW = "YELLOW"
    ORANGE = "ORANGE"
    RED = "RED"

    @property
    def rank(self) -> int:
        """1 to 4."""
        return list(Level).index(self) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Bad weather from then until then, as an alert says; where it was lifted, until that moment."""

    alert_id: str
    kind: WeatherKind
    level: Level
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherAlert:
    """An alert as it was last stated."""

    id: str
    kind: WeatherKind
    level: Level
    regions: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    starts_at: datetime
    ends_at: datetime
    lifted_at: datetime | None = None
    by: str
    """The id of the operator, or `mall`."""
    mark: Mark
    version: int = 0

    @property
    def over_at(self) -> datetime:
        return min(self.ends_at, self.lifted_at) if self.lifted_at else self.ends_at

    @property
    def spell(self) -> Spell:
        return Spell(alert_id=self.id, kind=self.kind, level=self.level, starts_at=self.starts_at, ends_at=self.over_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityWeather:
    """The bad weather of a community: what is, what comes, and what was lately; one of an alert."""

    community: str
    spells: tuple[Spell, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCommunity:
    """That orders of this community come from this region."""

    region: str
    community: str


class Way(StrEnum):
    """What a member can choose."""

    KEEP = "KEEP"
    MOVE = "MOVE"
    HOLD = "HOLD"
    REFUND = "REFUND"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedWay:
    """One numbered option."""

    way: Way
    slot: Slot | None = None
    """Of MOVE."""
    until: datetime | None = None
    """Of HOLD."""


class OfferState(StrEnum):
    """ASKED → what the member chose, or CLOSED. Silence leaves it ASKED: then all goes on as planned."""

    ASKED = "ASKED"
    KEPT = "KEPT"
    MOVED = "MOVED"
    HELD = "HELD"
    REFUND = "REFUND"
    CLOSED = "CLOSED"
    """The alert was lifted, or the order came, before there was an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherOffer:
    """What a member was offered for an order because of an alert. A round is one message and its one answer."""

    order_id: str
    alert_id: str
    member_id: str
    round: int = 1
    ways: tuple[OfferedWay, ...]
    """Numbered from 1; none: they were only told."""
    state: OfferState = OfferState.ASKED
    asked_at: datetime
    until: datetime
    """When the alert was to end: then the question is over."""
    version: int = 0

    def open_at(self, now: datetime) -> bool:
        return self.state is OfferState.ASKED and now < self.until

    @property
    def key(self) -> str:
        return f"{self.order_id}#{self.alert_id}"

    def way(self, option: str) -> OfferedWay | None:
        """By the number that the member sent."""
        place = int(option) - 1 if option.isdecimal() else -1
        return self.ways[place] if 0 <= place < len(self.ways) else None
