"""What the books say: each cause is one line of double entry (C5)."""

from collections.abc import Mapping
from datetime import datetime

from care.accounts.ledger_line import Cause, LedgerLine
from care.accounts.model import Payout, PayoutKind

__all__ = ["ENTRIES", "entry"]

_OUT = {
    PayoutKind.REFUND: "mall:cash",
    PayoutKind.FREIGHT: "mall:cash",
    PayoutKind.RETURN_FREIGHT: "mall:cash",
    PayoutKind.COUPON: "mall:coupons",
    PayoutKind.POINTS: "mall:points",
    PayoutKind.REISSUE: "mall:goods",
    PayoutKind.EXCHANGE: "mall:goods",
    PayoutKind.GIFT: "mall:goods",
    PayoutKind.CARD: "mall:cards",
    PayoutKind.PLACE: "mall:places",
}
_EXPENSE = "expense:compensation"
_PAYABLE = "liability:payable"
_RECEIVABLE = "receivable:mall"

ENTRIES: Mapping[Cause, tuple[str | None, str | None]] = {
    Cause.BOOKED: (_EXPENSE, _PAYABLE),
    Cause.CONFIRMED: (_PAYABLE, None),
    Cause.FAILED: (_PAYABLE, _EXPENSE),
    Cause.CANCELLED: (_PAYABLE, _EXPENSE),
    Cause.REVIVED: (_EXPENSE, _PAYABLE),
    Cause.DOUBLED: (_RECEIVABLE, None),
    Cause.RETURNED: (None, _RECEIVABLE),
    Cause.REVERSED: (None, _EXPENSE),
}
"""Debit and credit of each cause; None: what the mall pays out of, by the kind of payout."""

_TAKEN_BACK = frozenset({Cause.RETURNED, Cause.REVERSED})


def entry(payout: Payout, cause: Cause, at: datetime) -> LedgerLine:
    """The ledger line of a cause. Points move between accounts of the same names, in points."""
    debit, credit = (name or _OUT[payout.kind] for name in ENTRIES[cause])
    return LedgerLine(
        payout_id=payout.id,
        attempt=payout.attempt,
        cause=cause,
        nth=_nth(payout, cause),
        debit=debit,
        credit=credit,
        amount=payout.amount,
        unit=payout.unit,
        at=at,
    )


def _nth(payout: Payout, cause: Cause) -> int:
    """Counts what can happen again at one attempt: payments that are confirmed, payments that are taken back."""
    return max(1, len(payout.taken_back if cause in _TAKEN_BACK else payout.confirmed))
