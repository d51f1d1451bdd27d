"""What newly holds of an order after a merge, as agenda items, and what the order counts for its member.

Each item stands for one element of the order's facts and is planned when that element is new, whatever came before
it: so every order of arrival plans the same items. Which of them still matters is judged when they fire.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from care.catalog.model import known_category
from care.kernel.agenda import AgendaItem, Lane, soon
from care.kernel.clock import stamp
from care.members.model import Stats
from care.orders.model import Order, Signing

__all__ = ["new_facts", "share"]


def new_facts(before: Order, after: Order, now: datetime) -> Iterator[AgendaItem]:
    """The items of what `after` knows and `before` did not."""
    if _counted(before) != _counted(after):
        yield _item("order.stated", after, now)
    if _gone(after) and not _gone(before):
        yield _item("order.shipped", after, now)
    for signing in sorted({each.at for each in after.signings} - {each.at for each in before.signings}):
        yield _item("order.signed", after, now, generation=_second(signing), signed_at=stamp(signing))
    for cancellation in sorted(set(after.cancellations) - set(before.cancellations)):
        yield _cancelled(after, cancellation, now)
    for shipment_id in sorted(_followed(after) - _followed(before)):
        yield _item("order.parcel", after, now, part=shipment_id, shipment_id=shipment_id)


def share(order: Order) -> Stats:
    """The order's share of its member's figures."""
    live = [line for line in order.lines if not line.cancelled]
    return Stats(
        orders=int(order.live),
        spent_fen=order.paid_fen,
        first_order_at=order.placed_at,
        by_category=dict(Counter(known_category(line.category) or "OTHER" for line in live)),
    )


def _counted(order: Order) -> tuple[object, ...]:
    """All that the share is read from. Facts only ever add to it: that they did shows, whichever came first."""
    return order.body_mark, order.stated, order.placed_at, order.cancellations


def _gone(order: Order) -> bool:
    """On its way to a member whom we know, by whatever told of it."""
    return order.known and (order.shipped_at is not None or bool(order.shipments))


def _followed(order: Order) -> frozenset[str]:
    """The shipments of an order that is known: whichever of the two was heard of first."""
    return frozenset(order.shipments) if order.known else frozenset()


def _cancelled(order: Order, cancellation: Signing, now: datetime) -> AgendaItem:
    lines = ",".join(cancellation.line_ids)
    return _item("order.cancelled", order, now, generation=_second(cancellation.at), part=lines, line_ids=lines)


def _item(kind: str, order: Order, now: datetime, *, generation: int = 0, part: str = "", **payload: str) -> AgendaItem:
    return AgendaItem(
        lane=Lane.NOW,
        kind=kind,
        due=soon(now),
        subject=order.id,
        generation=generation,
        part=part,
        payload={"member_id": order.member_id, **payload},
        stamp=order.version + 1,
    )


def _second(at: datetime) -> int:
    return int(at.timestamp())
