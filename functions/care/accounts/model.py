"""What a payout, a line's account and a ledger line are. Money is whole fen; points are counted in points."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.kernel.ids import derived_id

__all__ = [
    "Answer",
    "Booking",
    "Cause",
    "Component",
    "LedgerLine",
    "LineAccount",
    "MallRefund",
    "Outcome",
    "Payout",
    "PayoutKind",
    "PayoutState",
    "Unit",
    "payout_id",
]


class PayoutKind(StrEnum):
    REFUND = "REFUND"
    """Money back, by the mall's own refund; counts against what was paid for the line."""
    COUPON = "COUPON"
    """Worth fen, given by the mall on our account."""
    POINTS = "POINTS"


class PayoutState(StrEnum):
    PENDING = "PENDING"
    PAID = "PAID"
    """Final: the mall has confirmed it once."""
    FAILED = "FAILED"
    """The mall refused the present attempt; a person can try again."""


class Outcome(StrEnum):
    CONFIRMED = "CONFIRMED"
    FAILED = "FAILED"


class Unit(StrEnum):
    FEN = "FEN"
    POINTS = "POINTS"


class Cause(StrEnum):
    """Why a ledger line was written; ledger.ENTRIES says between which accounts."""

    BOOKED = "BOOKED"
    CONFIRMED = "CONFIRMED"
    REVERSED = "REVERSED"
    """The attempt failed: nothing is owed any more."""
    REVIVED = "REVIVED"
    """The mall confirmed after all what had failed: it was owed."""
    DOUBLED = "DOUBLED"
    """The mall paid once more than it was to; it owes that back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One thing to pay: fen for a refund or a coupon, points for points. `label` is what the member reads."""

    kind: PayoutKind
    amount_fen: int = 0
    points: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """All that one decision pays. `source` names the decision (`ticket:<id>:<round>`) and is booked once.

    A refund needs its order line and `cap_fen`, what was paid for that line, as read in the same decision. A benefit
    without a line counts for the order as a whole; without an order (a reward for a post) it has no account at all.
    """

    source: str
    member_id: str
    components: tuple[Component, ...]
    order_id: str | None = None
    line_id: str | None = None
    cap_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the mall said about one attempt. Equal answers are one, said at the earliest `at`."""

    attempt: int
    outcome: Outcome
    at: datetime
    reference: str = ""
    amount_fen: int | None = None
    points: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """Component `n` of what `source` pays. Key and attempt together are what the mall may act on once."""

    source: str
    n: int
    kind: PayoutKind
    member_id: str
    booked_at: datetime
    amount_fen: int = 0
    points: int = 0
    label: str = ""
    order_id: str | None = None
    line_id: str | None = None
    state: PayoutState = PayoutState.PENDING
    attempt: int = 1
    asked_at: datetime | None = None
    """When the present attempt was first asked of the mall."""
    unanswered_at: datetime | None = None
    """When the present attempt was handed to a person for want of an answer."""
    answers: tuple[Answer, ...] = ()
    redeemed_at: datetime | None = None
    redeemed_order_id: str | None = None
    retried_by: str | None = None
    version: int = 0

    @property
    def id(self) -> str:
        return payout_id(self.source, self.n)

    @property
    def unit(self) -> Unit:
        return Unit.POINTS if self.kind is PayoutKind.POINTS else Unit.FEN

    @property
    def amount(self) -> int:
        """In `unit`."""
        return self.points if self.kind is PayoutKind.POINTS else self.amount_fen

    @property
    def confirmed(self) -> frozenset[int]:
        """The attempts that the mall has confirmed; more than one is money paid twice."""
        return frozenset(answer.attempt for answer in self.answers if answer.outcome is Outcome.CONFIRMED)

    @property
    def paid_at(self) -> datetime | None:
        return min((answer.at for answer in self.answers if answer.outcome is Outcome.CONFIRMED), default=None)


def payout_id(source: str, n: int) -> str:
    """The id says where the payout lies, so that an answer of the mall finds it in one read."""
    return f"{source}.{n}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAccount:
    """What has been given back for one order line; without `line_id`, for the order as a whole.

    `committed_fen` = pending + paid + made by the mall itself. Our own bookings never take it above what was paid for
    the line; facts from the mall may, since that money has moved (`line.overpaid`).
    """

    order_id: str
    line_id: str = ""
    member_id: str = ""
    """As the latest booking knew it; empty before the first."""
    cap_fen: int | None = None
    """What was paid for the line, as the latest booking knew it; None before the first."""
    committed_fen: int = 0
    pending_fen: int = 0
    paid_fen: int = 0
    mall_fen: int = 0
    coupon_fen: int = 0
    points: int = 0

    @property
    def over_fen(self) -> int:
        """How far the line is above its cap."""
        return 0 if self.cap_fen is None else max(0, self.committed_fen - self.cap_fen)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """Double entry: `amount` moves from `credit` to `debit`. Written once, never changed."""

    payout_id: str
    attempt: int
    cause: Cause
    nth: int = 1
    """Tells apart several payments too many."""
    debit: str
    credit: str
    amount: int
    unit: Unit
    at: datetime

    @property
    def id(self) -> str:
        return derived_id("ledger", self.payout_id, self.attempt, self.cause, self.nth)


@dataclass(frozen=True, slots=True, kw_only=True)
class MallRefund:
    """Money that the mall gave back by itself; counts against the line's cap, once for each `refund_id`."""

    refund_id: str
    order_id: str
    line_id: str
    amount_fen: int
    at: datetime
