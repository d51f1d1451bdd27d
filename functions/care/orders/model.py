"""An order as the facts add up to it. Money in whole fen, times aware UTC by the second."""

from dataclasses import dataclass, field
from datetime import datetime

from care.kernel.facts import Mark

__all__ = ["Line", "Order", "Shipment", "Signing", "Stated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One order line. `category` is the mall's text, known to us or not."""

    id: str
    sku: str
    name: str
    category: str
    quantity: int
    unit_price_fen: int
    paid_fen: int
    """After shared discounts: the most that can be given back for it."""
    batch: str | None = None
    supplier: str | None = None
    shipment_id: str | None = None
    signed_at: datetime | None = None
    """Its earliest signing, whoever signed."""
    delivered_at: datetime | None = None
    """When it lay at the pickup point, by its arrival or the leader's signing; else its own signing."""
    picked_up_at: datetime | None = None
    """The member's own signing; an automatic one counts where there is none."""
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Signing:
    """That some lines (none named: all) were signed for or cancelled. Signings are only ever added."""

    at: datetime
    line_ids: tuple[str, ...] = ()
    by: str = ""

    def concerns(self, line_id: str) -> bool:
        return not self.line_ids or line_id in self.line_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An optional field as it was last stated; a later statement that leaves it out does not touch it."""

    mark: Mark
    value: str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """The newest that is known of a shipment."""

    status: str
    place: str | None = None
    moved_at: datetime
    mark: Mark
    carried_by: Stated | None = None
    """Its carrier, as it was last stated."""

    @property
    def carrier(self) -> str | None:
        return str(self.carried_by.value) if self.carried_by else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order; a stub (`known` is False) as long as only a shipment of it was heard of."""

    id: str
    member_id: str = ""
    leader_id: str = ""
    community: str = ""
    region: str | None = None
    channel: str | None = None
    freight_fen: int = 0
    lines: tuple[Line, ...] = ()
    placed_at: datetime | None = None
    shipped_at: datetime | None = None
    arrived_at: datetime | None = None
    signings: tuple[Signing, ...] = ()
    cancellations: tuple[Signing, ...] = ()
    shipments: dict[str, Shipment] = field(default_factory=dict)
    body_mark: Mark | None = None
    """Of the statement that member, leader and lines are from."""
    stated: dict[str, Stated] = field(default_factory=dict)
    version: int = 0

    @property
    def known(self) -> bool:
        return self.body_mark is not None

    @property
    def signed_at(self) -> datetime | None:
        """The first signing of any line: what follow-ups count from."""
        return min((signing.at for signing in self.signings), default=None)

    @property
    def cancelled_at(self) -> datetime | None:
        """When the order as a whole was cancelled."""
        return min((each.at for each in self.cancellations if not each.line_ids), default=None)

    @property
    def live(self) -> bool:
        """Known, and not every line of it is cancelled."""
        return any(not line.cancelled for line in self.lines)

    @property
    def paid_fen(self) -> int:
        """What was paid for the lines that are not cancelled, freight apart."""
        return sum(line.paid_fen for line in self.lines if not line.cancelled)

    def freight_share(self, line_id: str) -> int:
        """What of the freight falls on a line, in fen, by what was paid; the shares of all lines are the whole."""
        total, before = sum(line.paid_fen for line in self.lines), 0
        for line in self.lines:
            after = before + line.paid_fen
            if line.id == line_id and total:
                return self.freight_fen * after // total - self.freight_fen * before // total
            before = after
        return 0

    def line(self, line_id: str) -> Line | None:
        return next((line for line in self.lines if line.id == line_id), None)
