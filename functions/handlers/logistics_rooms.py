"""Parcels, slots, what is kept, weather, arrivals, supply, as they are put together on what tells members things."""

from dataclasses import dataclass
from functools import cached_property

from care.accounts.event_bridge import EventBridgeMall
from care.logistics.arrivals.service import Arrivals
from care.logistics.carriers.door import traces_of
from care.logistics.chase import AskCarrier
from care.logistics.holding.service import Holdings
from care.logistics.service import Logistics
from care.logistics.slots.regions import SlotRegions
from care.logistics.slots.service import Slots
from care.logistics.step_wishes import ShippingWishes
from care.logistics.supply.awaited import AwaitedSkus
from care.logistics.supply.notes import SupplyNotes
from care.logistics.supply.statements import SupplyStatements
from care.logistics.supply.waves import SupplyWaves
from care.logistics.supply.wishes import RestockWishes
from care.logistics.take_push import Pushes
from care.logistics.watch import StallWatch
from care.logistics.weather.alerts import WeatherAlerts
from care.logistics.weather.offers import WeatherOffers
from care.logistics.weather.orders_heard import OrdersHeard
from care.logistics.weather.waves import WeatherWaves
from care.orders.events import ShipmentMoved
from handlers.contact_rooms import ContactRooms

__all__ = ["LogisticsRooms"]


@dataclass
class LogisticsRooms(ContactRooms):
    """What brings goods to members, and tells them of it."""

    @cached_property
    def mall_bus(self) -> EventBridgeMall:
        return EventBridgeMall(self.environment.bus_name, region=self.environment.region)

    @cached_property
    def logistics(self) -> Logistics:
        return Logistics(self.storage, self.uow, self.clock, self.settings_book.current, self.contact)

    def take_movement(self, event: ShipmentMoved) -> None:
        """Whoever tells of it: the mall, or a carrier."""
        self.orders.take(event)
        self.logistics.take(event)

    @cached_property
    def pushes(self) -> Pushes:
        return Pushes(self.storage, self.clock, self.take_movement)

    def take_traces(self, body: str) -> None:
        self.pushes.take(traces_of(body))

    @cached_property
    def slots(self) -> Slots:
        return Slots(
            self.storage, self.clock, self.requests, self.settings_book.current, self.contact, self.mall_bus.put
        )

    @cached_property
    def slot_regions(self) -> SlotRegions:
        return SlotRegions(self.storage, self.clock, self.requests, self.settings_book.current)

    @cached_property
    def holdings(self) -> Holdings:
        return Holdings(
            self.storage, self.clock, self.requests, self.settings_book.current, self.contact, self.mall_bus.put
        )

    @cached_property
    def arrivals(self) -> Arrivals:
        return Arrivals(self.storage, self.uow, self.clock, self.settings_book.current, self.contact, self.group_posts)

    @cached_property
    def awaited_skus(self) -> AwaitedSkus:
        return AwaitedSkus(self.storage, self.clock)

    @cached_property
    def supply_statements(self) -> SupplyStatements:
        return SupplyStatements(self.storage, self.uow, self.clock, self.requests)

    @cached_property
    def supply_waves(self) -> SupplyWaves:
        return SupplyWaves(self.storage, self.clock, self.contact)

    @cached_property
    def supply_notes(self) -> SupplyNotes:
        return SupplyNotes(self.storage, self.clock, self.settings_book.current, self.contact)

    @cached_property
    def restock_wishes(self) -> RestockWishes:
        return RestockWishes(self.storage, self.clock, self.requests, self.settings_book.current)

    @cached_property
    def weather_alerts(self) -> WeatherAlerts:
        return WeatherAlerts(self.storage, self.uow, self.clock, self.requests, self.settings_book.current)

    @cached_property
    def weather_orders(self) -> OrdersHeard:
        return OrdersHeard(self.storage, self.clock, self.settings_book.current)

    @cached_property
    def weather_waves(self) -> WeatherWaves:
        return WeatherWaves(self.storage, self.clock, self.settings_book.current)

    @cached_property
    def weather_offers(self) -> WeatherOffers:
        return WeatherOffers(
            self.storage, self.clock, self.settings_book.current, self.contact, self.slots, self.holdings
        )

    @cached_property
    def shipping_wishes(self) -> ShippingWishes:
        return ShippingWishes(self.storage, self.requests)

    @cached_property
    def stall_watch(self) -> StallWatch:
        return StallWatch(
            self.storage, self.clock, self.requests, self.settings_book.current, self.contact, self.logistics
        )

    @cached_property
    def ask_carrier(self) -> AskCarrier:
        return AskCarrier(self.storage, self.clock, self.mall_bus.put)
