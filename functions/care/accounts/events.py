"""The events that go to the mall and come from it about money; docs/events.md tells their contract.

Each bears `version` 1, `occurred_at` with an offset and, where the sender has one, `event_id`. What does not fit is
a broken event (msgspec.ValidationError) and nothing of it is taken.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal, cast

from msgspec import Meta, Struct, convert

from care.accounts.mall import MallAnswer, PayoutRequest, Redemption
from care.accounts.model import MallRefund, Outcome, PayoutKind
from care.kernel.clock import stamp
from care.kernel.ids import derived_id
from care.kernel.money import MOST_FEN

__all__ = [
    "BenefitConfirmed",
    "BenefitFailed",
    "BenefitRedeemed",
    "BenefitRequested",
    "OrderRefunded",
    "RefundConfirmed",
    "RefundFailed",
    "RefundRequested",
    "RefundedLine",
    "request_event",
]

Instant = Annotated[datetime, Meta(tz=True, description="ISO 8601 with an offset")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
PayoutKey = Annotated[str, Meta(min_length=1, max_length=200, description="the payout's id; repeats bear the same")]
Attempt = Annotated[int, Meta(ge=1, description="with the key: what the mall acts on once")]
Fen = Annotated[int, Meta(ge=1, le=MOST_FEN, description="fen, 1/100 yuan")]
Points = Annotated[int, Meta(ge=1, description="points")]


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all of them bear."""

    version: Literal[1]
    occurred_at: Instant
    event_id: str | None = None

    @property
    def at(self) -> datetime:
        """`occurred_at` in UTC, so that one instant is written in one way."""
        return self.occurred_at.astimezone(UTC)


# ------------------------------------------------------------------ out


class RefundRequested(Event, frozen=True, kw_only=True):
    """Give money back for an order line."""

    key: PayoutKey
    attempt: Attempt
    kind: Literal["REFUND"]
    member_id: Name
    order_id: Name
    line_id: Name
    amount_fen: Fen


class BenefitRequested(Event, frozen=True, kw_only=True):
    """Give a coupon (`amount_fen`) or points (`points`) to a member."""

    key: PayoutKey
    attempt: Attempt
    kind: Literal["COUPON", "POINTS"]
    member_id: Name
    order_id: Name | None = None
    line_id: Name | None = None
    amount_fen: Fen | None = None
    points: Points | None = None


def request_event(request: PayoutRequest) -> RefundRequested | BenefitRequested:
    """The event that asks. The same asking, made again after a crash, bears the same `event_id`."""
    payout = request.payout
    told = {
        "version": 1,
        "occurred_at": request.at,
        "event_id": derived_id("mall.ask", payout.id, payout.attempt, request.asking),
        "key": payout.id,
        "attempt": payout.attempt,
        "kind": payout.kind,
        "member_id": payout.member_id,
        "order_id": payout.order_id,
        "line_id": payout.line_id,
        "amount_fen": payout.amount_fen,
        "points": payout.points,
    }
    shape = RefundRequested if payout.kind is PayoutKind.REFUND else BenefitRequested
    return cast(
        "RefundRequested | BenefitRequested", convert({name: each for name, each in told.items() if each}, shape)
    )


# ------------------------------------------------------------------ in


class _Answer(Event, frozen=True, kw_only=True):
    key: PayoutKey
    attempt: Attempt
    reference: Annotated[str, Meta(max_length=200, description="the mall's own number of it")] = ""


class _Confirmed(_Answer, frozen=True, kw_only=True):
    amount_fen: Annotated[int, Meta(ge=0, le=MOST_FEN)] | None = None
    points: Annotated[int, Meta(ge=0)] | None = None

    def answer(self) -> MallAnswer:
        return MallAnswer(
            key=self.key,
            attempt=self.attempt,
            outcome=Outcome.CONFIRMED,
            at=self.at,
            reference=self.reference,
            amount_fen=self.amount_fen,
            points=self.points,
        )


class _Failed(_Answer, frozen=True, kw_only=True):
    reason: Annotated[str, Meta(max_length=500)] = ""

    def answer(self) -> MallAnswer:
        return MallAnswer(
            key=self.key,
            attempt=self.attempt,
            outcome=Outcome.FAILED,
            at=self.at,
            reference=self.reference,
            reason=self.reason,
        )


class RefundConfirmed(_Confirmed, frozen=True, kw_only=True):
    """The mall gave the money back; final."""


class RefundFailed(_Failed, frozen=True, kw_only=True):
    """The mall could not give the money back at this attempt."""


class BenefitConfirmed(_Confirmed, frozen=True, kw_only=True):
    """The mall gave the coupon or the points; final."""


class BenefitFailed(_Failed, frozen=True, kw_only=True):
    """The mall could not give the benefit at this attempt."""


class BenefitRedeemed(Event, frozen=True, kw_only=True):
    """The member used the benefit."""

    key: PayoutKey
    redeemed_at: Instant
    order_id: Name | None = None

    def redemption(self) -> Redemption:
        return Redemption(key=self.key, redeemed_at=self.redeemed_at.astimezone(UTC), order_id=self.order_id)


class RefundedLine(Struct, frozen=True, kw_only=True):
    line_id: Name
    amount_fen: Fen


class OrderRefunded(Event, frozen=True, kw_only=True):
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
