"""What accounts asks of the mall, and what the mall says. Its adapter is accounts/event_bridge.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from care.accounts.model import Answer, Outcome, Payout

__all__ = ["Mall", "MallAnswer", "PayoutRequest", "Redemption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutRequest:
    """Asking number `asking` of the present attempt at a payout. The mall acts once on (payout id, attempt)."""

    payout: Payout
    asking: int
    at: datetime


class Mall(Protocol):
    """Takes requests. It raises where the request may not have reached the mall."""

    def ask(self, request: PayoutRequest) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MallAnswer:
    """The mall's word on payout `key`. `amount_fen` and `points` are what it says it paid, where it says so."""

    key: str
    attempt: int
    outcome: Outcome
    at: datetime
    reference: str = ""
    amount_fen: int | None = None
    points: int | None = None
    reason: str = ""

    @property
    def answer(self) -> Answer:
        return Answer(
            attempt=self.attempt,
            outcome=self.outcome,
            at=self.at,
            reference=self.reference,
            amount_fen=self.amount_fen,
            points=self.points,
            reason=self.reason,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Redemption:
    """A member has used the benefit that payout `key` gave, for order `order_id`."""

    key: str
    redeemed_at: datetime
    order_id: str | None = None
