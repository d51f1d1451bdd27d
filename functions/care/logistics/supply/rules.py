"""Which statement of a product holds, whom it concerns, and what they are told (P5). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.kernel.clock import stamp
from care.logistics.supply.model import AwaitedSku, NoteState, Supply, SupplyNote
from care.orders.model import Line, Order

__all__ = [
    "Change",
    "SupplyTerms",
    "awaited_skus",
    "changed",
    "concerned",
    "count_changes",
    "lacking",
    "noted",
    "stated",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyTerms:
    """`question`: so long the number of a reply is understood; `wish`: so long a product's return is waited for."""

    question: timedelta
    wish: timedelta


def stated(known: Supply | None, news: Supply) -> Supply | None:
    """The product's supply after a statement; None where a later one is known."""
    if known is None:
        return news
    if news.mark <= known.mark:
        return None
    same = _content(known) == _content(news)
    return replace(
        news,
        change=known.change + (not same),
        changed_at=known.changed_at if same else news.changed_at,
        version=known.version,
    )


def lacking(order: Order, sku: str) -> list[Line]:
    """Its lines of the product that are still to come and not on their way."""
    if order.arrived_at is not None or order.shipped_at is not None:
        return []
    return [
        line
        for line in order.lines
        if line.sku == sku and _open(line) and (line.shipment_id is None or line.shipment_id not in order.shipments)
    ]


def concerned(supply: Supply, order: Order, region: str) -> bool:
    """Whether the order awaits what lacks. Who ordered after that was stated knew of it."""
    if not supply.lacks or not lacking(order, supply.sku):
        return False
    here = (not supply.regions or region in supply.regions) and (not supply.order_ids or order.id in supply.order_ids)
    return here and (order.placed_at is None or order.placed_at <= supply.mark.at)


def awaited_skus(order: Order) -> dict[str, AwaitedSku]:
    """What the order awaits, by product: neither signed for nor cancelled."""
    at = order.placed_at or (order.body_mark.at if order.body_mark else None)
    if at is None or not order.community:
        return {}
    pieces: dict[str, int] = {}
    for line in order.lines:
        if _open(line):
            pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    return {
        sku: AwaitedSku(
            order_id=order.id,
            sku=sku,
            pieces=count,
            community=order.community,
            sorts=f"{stamp(at)}#{order.id}",
        )
        for sku, count in pieces.items()
    }


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an order's awaiting of a product; `before` is None where it is new, `after` where it is over."""

    before: AwaitedSku | None
    after: AwaitedSku | None

    @property
    def sku(self) -> str:
        return (self.after or self.before).sku  # type: ignore[union-attr]  # it has one of the two


def changed(known: Iterable[AwaitedSku], awaited: dict[str, AwaitedSku]) -> list[Change]:
    """All that differs, in the order of the products."""
    before = {each.sku: each for each in known}
    changes = []
    for sku in sorted(before.keys() | awaited.keys()):
        old, new = before.get(sku), awaited.get(sku)
        if new and old:
            new = replace(new, version=old.version)
        if new != old:
            changes.append(Change(old, new))
    return changes


def count_changes(change: Change) -> dict[str, tuple[int, int]]:
    """By community: (orders, pieces) that are to be added to the product's count."""
    counts: dict[str, tuple[int, int]] = {}
    for sign, each in ((-1, change.before), (1, change.after)):
        if each:
            orders, pieces = counts.get(each.community, (0, 0))
            counts[each.community] = (orders + sign, pieces + sign * each.pieces)
    return {community: count for community, count in counts.items() if count != (0, 0)}


def noted(known: SupplyNote | None, supply: Supply, order: Order, now: datetime) -> SupplyNote | None:
    """The next round of what the member is told; None where they know it, or want their money back."""
    if known and (known.state is NoteState.REFUND or (known.open and known.says(supply))):
        return None
    return SupplyNote(
        order_id=order.id,
        sku=supply.sku,
        member_id=order.member_id,
        said=supply.state,
        expected_on=supply.expected_on,
        round=known.round + 1 if known else 1,
        asked_at=now,
        version=known.version if known else 0,
    )


def _open(line: Line) -> bool:
    return line.signed_at is None and not line.cancelled


def _content(supply: Supply) -> tuple[object, ...]:
    return supply.state, supply.expected_on, supply.left, supply.regions, supply.order_ids
