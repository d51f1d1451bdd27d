"""How facts about an order add up: commutative, associative, idempotent (held by property tests).

who, leader, lines         the newest statement has them (all order events state them)
optional fields            the newest statement that bears them has them, field by field
placed, shipped, arrived   the earliest time
signings, cancellations    a set; a line's own times are read from it, so that a line may be signed for before
                           the statement that names it comes in
shipments                  the newest movement of each
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from care.kernel.errors import BadInput
from care.kernel.facts import whole_second
from care.orders.events import (
    BodyLine,
    OrderArrived,
    OrderCancelled,
    OrderEvent,
    OrderPlaced,
    OrderShipped,
    OrderSigned,
    ShipmentMoved,
)
from care.orders.model import Line, Order, Shipment, Signing, Stated

__all__ = ["merged", "moved"]


def merged(order: Order, event: OrderEvent) -> Order:
    """The order with a fact; equal to `order` where it was known. BadInput if it names another member's order."""
    if order.known and order.member_id != event.member.id:
        raise BadInput("the order is another member's", field="member.id")
    return _projected(_with_fact(_with_statement(order, event), event))


def moved(order: Order, event: ShipmentMoved) -> Order:
    """The order with a movement of a shipment."""
    known = order.shipments.get(event.shipment_id)
    carried_by = _carried_by(known, event)
    if known is not None and event.mark <= known.mark:
        shipment = replace(known, carried_by=carried_by)
    else:
        at = whole_second(event.moved_at)
        shipment = Shipment(status=event.status, place=event.place, moved_at=at, mark=event.mark, carried_by=carried_by)
    return order if shipment == known else replace(order, shipments=order.shipments | {event.shipment_id: shipment})


def _carried_by(known: Shipment | None, event: ShipmentMoved) -> Stated | None:
    """The carrier as it was last stated; a later movement that leaves it out does not touch it."""
    held = known.carried_by if known else None
    if event.carrier is None or (held is not None and event.mark <= held.mark):
        return held
    return Stated(mark=event.mark, value=event.carrier)


def _with_statement(order: Order, event: OrderEvent) -> Order:
    mark = event.mark
    stated = dict(order.stated)
    for name, value in _optional(event):
        held = stated.get(name)
        if held is None or held.mark < mark:
            stated[name] = Stated(mark=mark, value=value)
    order = replace(order, stated=stated)
    if order.body_mark is not None and mark <= order.body_mark:
        return order
    return replace(
        order,
        member_id=event.member.id,
        leader_id=event.leader_id,
        community=event.member.community,
        lines=tuple(map(_line, event.line_ids_of_body, event.lines)),
        body_mark=mark,
    )


def _optional(event: OrderEvent) -> Iterator[tuple[str, str | int]]:
    """The optional fields that the event bears, by a name that stands for them in every event."""
    fields: list[tuple[str, str | int | None]] = [(name, getattr(event, name)) for name in _OF_ORDER]
    for line_id, line in zip(event.line_ids_of_body, event.lines, strict=True):
        fields += [(_field(line_id, line.sku, name), getattr(line, name)) for name in _OPTIONAL]
    yield from ((name, value) for name, value in fields if value is not None)


_OF_ORDER = ("region", "channel", "freight_fen")
_OPTIONAL = ("paid_fen", "batch", "supplier", "shipment_id")


def _field(line_id: str, sku: str, name: str) -> str:
    return f"{line_id} {sku} {name}"


def _line(line_id: str, line: BodyLine) -> Line:
    return Line(
        id=line_id,
        sku=line.sku,
        name=line.name,
        category=line.category,
        quantity=line.quantity,
        unit_price_fen=line.unit_price_fen,
        paid_fen=line.unit_price_fen * line.quantity,
    )


def _with_fact(order: Order, event: OrderEvent) -> Order:
    at = whole_second(event.happened_at)
    match event:
        case OrderPlaced():
            return replace(order, placed_at=_earlier(order.placed_at, at))
        case OrderShipped():
            return replace(order, shipped_at=_earlier(order.shipped_at, at))
        case OrderArrived():
            return replace(order, arrived_at=_earlier(order.arrived_at, at))
        case OrderSigned():
            signing = Signing(at=at, line_ids=_sorted(event.line_ids), by=event.by)
            return replace(order, signings=_added(order.signings, signing))
        case OrderCancelled():
            cancellation = Signing(at=at, line_ids=_sorted(event.line_ids))
            return replace(order, cancellations=_added(order.cancellations, cancellation))
    raise TypeError(type(event).__name__)


def _projected(order: Order) -> Order:
    """The order with what its lines and itself read from the facts."""
    freight = order.stated.get("freight_fen")
    return replace(
        order,
        region=_text(order.stated.get("region")),
        channel=_text(order.stated.get("channel")),
        freight_fen=int(freight.value) if freight else 0,
        lines=tuple(_projected_line(order, line) for line in order.lines),
    )


def _projected_line(order: Order, line: Line) -> Line:
    held = {name: order.stated.get(_field(line.id, line.sku, name)) for name in _OPTIONAL}
    paid = held["paid_fen"]
    return replace(
        line,
        paid_fen=int(paid.value) if paid else line.unit_price_fen * line.quantity,
        batch=_text(held["batch"]),
        supplier=_text(held["supplier"]),
        shipment_id=_text(held["shipment_id"]),
        signed_at=_signed(order, line),
        delivered_at=_delivered(order, line),
        picked_up_at=_signed(order, line, "member") or _signed(order, line, "auto"),
        cancelled=any(each.concerns(line.id) for each in order.cancellations),
    )


def _signed(order: Order, line: Line, *by: str) -> datetime | None:
    """The line's earliest signing, of those in `by` or of anybody."""
    signings = (each for each in order.signings if each.concerns(line.id) and (not by or each.by in by))
    return min((each.at for each in signings), default=None)


def _delivered(order: Order, line: Line) -> datetime | None:
    leader = _signed(order, line, "leader")
    known = [at for at in (order.arrived_at, leader) if at is not None]
    return min(known, default=_signed(order, line))


def _text(stated: Stated | None) -> str | None:
    return str(stated.value) if stated else None


def _earlier(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else min(known, at)


def _sorted(line_ids: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(sorted(set(line_ids or ())))


def _added(known: tuple[Signing, ...], new: Signing) -> tuple[Signing, ...]:
    return tuple(sorted({*known, new}))
