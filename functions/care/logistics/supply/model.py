"""How it stands with a product, who awaits it, and what they were told. Times are aware UTC; days are Shanghai's."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from care.kernel.facts import Mark

__all__ = ["AwaitedSku", "NoteState", "RestockWish", "SkuCount", "Supply", "SupplyNote", "SupplyState"]


class SupplyState(StrEnum):
    """As the mall, or an operator, states it."""

    LOW = "LOW"
    """Few are left: leaders hear it, no member."""
    DELAYED = "DELAYED"
    """It comes later."""
    SHORT = "SHORT"
    """There is not enough; when there will be is not known, or far."""
    BACK = "BACK"
    """As usual again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """The newest that was stated of a product."""

    sku: str
    name: str
    state: SupplyState
    expected_on: date | None = None
    """When it is to come; None: not known."""
    left: int | None = None
    """Pieces, of LOW."""
    regions: tuple[str, ...] = ()
    """Whose orders it concerns; none named: everybody's."""
    order_ids: tuple[str, ...] = ()
    """As above."""
    communities: tuple[str, ...] | None = None
    """Of the orders that are named, as far as we know them; None: no order is named."""
    by: str
    """The id of the member of staff, or `mall`."""
    mark: Mark
    change: int = 1
    """Counts the statements that said something new: an agenda item of an older one does nothing."""
    changed_at: datetime
    version: int = 0

    @property
    def id(self) -> str:
        return self.sku

    @property
    def there(self) -> bool:
        """Whether it can be bought."""
        return not self.lacks

    def reaches(self, community: str, region: str) -> bool:
        """Whether it concerns a community's orders."""
        here = self.communities is None or community in self.communities
        return here and (not self.regions or region in self.regions)

    @property
    def lacks(self) -> bool:
        """Whether what was ordered does not come as it should."""
        return self.state in (SupplyState.DELAYED, SupplyState.SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedSku:
    """That an order awaits so much of a product, and where that is counted."""

    order_id: str
    sku: str
    pieces: int
    community: str
    sorts: str
    """By when the order was placed."""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuCount:
    """How much of a product the orders of a community await (T1). None where they await nothing of it."""

    community: str
    sku: str
    name: str = ""
    leader_id: str = ""
    region: str = ""
    orders: int = 0
    pieces: int = 0

    @property
    def id(self) -> str:
        return f"{self.community}#{self.sku}"


class NoteState(StrEnum):
    """ASKED → WAITS | REFUND; ASKED, WAITS → CLOSED. Silence leaves it ASKED, and means to wait."""

    ASKED = "ASKED"
    WAITS = "WAITS"
    REFUND = "REFUND"
    CLOSED = "CLOSED"
    """It comes after all, or has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyNote:
    """What a member was told for an order because a product lacks. A round is one message and its one answer."""

    order_id: str
    sku: str
    member_id: str
    said: SupplyState
    expected_on: date | None = None
    state: NoteState = NoteState.ASKED
    round: int = 1
    asked_at: datetime
    version: int = 0

    @property
    def key(self) -> str:
        return f"{self.order_id}#{self.sku}"

    @property
    def open(self) -> bool:
        return self.state in (NoteState.ASKED, NoteState.WAITS)

    def says(self, supply: Supply) -> bool:
        return (self.said, self.expected_on) == (supply.state, supply.expected_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestockWish:
    """That a member wants to hear when a product is back (补货通知)."""

    sku: str
    member_id: str
    name: str
    asked: bool
    """They asked to be told; else it lacked in their order."""
    since: datetime
    until: datetime
    """Then it is forgotten."""
    version: int = 0

    @property
    def id(self) -> str:
        return f"{self.sku}#{self.member_id}"
