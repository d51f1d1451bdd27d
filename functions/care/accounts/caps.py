"""How a line's counters move, and what they may not pass (C5).

A refund counts against what was paid for its line, together with what the mall gave back by itself. Coupons and
points are no money of the line: they have counters of their own, under figures (`accounts.line_coupon_fen`,
`accounts.line_points`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from care.accounts.errors import BenefitCapExceeded, CapExceeded
from care.accounts.model import Cause, LineAccount, Payout, PayoutKind

__all__ = ["Tally", "beyond", "moved", "tally", "total"]

Tally = Mapping[str, int]
"""Changes of a line account's counters, by their names."""

# Each column is what the cause adds to (committed, pending, paid) of a refund's line.
_REFUND_TALLIES = {
    Cause.BOOKED: (1, 1, 0),
    Cause.CONFIRMED: (0, -1, 1),
    Cause.REVERSED: (-1, -1, 0),
    Cause.REVIVED: (1, 1, 0),
    Cause.DOUBLED: (1, 0, 1),
}


def tally(payout: Payout, *causes: Cause) -> dict[str, int]:
    """What these causes change on the payout's line. Coupons and points are counted apart: they are no line money."""
    changes: dict[str, int] = {}
    for cause in causes:
        for name, sign in _signs(payout.kind, cause):
            changes[name] = changes.get(name, 0) + sign * payout.amount
    return {name: change for name, change in changes.items() if change}


def _signs(kind: PayoutKind, cause: Cause) -> tuple[tuple[str, int], ...]:
    committed, pending, paid = _REFUND_TALLIES[cause]
    if kind is PayoutKind.REFUND:
        return (("committed_fen", committed), ("pending_fen", pending), ("paid_fen", paid))
    return (("points" if kind is PayoutKind.POINTS else "coupon_fen", committed),)


def total(payouts: Iterable[Payout], cause: Cause) -> dict[str, int]:
    """What a cause changes on the line that these payouts share."""
    changes: dict[str, int] = {}
    for payout in payouts:
        for name, change in tally(payout, cause).items():
            changes[name] = changes.get(name, 0) + change
    return changes


def moved(account: LineAccount, changes: Tally) -> LineAccount:
    """The account after `changes`."""
    counters: dict[str, Any] = {name: getattr(account, name) + change for name, change in changes.items()}
    return replace(account, **counters)


def beyond(account: LineAccount, changes: Tally, caps: Tally) -> CapExceeded | BenefitCapExceeded | None:
    """The refusal that `changes` to this account would meet, if any. Only counters that `caps` names have one."""
    for name, cap in caps.items():
        left: int = cap - getattr(account, name)
        if changes.get(name, 0) > max(0, left):
            return _cap_refusal(name, max(0, left))
    return None


def _cap_refusal(name: str, left: int) -> CapExceeded | BenefitCapExceeded:
    if name == "committed_fen":
        return CapExceeded(f"only {left} fen of this line can still be given back", left_fen=left)
    return BenefitCapExceeded(f"only {left} more ({name}) can be given for this line", counter=name, left=left)
