"""The mall's events about orders and shipments."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from care.kernel.facts import Fen, Id, Instant, Label, MallEvent, Text
from care.members.events import OpenId, PersonName, Phone, UnionId

__all__ = [
    "BodyLine",
    "BodyMember",
    "OrderArrived",
    "OrderCancelled",
    "OrderEvent",
    "OrderPlaced",
    "OrderShipped",
    "OrderSigned",
    "ShipmentMoved",
]

_MOST_LINES = 100
_LineIds = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=_MOST_LINES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyMember:
    """Who ordered."""

    id: Id
    name: PersonName
    community: Annotated[Label, Meta(description="The community that the member shops in.")]
    phone: Phone | None = None
    openid: OpenId | None = None
    unionid: UnionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLine:
    """One line of the order."""

    sku: Id
    name: Annotated[Text, Meta(min_length=1)]
    category: Annotated[Label, Meta(description="One that is not known falls under the default policy.")]
    quantity: Annotated[int, Meta(ge=1, le=10_000)]
    unit_price_fen: Fen
    line_id: Annotated[Id | None, Meta(description='Its position where absent: "1", "2" …')] = None
    paid_fen: Annotated[Fen | None, Meta(description="After shared discounts; price × quantity where absent.")] = None
    batch: Annotated[Label | None, Meta(description="Unknown where absent.")] = None
    supplier: Annotated[Label | None, Meta(description="The product's where absent.")] = None
    shipment_id: Annotated[Id | None, Meta(description="Unknown where absent.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent(MallEvent):
    """The whole order as it is at `occurred_at`. An optional field that is left out stays as stated before."""

    order_id: Id
    member: BodyMember
    leader_id: Id
    lines: Annotated[tuple[BodyLine, ...], Meta(min_length=1, max_length=_MOST_LINES)]
    region: Annotated[Label | None, Meta(description="The leader's where absent.")] = None
    channel: Annotated[Label | None, Meta(description="Where it was ordered, such as LIVE; unknown where absent.")] = (
        None
    )
    freight_fen: Annotated[Fen | None, Meta(description="0 where absent.")] = None

    def __post_init__(self) -> None:
        ids = self.line_ids_of_body
        if len(set(ids)) < len(ids):
            raise ValueError("two lines have one line_id")
        unknown = set(self.concerned or ()) - set(ids)
        if unknown:
            raise ValueError(f"line_ids names no line of the order: {', '.join(sorted(unknown))}")

    @property
    def line_ids_of_body(self) -> tuple[str, ...]:
        return tuple(line.line_id or str(place) for place, line in enumerate(self.lines, 1))

    @property
    def concerned(self) -> tuple[str, ...] | None:
        """The lines that the fact is about; None: all."""
        return None

    @property
    def impersonal(self) -> "OrderEvent":
        return replace(self, member=replace(self.member, name="", phone=None, openid=None, unionid=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced(OrderEvent):
    """A member has ordered."""

    placed_at: Instant

    @property
    def happened_at(self) -> datetime:
        return self.placed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderShipped(OrderEvent):
    """The order has left the warehouse."""

    shipped_at: Instant

    @property
    def happened_at(self) -> datetime:
        return self.shipped_at


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderArrived(OrderEvent):
    """The order lies at the pickup point."""

    arrived_at: Instant

    @property
    def happened_at(self) -> datetime:
        return self.arrived_at


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSigned(OrderEvent):
    """The order, or some lines of it, was signed for (签收)."""

    signed_at: Instant
    line_ids: Annotated[_LineIds | None, Meta(description="All lines where absent.")] = None
    by: Annotated[Literal["member", "leader", "auto"], Meta(description="Who signed.")] = "member"

    @property
    def happened_at(self) -> datetime:
        return self.signed_at

    @property
    def concerned(self) -> tuple[str, ...] | None:
        return self.line_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(OrderEvent):
    """The order, or some lines of it, was cancelled; the mall gives its money back itself."""

    cancelled_at: Instant
    line_ids: Annotated[_LineIds | None, Meta(description="All lines where absent.")] = None

    @property
    def happened_at(self) -> datetime:
        return self.cancelled_at

    @property
    def concerned(self) -> tuple[str, ...] | None:
        return self.line_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentMoved(MallEvent):
    """A shipment of an order has moved on. It may be known before its order."""

    shipment_id: Id
    order_id: Id
    status: Label
    moved_at: Instant
    place: Annotated[Text | None, Meta(description="Unknown where absent.")] = None
    carrier: Annotated[Label | None, Meta(description="Who carries it, as its id; as stated before where absent.")] = (
        None
    )
    waybill: Annotated[
        Id | None, Meta(description="The carrier's number; as stated before where absent, else the shipment's id.")
    ] = None

    @property
    def happened_at(self) -> datetime:
        return self.moved_at
