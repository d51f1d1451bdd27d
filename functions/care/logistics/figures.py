"""The figures of the logistics watch (P4)."""

from datetime import timedelta

from care.kernel.settings import Settings, figure
from care.logistics.arrivals.rules import DigestTerms
from care.logistics.holding.model import Keeping
from care.logistics.holding.rules import HoldTerms
from care.logistics.norms import NormTerms
from care.logistics.slots.model import HalfDay
from care.logistics.slots.rules import SlotTerms
from care.logistics.supply.rules import SupplyTerms
from care.logistics.weather.rules import WeatherTerms

__all__ = ["digest_terms", "forget_after", "hold_terms", "norm_terms", "slot_terms", "supply_terms", "weather_terms"]

_DEFAULT = figure(
    "logistics.norm_default", 36, 6, 240, "hours", "P4", "Without a movement a parcel stalls, where too little was seen"
)
_FLOOR = figure("logistics.norm_floor", 12, 1, 120, "hours", "P4", "No parcel stalls before this, whatever was seen")
_MOST = figure("logistics.norm_most", 120, 12, 240, "hours", "P4", "Each parcel stalls after this, whatever was seen")
_PERCENTILE = figure(
    "logistics.norm_percentile", 95, 50, 99, "percent", "P4", "So many parcels moved on within the norm"
)
_LEAST_SEEN = figure(
    "logistics.norm_least_seen", 30, 5, 10_000, "movements", "P4", "So many must be seen for a norm of their own"
)
_FORGET = figure(
    "logistics.forget_after",
    15,
    3,
    60,
    "days",
    "P4",
    "A parcel of which nothing was heard for so long is not asked about",
)
_CAPACITY = figure(
    "logistics.slot_capacity", 40, 1, 1000, "orders", "P5", "So many orders of a community come in one half-day"
)
_DAYS = figure("logistics.slot_days", 7, 1, 30, "days", "P5", "Slots can be booked so far ahead")
_MORNING = figure("logistics.slot_morning", 9, 6, 11, "hour of the day in Shanghai", "P5", "The morning slot begins")
_AFTERNOON = figure(
    "logistics.slot_afternoon", 14, 12, 20, "hour of the day in Shanghai", "P5", "The afternoon slot begins"
)
_CLOSES = figure("logistics.slot_closes", 120, 0, 1440, "minutes", "P5", "No slot is booked later before it begins")
_OPEN = figure(
    "logistics.slots_open", 1, 0, 1, "1: yes", "P5", "Slots can be booked, but where an operator has set a region apart"
)
_NOTICE = figure("logistics.slot_notice", 30, 5, 240, "minutes", "P5", "The member is told so long before their slot")

_KEEPS = {
    Keeping.FRESH: figure(
        "logistics.hold_fresh", 24, 1, 72, "hours", "P5", "Fresh goods are kept so long after arrival"
    ),
    Keeping.FROZEN: figure(
        "logistics.hold_frozen", 48, 1, 240, "hours", "P5", "Frozen goods are kept so long after arrival"
    ),
    Keeping.CHILLED: figure(
        "logistics.hold_chilled", 48, 1, 168, "hours", "P5", "Chilled goods are kept so long after arrival"
    ),
    Keeping.DRY: figure(
        "logistics.hold_dry", 168, 1, 720, "hours", "P5", "Goods that need no cold are kept so long after arrival"
    ),
}
_COLD_PLACES = figure(
    "logistics.cold_places", 20, 0, 1000, "orders", "P5", "So many orders are kept cold, where the leader says nothing"
)
_HOLD_REMINDER = figure(
    "logistics.hold_reminder", 180, 15, 1440, "minutes", "P5", "The member is told so long before the keeping ends"
)

_DIGEST_HOUR = figure(
    "logistics.digest_hour",
    18,
    8,
    21,
    "hour of the day in Shanghai",
    "P5",
    "The day before, groups are told what comes",
)
_DIGEST_SETTLE = figure(
    "logistics.digest_settle", 10, 1, 240, "minutes", "P5", "A late or changed plan is told so long after it was stated"
)
_DIGEST_TIMES = figure(
    "logistics.digest_times", 3, 1, 10, "times", "P5", "So often a group is told of one day, changes included"
)

_SUPPLY_QUESTION = figure(
    "logistics.supply_question",
    72,
    1,
    240,
    "hours",
    "P5",
    "So long a reply about what lacks is understood",
)
_RESTOCK_WISH = figure("logistics.restock_wish", 60, 1, 365, "days", "P5", "So long a product's return is waited for")

_WEATHER_LEVEL = figure(
    "logistics.weather_level", 2, 1, 4, "level", "P5", "From 1 (blue) to 4 (red): a milder alert changes nothing"
)
_WEATHER_LEAD = figure(
    "logistics.weather_lead", 48, 1, 168, "hours", "P5", "Another time is offered so long before an alert begins"
)
_WEATHER_GRACE = figure(
    "logistics.weather_grace",
    12,
    1,
    72,
    "hours",
    "P5",
    "What is kept over bad weather can be collected so long after it",
)


def norm_terms(settings: Settings) -> NormTerms:
    return NormTerms(
        default=settings.of(_DEFAULT),
        floor=settings.of(_FLOOR),
        most=settings.of(_MOST),
        percentile=settings.of(_PERCENTILE),
        least_seen=settings.of(_LEAST_SEEN),
    )


def forget_after(settings: Settings) -> timedelta:
    return timedelta(days=settings.of(_FORGET))


def slot_terms(settings: Settings) -> SlotTerms:
    return SlotTerms(
        capacity=settings.of(_CAPACITY),
        days=settings.of(_DAYS),
        begins={HalfDay.MORNING: settings.of(_MORNING), HalfDay.AFTERNOON: settings.of(_AFTERNOON)},
        closes=timedelta(minutes=settings.of(_CLOSES)),
        notice=timedelta(minutes=settings.of(_NOTICE)),
        open=bool(settings.of(_OPEN)),
    )


def hold_terms(settings: Settings) -> HoldTerms:
    return HoldTerms(
        keeps={keeping: timedelta(hours=settings.of(figure)) for keeping, figure in _KEEPS.items()},
        places=settings.of(_COLD_PLACES),
        remind=timedelta(minutes=settings.of(_HOLD_REMINDER)),
    )


def digest_terms(settings: Settings) -> DigestTerms:
    return DigestTerms(
        hour=settings.of(_DIGEST_HOUR),
        settle=timedelta(minutes=settings.of(_DIGEST_SETTLE)),
        most=settings.of(_DIGEST_TIMES),
    )


def supply_terms(settings: Settings) -> SupplyTerms:
    return SupplyTerms(
        question=timedelta(hours=settings.of(_SUPPLY_QUESTION)), wish=timedelta(days=settings.of(_RESTOCK_WISH))
    )


def weather_terms(settings: Settings) -> WeatherTerms:
    return WeatherTerms(
        level=settings.of(_WEATHER_LEVEL),
        lead=timedelta(hours=settings.of(_WEATHER_LEAD)),
        grace=timedelta(hours=settings.of(_WEATHER_GRACE)),
    )
