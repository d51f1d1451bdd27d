"""The events that ask the mall for a payout; docs/events.md tells their contract."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, convert

from care.accounts.mall import PayoutRequest
from care.accounts.model import GOODS, MONEY, Payout, PayoutKind
from care.kernel.ids import derived_id
from care.kernel.money import MOST_FEN

__all__ = ["REQUESTS", "BenefitRequested", "GoodsRequested", "RefundRequested", "Requested", "request_event"]

Instant = Annotated[datetime, Meta(tz=True, description="ISO 8601 with an offset")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Fen = Annotated[int, Meta(ge=1, le=MOST_FEN, description="fen, 1/100 yuan")]
Number = Annotated[int, Meta(ge=1)]


class Requested(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all of them bear."""

    version: Literal[1]
    occurred_at: Instant
    event_id: str | None = None
    key: Annotated[str, Meta(min_length=1, max_length=200, description="the payout's id; repeats bear the same")]
    attempt: Annotated[int, Meta(ge=1, description="with the key: what the mall acts on once")]
    member_id: Name
    order_id: Name | None = None
    line_id: Name | None = None


class RefundRequested(Requested, frozen=True, kw_only=True):
    """Give money back for an order line (REFUND), for the order's freight (FREIGHT), or what the member paid to send
    goods back (RETURN_FREIGHT), which no order bears.
    """

    kind: Literal["REFUND", "FREIGHT", "RETURN_FREIGHT"]
    order_id: Name
    amount_fen: Fen


class BenefitRequested(Requested, frozen=True, kw_only=True):
    """Give a member a coupon worth `amount_fen`, `points`, card `sku` for `weeks`, or a place at the event `sku`."""

    kind: Literal["COUPON", "POINTS", "CARD", "PLACE"]
    amount_fen: Annotated[Fen, Meta(description="what a coupon is worth; what a card or a place costs")] | None = None
    points: Annotated[int, Meta(ge=1, description="points")] | None = None
    sku: Name | None = None
    weeks: Number | None = None


class GoodsRequested(Requested, frozen=True, kw_only=True):
    """Send goods: the same once more (REISSUE), for those that came back (EXCHANGE), or others on top (GIFT)."""

    kind: Literal["REISSUE", "EXCHANGE", "GIFT"]
    sku: Name
    quantity: Number


REQUESTS: tuple[type[Requested], ...] = (RefundRequested, BenefitRequested, GoodsRequested)


def request_event(request: PayoutRequest) -> Requested:
    """The event that asks. The same asking, made again after a crash, bears the same `event_id`."""
    payout = request.payout
    told: dict[str, Any] = {
        "version": 1,
        "occurred_at": request.at,
        "event_id": derived_id("mall.ask", payout.id, payout.attempt, payout.asked_anew, request.asking),
        "key": payout.id,
        "attempt": payout.attempt,
        "kind": payout.kind,
        "member_id": payout.member_id,
        "order_id": payout.order_id,
        "line_id": payout.line_id,
        "sku": payout.sku,
        "points": payout.points,
        "quantity": payout.quantity,
        "amount_fen": payout.amount_fen,
        "weeks": payout.quantity if payout.kind is PayoutKind.CARD else None,
    }
    return convert({name: each for name, each in told.items() if each}, _shape(payout))


def _shape(payout: Payout) -> type[Requested]:
    if payout.kind in MONEY:
        return RefundRequested
    return GoodsRequested if payout.kind in GOODS else BenefitRequested
