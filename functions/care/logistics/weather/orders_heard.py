"""What orders mean for the weather watch: which community belongs to which region, and what sets out in bad weather."""

from collections.abc import Callable

from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.logistics.figures import weather_terms
from care.logistics.weather.model import CommunityWeather, KnownCommunity
from care.logistics.weather.rules import under_way
from care.logistics.weather.store import ALERTS, COMMUNITIES, alerts_listed, known_at, weather_at
from care.logistics.weather.waves import offering
from care.orders.model import Order
from care.orders.regions import region_of
from care.orders.store import order_at

__all__ = ["OrdersHeard"]

_LOOKED_AT = 20
"""Alerts, the last to start before all: once in a community's life."""


class OrdersHeard:
    """Decider `on_order` (`order.stated`, `order.parcel`)."""

    def __init__(self, storage: Storage, clock: Clock, settings: Callable[[], Settings]) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings

    def on_order(self, item: AgendaItem, batch: Batch) -> None:
        """Note its community, one write for each, ever; look at an order that is under way while an alert holds."""
        order = self._storage.get(*order_at(item.subject))
        if order is None or not order.known or not order.community:
            return
        region = region_of(self._storage, order)
        at_known, at_weather = known_at(region, order.community), weather_at(order.community)
        found = self._storage.fetch([at_known, at_weather])
        if region and found.get(*at_known) is None:
            self._note(batch, KnownCommunity(region=region, community=order.community))
        if under_way(order):
            self._look(batch, order, found.get(*at_weather))

    def _note(self, batch: Batch, community: KnownCommunity) -> None:
        """What holds in its region holds there as well."""
        batch.add(COMMUNITIES.overwrite(community, name="community.note"))
        now = self._clock.now()
        for alert in alerts_listed(self._storage, _LOOKED_AT, None).of(ALERTS):
            if community.region in alert.regions and alert.over_at > now:
                batch.plan(
                    AgendaItem(
                        lane=Lane.NOW,
                        kind="weather.mark",
                        due=now,
                        subject=alert.id,
                        generation=alert.version,
                        part=community.community,
                        payload={"community": community.community},
                    )
                )

    def _look(self, batch: Batch, order: Order, weather: CommunityWeather | None) -> None:
        lead, now = weather_terms(self._settings()).lead, self._clock.now()
        for spell in weather.spells if weather else ():
            if spell.starts_at - lead <= now < spell.ends_at:
                batch.plan(offering(spell.alert_id, 0, order.id, now))
