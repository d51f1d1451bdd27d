"""What the books say: each cause is one line of double entry (C5)."""

from collections.abc import Mapping
from datetime import datetime

from care.accounts.model import Cause, LedgerLine, Payout, PayoutKind

__all__ = ["ENTRIES", "entry"]

_OUT = {PayoutKind.REFUND: "mall:cash", PayoutKind.COUPON: "mall:coupons", PayoutKind.POINTS: "mall:points"}
_EXPENSE = "expense:compensation"
_PAYABLE = "liability:payable"
_RECEIVABLE = "receivable:mall"

ENTRIES: Mapping[Cause, tuple[str, str | None]] = {
    Cause.BOOKED: (_EXPENSE, _PAYABLE),
    Cause.CONFIRMED: (_PAYABLE, None),
    Cause.REVERSED: (_PAYABLE, _EXPENSE),
    Cause.REVIVED: (_EXPENSE, _PAYABLE),
    Cause.DOUBLED: (_RECEIVABLE, None),
}
"""Debit and credit of each cause; None: what the mall pays out of, by the kind of payout."""


def entry(payout: Payout, cause: Cause, at: datetime) -> LedgerLine:
    """The ledger line of a cause. Points move between accounts of the same names, in points."""
    debit, credit = ENTRIES[cause]
    return LedgerLine(
        payout_id=payout.id,
        attempt=payout.attempt,
        cause=cause,
        nth=max(1, len(payout.confirmed) - 1),
        debit=debit,
        credit=credit or _OUT[payout.kind],
        amount=payout.amount,
        unit=payout.unit,
        at=at,
    )
