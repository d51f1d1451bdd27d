"""The events that come from the mall about money and goods; docs/events.md tells their contract.

Each bears `version` 1, `occurred_at` with an offset and, where the sender has one, `event_id`. What does not fit is
a broken event (msgspec.ValidationError) and nothing of it is taken. What we ask of the mall: accounts/asked.py.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from care.accounts.line_account import MallRefund
from care.accounts.mall import MallAnswer, Redemption
from care.accounts.model import Outcome
from care.kernel.clock import stamp
from care.kernel.facts import MallEvent
from care.kernel.ids import derived_id
from care.kernel.money import MOST_FEN

__all__ = [
    "ANSWERS",
    "BenefitConfirmed",
    "BenefitFailed",
    "BenefitRedeemed",
    "BenefitReversed",
    "GoodsConfirmed",
    "GoodsFailed",
    "GoodsReversed",
    "OrderRefunded",
    "PayoutAnswer",
    "RefundConfirmed",
    "RefundFailed",
    "RefundReversed",
    "RefundedLine",
]

Instant = Annotated[datetime, Meta(tz=True, description="ISO 8601 with an offset")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
PayoutKey = Annotated[str, Meta(min_length=1, max_length=200, description="the payout's id; repeats bear the same")]
Attempt = Annotated[int, Meta(ge=1, description="with the key: what the mall acts on once")]
Fen = Annotated[int, Meta(ge=1, le=MOST_FEN, description="fen, 1/100 yuan")]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event(MallEvent):
    """What all of them bear; both are required, since money moves by them."""

    version: Literal[1]
    occurred_at: Instant
    event_id: str | None = None

    @property
    def happened_at(self) -> datetime:
        return self.occurred_at

    @property
    def at(self) -> datetime:
        """`occurred_at` in UTC, so that one instant is written in one way."""
        return self.occurred_at.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutAnswer(_Event):
    """The mall's word on one attempt at a payout."""

    outcome: ClassVar[Outcome]
    key: PayoutKey
    attempt: Attempt
    reference: Annotated[str, Meta(max_length=200, description="the mall's own number of it")] = ""

    def answer(self) -> MallAnswer:
        return MallAnswer(
            key=self.key,
            attempt=self.attempt,
            outcome=self.outcome,
            at=self.at,
            reference=self.reference,
            amount_fen=getattr(self, "amount_fen", None),
            points=getattr(self, "points", None),
            reason=getattr(self, "reason", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Confirmed(PayoutAnswer):
    outcome = Outcome.CONFIRMED
    amount_fen: Annotated[int, Meta(ge=0, le=MOST_FEN)] | None = None
    points: Annotated[int, Meta(ge=0)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failed(PayoutAnswer):
    outcome = Outcome.FAILED
    reason: Annotated[str, Meta(max_length=500)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reversed(PayoutAnswer):
    outcome = Outcome.REVERSED
    reason: Annotated[str, Meta(max_length=500)] = ""


class RefundConfirmed(_Confirmed):
    """The mall gave the money back. It wins over any failure; only a reversal undoes it."""


class RefundFailed(_Failed):
    """The mall could not give the money back at this attempt."""


class RefundReversed(_Reversed):
    """The mall took back money that it had given back at this attempt."""


class BenefitConfirmed(_Confirmed):
    """The mall gave the benefit. It wins over any failure; only a reversal undoes it."""


class BenefitFailed(_Failed):
    """The mall could not give the benefit at this attempt."""


class BenefitReversed(_Reversed):
    """The mall took back a benefit that it had given at this attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsConfirmed(PayoutAnswer):
    """The mall sent the goods. It wins over any failure; only a reversal undoes it."""

    outcome = Outcome.CONFIRMED


class GoodsFailed(_Failed):
    """The mall could not send the goods at this attempt."""


class GoodsReversed(_Reversed):
    """The goods that the mall sent at this attempt never reached the member: they are back."""


ANSWERS: tuple[type[PayoutAnswer], ...] = (
    RefundConfirmed,
    RefundFailed,
    RefundReversed,
    BenefitConfirmed,
    BenefitFailed,
    BenefitReversed,
    GoodsConfirmed,
    GoodsFailed,
    GoodsReversed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitRedeemed(_Event):
    """The member used the benefit."""

    key: PayoutKey
    redeemed_at: Instant
    order_id: Name | None = None

    @property
    def happened_at(self) -> datetime:
        return self.redeemed_at

    def redemption(self) -> Redemption:
        return Redemption(key=self.key, redeemed_at=self.redeemed_at.astimezone(UTC), order_id=self.order_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundedLine:
    line_id: Name
    amount_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefunded(_Event):
    """The mall gave money back by itself. With `key` it tells of a refund that we had asked for: counted already.

    A refund counts once for its `refund_id`; without one, for its `event_id`; without either, for its content.
    """

    order_id: Name
    refund_id: Name | None = None
    lines: Annotated[tuple[RefundedLine, ...], Meta(min_length=1, max_length=500)]
    key: PayoutKey | None = None

    def refunds(self) -> tuple[MallRefund, ...]:
        """One for each line; what a line is named for twice adds up."""
        refund_id = self.refund_id or self.event_id or self._content_id()
        fen: dict[str, int] = {}
        for line in self.lines:
            fen[line.line_id] = fen.get(line.line_id, 0) + line.amount_fen
        return tuple(
            MallRefund(
                refund_id=refund_id,
                order_id=self.order_id,
                line_id=line_id,
                amount_fen=amount,
                at=self.at,
            )
            for line_id, amount in fen.items()
        )

    def _content_id(self) -> str:
        lines = sorted((line.line_id, line.amount_fen) for line in self.lines)
        return derived_id("order.refunded", self.order_id, stamp(self.at), *(part for line in lines for part in line))
