"""Where weather lies. Table `orders`:

| pk | sk | item |
| --- | --- | --- |
| `WEATHER-ALERT#id` | `ALERT` | an alert; by_a: all of them (`WEATHER-ALERTS`), by their start |
| `WEATHER#community` | `WEATHER` | the bad weather of a community |
| `REGION#region` | `COMMUNITY#community` | that a community belongs to a region |
| `ORDER#order` | `WEATHER#alert` | what was offered; by_a: what has no answer (`OFFERED#alert`) |
"""

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Page, Place, Storage
from care.dynamo.writes import Key
from care.kernel.clock import stamp
from care.logistics.weather.model import (
    CommunityWeather,
    KnownCommunity,
    OfferState,
    Spell,
    WeatherAlert,
    WeatherOffer,
)

__all__ = [
    "ALERTS",
    "COMMUNITIES",
    "OFFERS",
    "WEATHER",
    "alert_at",
    "alerts_listed",
    "known_at",
    "of_region",
    "offer_at",
    "offers_of",
    "spells_of",
    "unanswered",
    "weather_at",
]

_OPEN = frozenset({OfferState.ASKED})
ALERTS = Shelf(
    shape=WeatherAlert,
    kind="weather-alert",
    table="orders",
    key=lambda alert: _alert_key(alert.id),
    indexes={"by_a": lambda alert: ("WEATHER-ALERTS", f"{stamp(alert.starts_at)}#{alert.id}")},
)
WEATHER = Shelf(
    shape=CommunityWeather, kind="weather", table="orders", key=lambda weather: _weather_key(weather.community)
)
COMMUNITIES = Shelf(
    shape=KnownCommunity, kind="community", table="orders", key=lambda each: _known_key(each.region, each.community)
)
OFFERS = Shelf(
    shape=WeatherOffer,
    kind="weather-offer",
    table="orders",
    key=lambda offer: Key(f"ORDER#{offer.order_id}", f"WEATHER#{offer.alert_id}"),
    indexes={"by_a": lambda offer: (f"OFFERED#{offer.alert_id}", offer.order_id) if offer.state in _OPEN else None},
)


def alert_at(alert_id: str) -> tuple[Shelf[WeatherAlert], Key]:
    return ALERTS, _alert_key(alert_id)


def weather_at(community: str) -> tuple[Shelf[CommunityWeather], Key]:
    return WEATHER, _weather_key(community)


def known_at(region: str, community: str) -> tuple[Shelf[KnownCommunity], Key]:
    return COMMUNITIES, _known_key(region, community)


def offer_at(key: str) -> tuple[Shelf[WeatherOffer], Key]:
    """`key` as `WeatherOffer.key`."""
    order_id, _, alert_id = key.partition("#")
    return OFFERS, Key(f"ORDER#{order_id}", f"WEATHER#{alert_id}")


def spells_of(storage: Storage, community: str) -> tuple[Spell, ...]:
    """The bad weather of a community, past and to come: one get."""
    weather = storage.get(*weather_at(community))
    return weather.spells if weather else ()


def of_region(storage: Storage, region: str, limit: int, after: Place) -> tuple[list[str], Place]:
    """The communities of a region."""
    page = storage.query(Ask(table="orders", pk=f"REGION#{region}", prefix="COMMUNITY#", limit=limit, after=after))
    return [each.community for each in page.of(COMMUNITIES)], page.after


def offers_of(storage: Storage, order_id: str) -> list[WeatherOffer]:
    """Whatever alert they are because of."""
    return storage.query(Ask(table="orders", pk=f"ORDER#{order_id}", prefix="WEATHER#")).of(OFFERS)


def unanswered(storage: Storage, alert_id: str, limit: int, after: Place) -> tuple[list[WeatherOffer], Place]:
    """What was asked because of an alert and has no answer; with an index's delay."""
    page = storage.query(Ask(table="orders", index="by_a", pk=f"OFFERED#{alert_id}", limit=limit, after=after))
    return page.of(OFFERS), page.after


def alerts_listed(storage: Storage, limit: int, after: Place) -> Page:
    """What starts last before all."""
    ask = Ask(table="orders", index="by_a", pk="WEATHER-ALERTS", limit=limit, after=after, newest_first=True)
    return storage.query(ask)


def _alert_key(alert_id: str) -> Key:
    return Key(f"WEATHER-ALERT#{alert_id}", "ALERT")


def _weather_key(community: str) -> Key:
    return Key(f"WEATHER#{community}", "WEATHER")


def _known_key(region: str, community: str) -> Key:
    return Key(f"REGION#{region}", f"COMMUNITY#{community}")
