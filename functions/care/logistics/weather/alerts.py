"""Alerts come in, are changed and lifted, and reach every community that they concern (P5).

    stated ──▶ weather.region (its communities, page by page) ──▶ weather.mark (each: what weather holds there)
                                                                      └──▶ weather.page (care.logistics.weather.waves)
    lifted ──▶ the same, and weather.lifted

Which communities a region has is learned from the orders that are stated (care.logistics.weather.orders_heard).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from care.dynamo.paging import next_page, place_of
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane, soon
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.facts import Mark, whole_second
from care.kernel.ids import derived_id
from care.kernel.settings import Settings
from care.kernel.work import Batch, UnitOfWork
from care.logistics.figures import weather_terms
from care.logistics.weather.errors import AlertOver
from care.logistics.weather.events import FURTHEST, LONGEST_ALERT, MOST_PLACES, WeatherAlerted
from care.logistics.weather.model import CommunityWeather, Level, WeatherAlert, WeatherKind
from care.logistics.weather.rules import kind_of, with_spell
from care.logistics.weather.store import (
    ALERTS,
    WEATHER,
    alert_at,
    alerts_listed,
    known_at,
    of_region,
    weather_at,
)

__all__ = ["AlertWish", "WeatherAlerts"]

PAGE = 90
_MALL = "mall"
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertWish:
    """An alert as an operator states it."""

    kind: WeatherKind
    level: Level
    regions: tuple[str, ...]
    communities: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime


class WeatherAlerts:
    """`take` the mall's statements; use cases `state`, `lift` of operators.

    Deciders `on_region` (`weather.region`), `mark` (`weather.mark`).
    """

    def __init__(
        self, storage: Storage, uow: UnitOfWork, clock: Clock, requests: Requests, settings: Callable[[], Settings]
    ) -> None:
        self._storage = storage
        self._uow = uow
        self._clock = clock
        self._requests = requests
        self._settings = settings

    def take(self, event: WeatherAlerted) -> None:
        """Merge a statement; an older one than what is known changes nothing."""
        stated = WeatherAlert(
            id=event.alert_id,
            kind=kind_of(event.kind),
            level=Level(event.level),
            regions=event.regions,
            communities=event.communities,
            starts_at=whole_second(event.starts_at),
            ends_at=whole_second(event.ends_at),
            lifted_at=whole_second(event.occurred_at) if event.lifted else None,
            by=_MALL,
            mark=event.mark,
        )
        self._uow.run(lambda batch: self._merge(batch, stated))

    def state(self, request: Request, by: str, wish: AlertWish, alert_id: str | None = None) -> Answer:
        """A new alert, or a known one as it is from now on; its id. BadInput, NotFound."""
        now = self._clock.now()
        _check(wish, now)

        def decide(batch: Batch) -> str:
            if alert_id and self._storage.get(*alert_at(alert_id)) is None:
                raise NotFound(field="alert_id")
            stated = WeatherAlert(
                id=alert_id or derived_id("weather", request.name),
                kind=wish.kind,
                level=wish.level,
                regions=wish.regions,
                communities=wish.communities,
                starts_at=whole_second(wish.starts_at),
                ends_at=whole_second(wish.ends_at),
                by=by,
                mark=Mark(now, request.name),
            )
            self._merge(batch, stated)
            return stated.id

        return self._requests.once(request, decide)

    def lift(self, request: Request, by: str, alert_id: str) -> Answer:
        """It is over now, whoever stated it. NotFound, AlertOver."""

        def decide(batch: Batch) -> str:
            known, now = self._storage.get(*alert_at(alert_id)), self._clock.now()
            if known is None:
                raise NotFound(field="alert_id")
            if known.over_at <= now:
                raise AlertOver(field="alert_id")
            self._merge(batch, replace(known, lifted_at=now, by=by, mark=Mark(now, request.name)))
            return alert_id

        return self._requests.once(request, decide)

    def get_many(self, alert_ids: Sequence[str]) -> dict[str, WeatherAlert]:
        return fetch_by_id(self._storage, alert_at, alert_ids)

    def listed(self, limit: int, after: Place) -> tuple[list[WeatherAlert], Place]:
        """All alerts, what starts last before all."""
        page = alerts_listed(self._storage, limit, after)
        return page.of(ALERTS), page.after

    def on_region(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `weather.region`: the next PAGE communities of it."""
        found, rest = of_region(self._storage, str(item.payload["region"]), PAGE, place_of(item))
        batch.plan(*(self._item("weather.mark", item.subject, item.generation, community=each) for each in found))
        if rest:
            batch.plan(next_page(item, rest, item.due))

    def mark(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `weather.mark`: the community's weather by the alert as it is now, and who is there concerned."""
        community, alert = str(item.payload["community"]), self._storage.get(*alert_at(item.subject))
        if alert is None:
            return
        homes = [known_at(region, community) for region in alert.regions]
        found = self._storage.fetch([weather_at(community), *homes])
        in_region = any(found.get(*each) is not None for each in homes)
        known = found.get(*weather_at(community)) or CommunityWeather(community=community)
        terms, now = weather_terms(self._settings()), self._clock.now()
        concerned = in_region or community in alert.communities
        after = with_spell(known, alert, now, concerned=concerned, level=terms.level)
        if after != known:
            batch.add(WEATHER.save(after, name="weather.mark"))
        if alert.over_at > now and any(each.alert_id == alert.id for each in after.spells):
            due = max(soon(now), alert.starts_at - terms.lead)
            batch.plan(_page(alert, community, due))

    def _merge(self, batch: Batch, stated: WeatherAlert) -> None:
        known = self._storage.get(*alert_at(stated.id))
        if known and stated.mark <= known.mark:
            return
        alert = replace(stated, version=known.version if known else 0)
        batch.add(ALERTS.save(alert, name="weather.state"))
        regions = _all(alert.regions, known.regions if known else ())
        communities = _all(alert.communities, known.communities if known else ())
        version = alert.version + 1
        batch.plan(*(self._item("weather.region", alert.id, version, region=each) for each in regions))
        batch.plan(*(self._item("weather.mark", alert.id, version, community=each) for each in communities))
        if alert.lifted_at:
            batch.plan(_lifted(alert, soon(self._clock.now())))

    def _item(self, kind: str, alert_id: str, version: int, **about: str) -> AgendaItem:
        (part,) = about.values()
        return AgendaItem(
            lane=Lane.NOW,
            kind=kind,
            due=self._clock.now(),
            subject=alert_id,
            generation=version,
            part=part,
            payload=dict(about),
        )


def _page(alert: WeatherAlert, community: str, due: datetime) -> AgendaItem:
    return AgendaItem(
        lane=Lane.CARE,
        kind="weather.page",
        due=due,
        subject=alert.id,
        generation=alert.version,
        part=community,
        payload={"community": community},
    )


def _lifted(alert: WeatherAlert, due: datetime) -> AgendaItem:
    return AgendaItem(
        lane=Lane.CARE, kind="weather.lifted", due=due, subject=alert.id, generation=alert.version + 1, part="0"
    )


def _all(*places: Iterable[str]) -> list[str]:
    return sorted({each for some in places for each in some})


def _check(wish: AlertWish, now: datetime) -> None:
    """BadInput: the bounds of the mall's own event hold for operators as well."""
    if not 1 <= len(wish.regions) + len(wish.communities) <= MOST_PLACES:
        raise BadInput(f"name 1 to {MOST_PLACES} regions and communities", field="regions")
    for each in (*wish.regions, *wish.communities):
        if not each.strip() or len(each) > _LONGEST_NAME or "#" in each:
            raise BadInput("a place is named by 1 to 64 characters without #", field="regions")
    if not wish.starts_at < wish.ends_at <= wish.starts_at + LONGEST_ALERT:
        raise BadInput("ends_at must be after starts_at, by 15 days at most", field="ends_at")
    if not now < wish.ends_at or abs(wish.starts_at - now) > FURTHEST:
        raise BadInput("an alert is about the next 30 days", field="starts_at")
