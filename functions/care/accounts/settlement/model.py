"""What the mall's settlement file states, and where it and our books differ (docs/settlement.md)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from care.accounts.model import MONEY, PayoutKind
from care.kernel.ids import derived_id

__all__ = [
    "OF_MALL",
    "SETTLED_KINDS",
    "Aspect",
    "Discrepancy",
    "DiscrepancyKind",
    "DiscrepancyState",
    "Held",
    "SettledLine",
    "SettledState",
    "Settlement",
    "Statement",
    "Subject",
    "discrepancy_id",
]

OF_MALL = 0
"""The attempt of a refund that the mall made by itself: nobody asked for it."""

SETTLED_KINDS = MONEY | {PayoutKind.COUPON, PayoutKind.POINTS}
"""What the mall settles by amount. Goods, cards and places are invoiced as the goods that they are."""


class SettledState(StrEnum):
    PAID = "PAID"
    REVERSED = "REVERSED"
    """Given, then taken back."""


class DiscrepancyKind(StrEnum):
    MISSING = "MISSING"
    """We hold it as paid in the period; no settlement names it."""
    EXTRA = "EXTRA"
    """The file names what we do not know."""
    DIFFERENT = "DIFFERENT"
    """Both know it, and say different things of it."""


class Aspect(StrEnum):
    """In what a DIFFERENT line differs."""

    AMOUNT = "AMOUNT"
    ATTEMPT = "ATTEMPT"
    KIND = "KIND"
    STATE = "STATE"
    TWICE = "TWICE"
    """The mall settles one attempt more than once."""


class DiscrepancyState(StrEnum):
    OPEN = "OPEN"
    EXPLAINED = "EXPLAINED"
    """It is as it should be, for a reason on record."""
    CORRECTED = "CORRECTED"
    """One side was wrong and has been put right."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Subject:
    """What a line of the file is about: a payout of ours by its `key`, or a refund that the mall made by itself."""

    key: str = ""
    order_id: str = ""
    line_id: str = ""
    refund_id: str = ""

    @property
    def id(self) -> str:
        return derived_id("settled", self.key, self.order_id, self.line_id, self.refund_id)

    @property
    def label(self) -> str:
        return self.key or f"{self.order_id}/{self.line_id}/{self.refund_id}"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Statement:
    """What one row states. Two rows that state the same are one."""

    settlement_id: str
    attempt: int
    kind: str
    state: SettledState
    amount: int
    """Fen; of POINTS points."""
    settled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledLine:
    """All that all files state of one subject, in an order that does not tell which row came first."""

    subject: Subject
    statements: tuple[Statement, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What our books say of a subject."""

    kind: str
    amount: int
    """Fen; of POINTS points."""
    state: str
    attempts: tuple[int, ...]
    """Those that the mall has confirmed to us."""
    taken_back: tuple[int, ...] = ()
    """Those of them that it took back."""
    paid_at: datetime | None = None
    member_id: str = ""
    order_id: str | None = None
    line_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One settlement of the mall: what its files stated so far. Days are those of Asia/Shanghai, both inclusive."""

    id: str
    period_from: date
    period_to: date
    imported_at: datetime
    """When its first file came."""
    lines: int = 0
    """Different rows."""
    amount_fen: int = 0
    """What they come to: paid less reversed."""
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """One subject on which the mall and we differ. `round` counts how often it came up again after its end."""

    subject: Subject
    kind: DiscrepancyKind
    settlement_id: str
    """The settlement in which it was found first."""
    found_at: datetime
    aspects: tuple[Aspect, ...] = ()
    stated: tuple[Statement, ...] = ()
    held: Held | None = None
    state: DiscrepancyState = DiscrepancyState.OPEN
    round: int = 0
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    why: str | None = None
    version: int = 0

    @property
    def id(self) -> str:
        return discrepancy_id(self.subject, self.kind)


def discrepancy_id(subject: Subject, kind: DiscrepancyKind) -> str:
    return derived_id("discrepancy", subject.id, kind)
