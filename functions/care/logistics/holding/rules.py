"""How long goods keep at a pickup point, and whether they need a cold place (P5). Pure.

What spoils first decides for the whole order. Goods of a category that we do not know are kept as what spoils first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.catalog.model import Category, Product, known_category
from care.logistics.holding.model import ColdStore, Keeping
from care.logistics.model import Parcel, Step
from care.orders.model import Line, Order

__all__ = ["HoldTerms", "Lying", "keeping_of", "keeps_until", "lying", "needs_cold", "places_of", "to_collect"]

_KEEPING = {
    Category.FRESH: Keeping.FRESH,
    Category.FROZEN: Keeping.FROZEN,
    Category.DAIRY: Keeping.CHILLED,
    Category.GRAIN_OIL: Keeping.DRY,
    Category.PACKAGED: Keeping.DRY,
    Category.NON_FOOD: Keeping.DRY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTerms:
    """How long goods may lie from their arrival; `places` of a cold store whose leader has not said how many."""

    keeps: Mapping[Keeping, timedelta]
    places: int
    remind: timedelta
    """The member is told so long before the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """A line that lies at the pickup point, and since when."""

    line: Line
    since: datetime


def to_collect(order: Order) -> tuple[Line, ...]:
    """What the member has not taken yet, wherever it is. A leader's signing takes nothing home."""
    return tuple(line for line in order.lines if line.picked_up_at is None and not line.cancelled)


def lying(order: Order, parcels: Iterable[Parcel]) -> tuple[Lying, ...]:
    """What lies at the pickup point, by the mall's word or the carrier's, whichever came first."""
    by_carrier = {each.shipment_id: at for each in parcels if (at := _at_pickup(each))}
    return tuple(Lying(line=line, since=at) for line in to_collect(order) if (at := _since(line, by_carrier)))


def keeping_of(line: Line, product: Product | None) -> Keeping:
    """By the product's category as it is now, else by the order's."""
    category = (product.known_category if product else None) or known_category(line.category)
    return _KEEPING[category] if category else Keeping.FRESH


def keeps_until(goods: Iterable[Lying], products: Mapping[str, Product], terms: HoldTerms) -> datetime:
    """The last time until which all of `goods` can lie: by how each must be kept, and its own shelf life if stated."""
    return min(each.since + _keeps(each.line, products.get(each.line.sku), terms) for each in goods)


def needs_cold(lines: Iterable[Line], products: Mapping[str, Product]) -> bool:
    return any(keeping_of(line, products.get(line.sku)) is not Keeping.DRY for line in lines)


def places_of(store: ColdStore | None, terms: HoldTerms) -> int:
    """How many cold places there are in all."""
    return terms.places if store is None or store.places is None else store.places


def _keeps(line: Line, product: Product | None, terms: HoldTerms) -> timedelta:
    kept = terms.keeps[keeping_of(line, product)]
    days = product.shelf_life_days if product else None
    return kept if days is None else min(kept, timedelta(days=days))


def _since(line: Line, by_carrier: Mapping[str, datetime]) -> datetime | None:
    """A shipment that no line names bears the whole order."""
    carried = by_carrier.get(line.shipment_id) if line.shipment_id else min(by_carrier.values(), default=None)
    return min((at for at in (line.delivered_at, carried) if at), default=None)


def _at_pickup(parcel: Parcel) -> datetime | None:
    return min((each.at for each in parcel.movements if each.step is Step.AT_PICKUP), default=None)
