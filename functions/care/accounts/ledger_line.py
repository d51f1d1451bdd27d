"""What a line of the ledger is; `ledger` says which are written. Money is whole fen; points are counted in points."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from care.accounts.model import Unit
from care.kernel.ids import derived_id

__all__ = ["Cause", "LedgerLine"]


class Cause(StrEnum):
    """Why a ledger line was written; ledger.ENTRIES says between which accounts."""

    BOOKED = "BOOKED"
    CONFIRMED = "CONFIRMED"
    FAILED = "FAILED"
    """The attempt failed: nothing is owed any more."""
    CANCELLED = "CANCELLED"
    """What waited is not given: nothing is owed any more."""
    REVIVED = "REVIVED"
    """The mall confirmed after all what had been released: it was owed."""
    DOUBLED = "DOUBLED"
    """The mall paid once more than it was to; it owes that back."""
    RETURNED = "RETURNED"
    """It took back what it had paid too much."""
    REVERSED = "REVERSED"
    """It took back what it was to pay: the member has nothing of it."""
    ALLOCATED = "ALLOCATED"
    """A party bears it, or a part of it (care.liability, G9)."""
    WRITTEN_OFF = "WRITTEN_OFF"
    """What a party was to bear is given up: we bear it after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """Double entry: `amount` moves from `credit` to `debit`. Written once, never changed."""

    payout_id: str
    attempt: int
    cause: Cause
    nth: int = 1
    """Tells apart several payments, or several takings back, of one attempt."""
    debit: str
    credit: str
    amount: int
    unit: Unit
    at: datetime

    @property
    def id(self) -> str:
        return derived_id("ledger", self.payout_id, self.attempt, self.cause, self.nth)
