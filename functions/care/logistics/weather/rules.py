"""Whom bad weather concerns, what they can choose, and how long a parcel may lie because of it (P5, P4). Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.kernel.clock import in_words
from care.logistics.slots import rules as slots
from care.logistics.slots.model import Booking, Slot
from care.logistics.slots.rules import SlotTerms, awaited
from care.logistics.weather.model import (
    CommunityWeather,
    Level,
    OfferedWay,
    Spell,
    Way,
    WeatherAlert,
    WeatherKind,
)
from care.orders.model import Order

__all__ = [
    "Options",
    "WeatherTerms",
    "bad_weather",
    "concerns",
    "in_bad_weather",
    "kind_of",
    "title_of",
    "under_way",
    "ways_for",
    "weather_words",
    "with_spell",
    "worked_off",
]

_KINDS = {
    WeatherKind.RAINSTORM: "暴雨",
    WeatherKind.TYPHOON: "台风",
    WeatherKind.SNOWSTORM: "暴雪",
    WeatherKind.HEAT: "高温",
    WeatherKind.COLD: "寒潮",
    WeatherKind.GALE: "大风",
    WeatherKind.FOG: "大雾",
    WeatherKind.ICE: "道路结冰",
    WeatherKind.HAIL: "冰雹",
    WeatherKind.OTHER: "恶劣天气",
}
_LEVELS = {Level.BLUE: "蓝色", Level.YELLOW: "黄色", Level.ORANGE: "橙色", Level.RED: "红色"}
_REMEMBERED = timedelta(days=15)
_MOST_SPELLS = 20
_MOVES = 2
"""Other half-days that are offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeatherTerms:
    """`level`: of this rank or worse; `lead`: offered so long before it begins; `grace`: after it to collect."""

    level: int
    lead: timedelta
    grace: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What can be offered for an order, as it is now."""

    free: Sequence[Slot]
    """Half-days with room, the earliest first."""
    by: datetime | None
    """What spoils must have come by then; None: nothing of it spoils on its way."""
    hold_until: datetime | None
    """None: the goods do not keep until the weather is over, or there is no cold place."""
    refundable: bool
    simple: bool = False
    """The member is in simple mode (A1): fewer ways."""


def kind_of(text: str) -> WeatherKind:
    """By code or name; one that is not known loses no alert."""
    plain = text.strip().upper()
    named = (kind for kind, name in _KINDS.items() if plain in {kind.value, name})
    return next(named, WeatherKind.OTHER)


def weather_words(spell: Spell) -> str:
    """As a member reads it: `暴雨橙色预警`."""
    return f"{_KINDS[spell.kind]}{_LEVELS[spell.level]}预警"


def concerns(
    spell: Spell, order: Order, booking: Booking | None, *, on_its_way: bool, spoils: bool, terms: SlotTerms
) -> bool:
    """Whether the order is to come there and then: in its slot, or any time now. Heat concerns what spoils alone."""
    if not awaited(order) or (spell.kind is WeatherKind.HEAT and not spoils):
        return False
    if booking and booking.slot:
        return in_bad_weather(booking.slot, (spell,), terms)
    return on_its_way


def under_way(order: Order) -> bool:
    """Whether anything of it has set out, by the order alone."""
    return order.shipped_at is not None or bool(order.shipments)


def in_bad_weather(slot: Slot, spells: Iterable[Spell], terms: SlotTerms) -> bool:
    """Whether any of the half-day lies in bad weather."""
    start, end = slots.starts_at(slot, terms), slots.ends_at(slot, terms)
    return any(each.starts_at < end and start < each.ends_at for each in spells)


def bad_weather(spells: Iterable[Spell], terms: SlotTerms) -> Callable[[Slot], bool]:
    """Says of a slot whether nobody should be on the road then. Heat keeps nobody off the road."""
    closing = [each for each in spells if each.kind is not WeatherKind.HEAT]
    return lambda slot: in_bad_weather(slot, closing, terms)


def ways_for(spell: Spell, options: Options, terms: SlotTerms) -> tuple[OfferedWay, ...]:
    """What can be chosen, by number; to leave it as it is comes first, and is the default."""
    after = (each for each in options.free if slots.starts_at(each, terms) >= spell.ends_at)
    fresh = [each for each in after if options.by is None or slots.starts_at(each, terms) <= options.by]
    ways = [
        OfferedWay(way=Way.KEEP),
        *(OfferedWay(way=Way.MOVE, slot=each) for each in fresh[: 1 if options.simple else _MOVES]),
    ]
    if options.hold_until:
        ways.append(OfferedWay(way=Way.HOLD, until=options.hold_until))
    if options.refundable:
        ways.append(OfferedWay(way=Way.REFUND))
    return tuple(ways)


def title_of(way: OfferedWay) -> str:
    if way.slot:
        return f"改到{slots.in_words(way.slot)}"
    if way.until:
        return f"先放自提点,保管到{in_words(way.until)}"
    return "照常送" if way.way is Way.KEEP else "申请退款"


def with_spell(
    known: CommunityWeather, alert: WeatherAlert, now: datetime, *, concerned: bool, level: int
) -> CommunityWeather:
    """The community's weather with an alert as it was last stated; what was long ago is forgotten."""
    others = [each for each in known.spells if each.alert_id != alert.id and each.ends_at > now - _REMEMBERED]
    counts = concerned and alert.level.rank >= level and alert.over_at > alert.starts_at
    spells = sorted([*others, *([alert.spell] if counts else [])], key=lambda each: (each.starts_at, each.alert_id))
    return replace(known, spells=tuple(spells[-_MOST_SPELLS:]))


def worked_off(start: datetime, norm: timedelta, spells: Iterable[Spell]) -> datetime:
    """When `norm` has passed since `start` without the hours of bad weather."""
    due, covered = start + norm, start
    for each in sorted(spells, key=lambda each: each.starts_at):
        begins = max(each.starts_at, covered)
        if begins >= due:
            break
        if each.ends_at > begins:
            due += each.ends_at - begins
            covered = each.ends_at
    return due
