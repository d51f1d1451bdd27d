"""Who of the staff has a payout in hand (C5)."""

from dataclasses import dataclass

from care.accounts.errors import PayoutUnanswered
from care.accounts.model import Payout

__all__ = ["Hand", "check_hand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """`id` of the staff member; `manages`: a manager."""

    id: str
    manages: bool = False


def check_hand(payout: Payout, by: Hand) -> None:
    """PayoutUnanswered, where the mall may have paid and not told: whether to promise anew is a manager's word."""
    if payout.unanswered and not by.manages:
        raise PayoutUnanswered(field="payout_id")
