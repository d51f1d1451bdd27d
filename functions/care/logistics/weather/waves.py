"""Whom an alert concerns is looked at in waves: a page of a community's awaited orders at a time (P5).

    weather.page ──▶ weather.offer (each order; care.logistics.weather.offers) … the next page a minute later
    weather.lifted (what has no answer) ──▶ weather.close (each)

A wave costs a query and a batch for PAGE orders, whatever else is stored.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from care.dynamo.paging import next_page, place_of
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.logistics.figures import slot_terms
from care.logistics.slots.model import Booking
from care.logistics.slots.store import booking_at
from care.logistics.weather.model import Spell
from care.logistics.weather.rules import concerns, under_way
from care.logistics.weather.store import alert_at, unanswered
from care.orders.model import Order
from care.orders.store import awaited_in

__all__ = ["WeatherWaves", "offering"]

PAGE = 50
_PAUSE = timedelta(minutes=1)
_OLDEST = timedelta(days=30)
"""An order that was placed before that comes no more."""


class WeatherWaves:
    """Deciders `page` (`weather.page`), `on_lifted` (`weather.lifted`)."""

    def __init__(self, storage: Storage, clock: Clock, settings: Callable[[], Settings]) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings

    def page(self, item: AgendaItem, batch: Batch) -> None:
        """The next PAGE orders that the community awaits, the newest first."""
        alert, now = self._storage.get(*alert_at(item.subject)), self._clock.now()
        if alert is None or alert.version != item.generation or alert.over_at <= now:
            return
        orders, rest = awaited_in(self._storage, str(item.payload["community"]), PAGE, place_of(item))
        for order in self._concerned(alert.spell, orders):
            batch.plan(offering(alert.id, alert.version, order.id, now))
        if rest and not _too_old(orders[-1], now):
            batch.plan(next_page(item, rest, now + _PAUSE))

    def on_lifted(self, item: AgendaItem, batch: Batch) -> None:
        """The next PAGE questions that have no answer are closed."""
        found, rest = unanswered(self._storage, item.subject, PAGE, place_of(item))
        for offer in found:
            batch.plan(replace(item, kind="weather.close", subject=offer.key, payload={}, part="", attempts=0))
        if rest:
            batch.plan(next_page(item, rest, self._clock.now() + _PAUSE))

    def _concerned(self, spell: Spell, orders: list[Order]) -> list[Order]:
        """A first look; what is offered is decided for each by all that is known of it."""
        terms = slot_terms(self._settings())
        found = self._storage.fetch([booking_at(each.id) for each in orders])
        bookings: dict[str, Booking | None] = {each.id: found.get(*booking_at(each.id)) for each in orders}
        return [
            each
            for each in orders
            if concerns(spell, each, bookings[each.id], on_its_way=under_way(each), spoils=True, terms=terms)
        ]


def offering(alert_id: str, version: int, order_id: str, now: datetime) -> AgendaItem:
    """Look at one order."""
    return AgendaItem(
        lane=Lane.CARE, kind="weather.offer", due=now, subject=f"{order_id}#{alert_id}", generation=version
    )


def _too_old(order: Order, now: datetime) -> bool:
    return order.placed_at is not None and order.placed_at < now - _OLDEST
