"""How movements add up, what of them a member is told, and when a parcel is watched (P4, P5). Pure.

Movements are a set: any order and any repetition of the facts gives the same parcel.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from care.logistics.model import ON_ITS_WAY, Movement, Parcel, Step
from care.orders.model import Line, Order

__all__ = ["area", "awaits_carrier", "lines_of", "plain_place", "step_of", "to_tell", "with_movement"]

_KEPT = 40
"""The newest movements, and the first of each step besides."""
_TELLABLE = timedelta(hours=24)
"""Older news is no news."""
_ALIASES = {
    "COLLECTED": Step.SHIPPED,
    "PICKED_UP": Step.SHIPPED,
    "SENT": Step.SHIPPED,
    "DELIVERING": Step.OUT_FOR_DELIVERY,
    "ARRIVED": Step.AT_PICKUP,
    "DELIVERED": Step.SIGNED,
    "EXCEPTION": Step.PROBLEM,
    "REJECTED": Step.RETURNED,
}
_STEPS = tuple(Step)
_LONG_NAMES = ("黑龙江", "内蒙古")
_MANY_DIGITS = re.compile(r"\d{5}")
_LONGEST_PLACE = 30


def step_of(status: str) -> Step:
    """The mall's word as a step; one that is not known says no more than that it moves."""
    word = status.upper()
    return Step(word) if word in Step.__members__ else _ALIASES.get(word, Step.IN_TRANSIT)


def with_movement(parcel: Parcel, movement: Movement) -> Parcel:
    """The parcel with a movement; equal to `parcel` where it was known."""
    by_what = {(each.at, each.step): each for each in parcel.movements}
    known = by_what.get((movement.at, movement.step))
    by_what[movement.at, movement.step] = min(known, movement, key=_name) if known else movement
    return replace(parcel, movements=_bounded(sorted(by_what.values(), key=_order)))


def to_tell(parcel: Parcel, wanted: Collection[Step], now: datetime) -> Movement | None:
    """The newest movement, where its step was not judged before and is wanted. What lies behind it is no news."""
    newest = parcel.last
    if newest.step in parcel.told or newest.step not in wanted or now - newest.at > _TELLABLE:
        return None
    return newest


def awaits_carrier(parcel: Parcel, order: Order) -> bool:
    """Whether the carrier's next move is awaited: on its way, the order neither arrived nor signed nor cancelled."""
    if parcel.landed or parcel.last.step not in ON_ITS_WAY or order.arrived_at:
        return False
    return any(line.signed_at is None and not line.cancelled for line in lines_of(order, parcel.shipment_id))


def lines_of(order: Order, shipment_id: str) -> tuple[Line, ...]:
    """What lies in the parcel; all of the order where its lines name no shipment."""
    stated = any(line.shipment_id for line in order.lines)
    return tuple(line for line in order.lines if not stated or line.shipment_id == shipment_id)


def area(place: str | None) -> str:
    """The province or city that a place begins with: `杭州分拨中心` → `杭州`; `?` where none is known."""
    if not place:
        return "?"
    return next((name for name in _LONG_NAMES if place.startswith(name)), place[:2]).replace("#", "?")


def plain_place(text: str | None) -> str | None:
    """A place as it may be kept and told: none that bears a phone number, nor one that is a whole sentence."""
    plain = (text or "").strip()
    return plain if plain and len(plain) <= _LONGEST_PLACE and not _MANY_DIGITS.search(plain) else None


def _bounded(movements: list[Movement]) -> tuple[Movement, ...]:
    """Dropping is by the set alone, so that it does not matter when what came in."""
    firsts: dict[Step, Movement] = {}
    for each in movements:
        firsts.setdefault(each.step, each)
    return tuple(sorted({*movements[-_KEPT:], *firsts.values()}, key=_order))


def _order(movement: Movement) -> tuple[datetime, int]:
    """Of two of one second the one further on comes later."""
    return movement.at, _STEPS.index(movement.step)


def _name(movement: Movement) -> tuple[str, str]:
    return movement.source, movement.place or ""
