"""What a payout is, and what books it. Money is whole fen; points are counted in points."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.accounts.spending import Spend

__all__ = [
    "GOODS",
    "HELD",
    "MONEY",
    "Answer",
    "Booking",
    "Component",
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
    FREIGHT = "FREIGHT"
    """Money back for the order's freight; counts against what was paid for that."""
    RETURN_FREIGHT = "RETURN_FREIGHT"
    """What the member paid to send goods back, where they do not bear it (G10)."""
    COUPON = "COUPON"
    """Worth fen, given by the mall on our account."""
    POINTS = "POINTS"
    REISSUE = "REISSUE"
    """The same goods once more."""
    EXCHANGE = "EXCHANGE"
    """The same goods once more, for those that came back."""
    GIFT = "GIFT"
    """Other goods on top."""
    CARD = "CARD"
    """A card for some weeks (周订卡)."""
    PLACE = "PLACE"
    """A place at an event."""


MONEY = frozenset({PayoutKind.REFUND, PayoutKind.FREIGHT, PayoutKind.RETURN_FREIGHT})
"""What the mall gives back as money."""
GOODS = frozenset({PayoutKind.REISSUE, PayoutKind.EXCHANGE, PayoutKind.GIFT})
"""What the mall sends. Neither goods nor cards nor places are money of the line: their worth is what they cost us."""


class PayoutState(StrEnum):
    WAITING = "WAITING"
    """Held until the goods come back: promised and counted, never asked of the mall so far."""
    PENDING = "PENDING"
    PAID = "PAID"
    """The mall has confirmed it, and has not taken it back."""
    FAILED = "FAILED"
    """The mall refused the present attempt; a person can try again."""
    CANCELLED = "CANCELLED"
    """Given up by a person, or the goods never came back: nothing is owed. A late confirmation still wins."""
    REVERSED = "REVERSED"
    """The mall took back what it had paid: nothing of it is left."""


HELD = frozenset({PayoutState.WAITING, PayoutState.PENDING})
"""Promised and neither paid nor released."""


class Outcome(StrEnum):
    CONFIRMED = "CONFIRMED"
    FAILED = "FAILED"
    REVERSED = "REVERSED"
    """What it had confirmed of this attempt, it has taken back."""


class Unit(StrEnum):
    FEN = "FEN"
    POINTS = "POINTS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One thing to give; `label` is what the member reads.

    `amount_fen` is money for REFUND, FREIGHT and COUPON, and what it costs us for goods, cards and places (0: nothing).
    `sku` says which goods, card or event; `quantity` how many goods, or how many weeks of a card.
    """

    kind: PayoutKind
    amount_fen: int = 0
    points: int = 0
    sku: str | None = None
    quantity: int = 0
    label: str = ""
    wait: bool = False
    """Held (WAITING) until `Accounts.release`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """All that one decision pays. `source` names the decision (`ticket:<id>:<round>`) and is booked once.

    A refund needs its order line and `cap_fen`, what was paid for that line, as read in the same decision; FREIGHT
    its order and `freight_fen`, what was paid for the order's freight. A benefit without a line counts for the order
    as a whole; without an order (a reward for a post) it has no account at all.
    """

    source: str
    member_id: str
    components: tuple[Component, ...]
    order_id: str | None = None
    line_id: str | None = None
    cap_fen: int | None = None
    freight_fen: int | None = None
    spend: Spend | None = None
    """Whose caps and budgets it counts for (G4); None: it counts for none."""
    authorised_by: str | None = None
    """Whose authority pays it (G5): an actor, or `<actor> by approval:<ticket>:<nth>`; None: the policy's."""


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
    """Component `n` of what `source` pays. The mall may act once on key and attempt; attempt 0 was never asked."""

    source: str
    n: int
    kind: PayoutKind
    member_id: str
    booked_at: datetime
    amount_fen: int = 0
    points: int = 0
    sku: str | None = None
    quantity: int = 0
    label: str = ""
    order_id: str | None = None
    line_id: str | None = None
    state: PayoutState = PayoutState.PENDING
    attempt: int = 1
    asked_at: datetime | None = None
    """When the present attempt was first asked of the mall."""
    unanswered_at: datetime | None = None
    """When the present attempt was handed to a person for want of an answer."""
    asked_anew: int = 0
    """How often a manager had the present attempt asked once more, after that."""
    answers: tuple[Answer, ...] = ()
    redeemed_at: datetime | None = None
    redeemed_order_id: str | None = None
    authorised_by: str | None = None
    retried_by: str | None = None
    given_up_by: str | None = None
    given_up_why: str | None = None
    """A person's own words."""
    counts_fen: int = 0
    """What it cost when it was booked, where it counts for what its order brings in all (G4); 0: it does not."""
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
        return self._said(Outcome.CONFIRMED)

    @property
    def taken_back(self) -> frozenset[int]:
        """The attempts that the mall has confirmed and then reversed; a reversal alone says nothing yet."""
        return self.confirmed & self._said(Outcome.REVERSED)

    @property
    def standing(self) -> int:
        """How often it is paid as things stand."""
        return len(self.confirmed) - len(self.taken_back)

    @property
    def unanswered(self) -> bool:
        """Whether a person has it for want of an answer: it may have been paid, and may be paid any moment."""
        return self.state is PayoutState.PENDING and self.unanswered_at is not None

    @property
    def counted_fen(self) -> int:
        """Of `counts_fen`: as often as it stands paid, or once as long as it is promised. A failure is tried again."""
        promised = self.state not in {PayoutState.CANCELLED, PayoutState.REVERSED}
        return self.counts_fen * max(self.standing, int(promised))

    @property
    def paid_at(self) -> datetime | None:
        return min((answer.at for answer in self.answers if answer.outcome is Outcome.CONFIRMED), default=None)

    def _said(self, outcome: Outcome) -> frozenset[int]:
        return frozenset(answer.attempt for answer in self.answers if answer.outcome is outcome)


def payout_id(source: str, n: int) -> str:
    """The id says where the payout lies, so that an answer of the mall finds it in one read."""
    return f"{source}.{n}"
