"""How an account's counters move, and what they may not pass (C5, G4).

A refund counts against what was paid for its line, together with what the mall gave back by itself; freight against
what was paid for the order's freight. Coupons and points are no money of the line: they have counters of their own,
under figures (`accounts.line_coupon_fen`, `accounts.line_points`). The line's own goods, sent again, are counted by
their number: what was paid for them is not left to be given back. Gifts, cards, places and the freight of goods that
were sent back have no counter: they count for what an order brings in all (`worth_fen`), and for budgets. What an order
brings in is what is promised and what was paid: what is given up or taken back leaves it again, what is paid after all
comes back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from care.accounts.errors import BenefitCapExceeded, CapExceeded, FreightCapExceeded
from care.accounts.ledger_line import Cause
from care.accounts.line_account import LineAccount
from care.accounts.model import Booking, Payout, PayoutKind

__all__ = ["WORTH", "Account", "Draw", "Tally", "beyond", "draws", "line_of", "moved", "moves", "tally"]

Account = tuple[str, str]
"""Order and line; without a line, the order as a whole."""
Tally = Mapping[str, int]
"""Changes of an account's counters, by their names."""
WORTH = "worth_fen"
GOODS_UNITS = "goods_units"

# Each column is what the cause adds to (committed, pending, paid) of a refund's line.
_MOVES = {
    Cause.BOOKED: (1, 1, 0),
    Cause.CONFIRMED: (0, -1, 1),
    Cause.FAILED: (-1, -1, 0),
    Cause.CANCELLED: (-1, -1, 0),
    Cause.REVIVED: (1, 1, 0),
    Cause.DOUBLED: (1, 0, 1),
    Cause.RETURNED: (-1, 0, -1),
    Cause.REVERSED: (-1, 0, -1),
}
_OF_ORDER = {PayoutKind.FREIGHT, PayoutKind.RETURN_FREIGHT}
_COUNTERS = {
    PayoutKind.FREIGHT: "freight_fen",
    PayoutKind.COUPON: "coupon_fen",
    PayoutKind.POINTS: "points",
    PayoutKind.REISSUE: GOODS_UNITS,
    PayoutKind.EXCHANGE: GOODS_UNITS,
}


@dataclass(slots=True)
class Draw:
    """What a booking takes from one account: changes, what they may not pass, and what is known of it."""

    changes: dict[str, int] = field(default_factory=dict)
    caps: dict[str, int] = field(default_factory=dict)
    states: dict[str, str | int] = field(default_factory=dict)

    def take(self, changes: Tally) -> None:
        for name, change in changes.items():
            self.changes[name] = self.changes.get(name, 0) + change


def line_of(payout: Payout) -> Account | None:
    """Order and line of the account that it counts for: freight is the order's as a whole, which has no line."""
    if not payout.order_id:
        return None
    return payout.order_id, "" if payout.kind in _OF_ORDER else payout.line_id or ""


def draws(booking: Booking, payouts: Iterable[Payout], benefit_caps: Tally) -> dict[Account, Draw]:
    """What a booking takes, by account (`line_of`): each is written once."""
    payouts = tuple(payouts)
    found: dict[Account, Draw] = {}
    for payout in payouts:
        if account := line_of(payout):
            draw = found.setdefault(account, _draw(booking, account, benefit_caps))
            draw.take(tally(payout, Cause.BOOKED))
    if booking.spend and booking.order_id:
        whole = found.setdefault((booking.order_id, ""), Draw())
        whole.take({WORTH: sum(payout.counted_fen for payout in payouts)})
        if (most := booking.spend.order_cap_fen) is not None:
            whole.caps[WORTH] = most
    return found


def _draw(booking: Booking, account: Account, benefit_caps: Tally) -> Draw:
    own = {"committed_fen": booking.cap_fen, "freight_fen": booking.freight_fen}
    caps = {**benefit_caps, **{name: cap for name, cap in own.items() if cap is not None}}
    states: dict[str, str | int] = {"member_id": booking.member_id}
    if account[1] and booking.cap_fen is not None:
        states["cap_fen"] = booking.cap_fen
    if not account[1] and booking.freight_fen is not None:
        states["freight_cap_fen"] = booking.freight_fen
    return Draw(caps=caps, states=states)


def moves(before: Payout, after: Payout, *causes: Cause) -> dict[Account, dict[str, int]]:
    """What becomes of a payout, by account: `causes` on its own, what it still brings in on its order's."""
    own = line_of(after)
    if own is None:
        return {}
    found = {own: tally(after, *causes)}
    if worth := after.counted_fen - before.counted_fen:
        found.setdefault((own[0], ""), {})[WORTH] = worth
    return {account: changes for account, changes in found.items() if changes}


def tally(payout: Payout, *causes: Cause) -> dict[str, int]:
    """What these causes change on the payout's account."""
    changes: dict[str, int] = {}
    for cause in causes:
        for name, sign in _signs(payout.kind, cause):
            units = payout.quantity if name == GOODS_UNITS else payout.amount
            changes[name] = changes.get(name, 0) + sign * units
    return {name: change for name, change in changes.items() if change}


def _signs(kind: PayoutKind, cause: Cause) -> tuple[tuple[str, int], ...]:
    committed, pending, paid = _MOVES[cause]
    if kind is PayoutKind.REFUND:
        return (("committed_fen", committed), ("pending_fen", pending), ("paid_fen", paid))
    return ((_COUNTERS[kind], committed),) if kind in _COUNTERS else ()


def moved(account: LineAccount, changes: Tally) -> LineAccount:
    """The account after `changes`."""
    counters: dict[str, Any] = {name: getattr(account, name) + change for name, change in changes.items()}
    return replace(account, **counters)


def beyond(
    account: LineAccount, changes: Tally, caps: Tally
) -> CapExceeded | FreightCapExceeded | BenefitCapExceeded | None:
    """The refusal that `changes` to this account would meet, if any. Only counters that `caps` names have one."""
    for name, cap in caps.items():
        left: int = cap - getattr(account, name)
        if name != WORTH and changes.get(name, 0) > max(0, left):
            return _cap_refusal(name, max(0, left))
    return None


def _cap_refusal(name: str, left: int) -> CapExceeded | FreightCapExceeded | BenefitCapExceeded:
    if name == "committed_fen":
        return CapExceeded(left)
    if name == "freight_fen":
        return FreightCapExceeded(left)
    return BenefitCapExceeded(f"only {left} more ({name}) can be given for this line", counter=name, left=left)
