"""What a member is offered because of bad weather, and what becomes of their answer (P5).

    weather.offer ──▶ ASKED ──1──▶ KEPT: all goes on as planned, as it does where nobody answers
                        ├────▶ MOVED: another half-day, taken as any booking is: never oversold
                        ├────▶ HELD: it stays at the pickup point until the weather is over, if it keeps that long
                        ├────▶ REFUND: `shipment.refund_wanted`, where food would spoil on its way
                        └────▶ CLOSED: the alert was lifted, or the order has come

What is chosen and gone meanwhile is offered anew, in the next round. Subject of the items: `WeatherOffer.key`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from care.contact.service import Contact
from care.contact.withdraw import withdraw
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import Refused
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.logistics.figures import hold_terms, slot_terms, weather_terms
from care.logistics.holding import rules as holding
from care.logistics.holding.case import HoldCase, read_case
from care.logistics.holding.errors import ColdStoreFull
from care.logistics.holding.service import Holdings
from care.logistics.model import Parcel
from care.logistics.rules import awaits_carrier, lines_of
from care.logistics.slots.model import Booking
from care.logistics.slots.rules import awaited
from care.logistics.slots.service import Slots
from care.logistics.slots.store import booking_at
from care.logistics.weather import notices, rules
from care.logistics.weather.model import OfferedWay, OfferState, Way, WeatherAlert, WeatherOffer
from care.logistics.weather.rules import Options
from care.logistics.weather.store import OFFERS, alert_at, offer_at, offers_of, spells_of
from care.logistics.weather.waves import offering
from care.members.store import member_at

__all__ = ["WeatherOffers"]

_DONE = frozenset({OfferState.KEPT, OfferState.HELD, OfferState.REFUND})
_STATES = {
    Way.KEEP: OfferState.KEPT,
    Way.MOVE: OfferState.MOVED,
    Way.HOLD: OfferState.HELD,
    Way.REFUND: OfferState.REFUND,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    alert: WeatherAlert
    goods: HoldCase
    booking: Booking | None
    offer: WeatherOffer | None

    @property
    def carried(self) -> list[Parcel]:
        """What the carrier has."""
        return [each for each in self.goods.parcels if awaits_carrier(each, self.goods.order)]

    @property
    def on_its_way(self) -> bool:
        return bool(self.carried) or (self.goods.order.shipped_at is not None and not self.goods.parcels)

    @property
    def there(self) -> bool:
        """Whether all of it lies at the pickup point already, by the carrier's word."""
        return len(self.goods.lying) == len(holding.to_collect(self.goods.order))

    @property
    def spoils(self) -> bool:
        return holding.needs_cold(holding.to_collect(self.goods.order), self.goods.products)


class WeatherOffers:
    """Deciders `offer` (`weather.offer`), `close` (`weather.close`), `on_answered` (questions of kind `weather`)."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        settings: Callable[[], Settings],
        contact: Contact,
        slots: Slots,
        holdings: Holdings,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._contact = contact
        self._slots = slots
        self._holdings = holdings

    def offer(self, item: AgendaItem, batch: Batch) -> None:
        """Ask, once an alert; again where it was changed so that what was offered or chosen lies in it now.

        While another alert asks about the order, that is enough: when it is over the order is looked at again.
        """
        case = self._read(item.subject)
        if case is None or case.alert.over_at <= self._clock.now() or not self._concerned(case):
            return
        known = case.offer
        if known and (known.state in _DONE or (known.state is OfferState.ASKED and not self._outdated(known, case))):
            return
        if known and known.open_at(self._clock.now()):
            withdraw(self._storage, self._clock, batch, notices.offer_key(known))
        elif other := self._asked_else(case):
            batch.plan(replace(item, due=other.until, attempts=0, last_error=""))
            return
        self._ask(batch, case)

    def close(self, item: AgendaItem, batch: Batch) -> None:
        """The alert was lifted: what was asked can no longer be answered, and who may have read it is told."""
        case = self._read(item.subject)
        if case is None or case.offer is None or case.offer.state is not OfferState.ASKED or not case.alert.lifted_at:
            return
        self._end(batch, case.offer, OfferState.CLOSED)
        read = withdraw(self._storage, self._clock, batch, notices.offer_key(case.offer))
        self._look_at_others(batch, case)
        if read and awaited(case.goods.order):
            self._contact.notify(batch, notices.lifted(case.offer, case.goods.order, case.alert.spell))

    def on_answered(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `contact.answered`; what is overtaken changes nothing."""
        case, option = self._read(item.subject), str(item.payload["option"])
        offer = case.offer if case else None
        way = offer.way(option) if offer else None
        if case is None or offer is None or way is None:
            return
        if offer.round != item.generation or offer.state is not OfferState.ASKED:
            return
        if not awaited(case.goods.order):
            self._end(batch, offer, OfferState.CLOSED)
        elif case.alert.lifted_at:
            self._end(batch, offer, OfferState.CLOSED)
            self._contact.notify(batch, notices.lifted(offer, case.goods.order, case.alert.spell))
        else:
            self._follow(batch, case, offer, way)

    def _asked_else(self, case: _Case) -> WeatherOffer | None:
        now, others = self._clock.now(), offers_of(self._storage, case.goods.order.id)
        return next((each for each in others if each.alert_id != case.alert.id and each.open_at(now)), None)

    def _look_at_others(self, batch: Batch, case: _Case) -> None:
        """Other bad weather that kept silent as long as this was asked about."""
        now, order = self._clock.now(), case.goods.order
        lead = weather_terms(self._settings()).lead
        for spell in spells_of(self._storage, order.community):
            if spell.alert_id != case.alert.id and spell.starts_at - lead <= now < spell.ends_at:
                batch.plan(offering(spell.alert_id, 0, order.id, now))

    def _follow(self, batch: Batch, case: _Case, offer: WeatherOffer, way: OfferedWay) -> None:
        now = self._clock.now()
        try:
            self._act(batch, case, offer, way, now)
        except Refused:
            self._ask(batch, case, again=True)
            return
        done = self._end(batch, offer, _STATES[way.way])
        if notice := notices.answered(done, case.goods.order, way, now):
            self._contact.notify(batch, notice)

    def _act(self, batch: Batch, case: _Case, offer: WeatherOffer, way: OfferedWay, now: datetime) -> None:
        """Refused, before anything is written, where what was chosen is gone."""
        order = case.goods.order
        if way.slot:
            self._slots.move(batch, order, case.booking, way.slot)
        if way.until:
            if not self._holdings.room(case.goods, way.until):
                raise ColdStoreFull
            self._holdings.reserve(batch, case.goods, way.until)
            self._slots.give_back(batch, case.booking)
        if way.way is Way.REFUND:
            batch.plan(*_wanted_back(case, offer, now))

    def _ask(self, batch: Batch, case: _Case, *, again: bool = False) -> None:
        known, now, order = case.offer, self._clock.now(), case.goods.order
        ways = rules.ways_for(case.alert.spell, self._options(case), slot_terms(self._settings()))
        offer = WeatherOffer(
            order_id=order.id,
            alert_id=case.alert.id,
            member_id=order.member_id,
            round=known.round + 1 if known else 1,
            ways=ways if len(ways) > 1 else (),
            state=OfferState.ASKED if len(ways) > 1 else OfferState.KEPT,
            asked_at=now,
            until=case.alert.over_at,
            version=known.version if known else 0,
        )
        batch.add(OFFERS.save(offer, name="weather.offer"))
        self._contact.notify(batch, notices.weather_offer(offer, order, case.alert.spell, again=again))

    def _options(self, case: _Case) -> Options:
        goods, now = case.goods, self._clock.now()
        member = self._storage.get(*member_at(goods.order.member_id))
        until = case.alert.over_at + weather_terms(self._settings()).grace
        lying = tuple(holding.Lying(line=line, since=now) for line in holding.to_collect(goods.order))
        by = holding.keeps_until(lying, goods.products, hold_terms(self._settings())) if case.on_its_way else None
        return Options(
            free=[slot for slot, left in self._slots.offered(goods.order) if left],
            by=by,
            hold_until=until if goods.open is None and self._holdings.room(goods, until) else None,
            refundable=case.spoils and bool(case.carried),
            simple=member is not None and member.simple_mode,
        )

    def _concerned(self, case: _Case) -> bool:
        return not case.there and rules.concerns(
            case.alert.spell,
            case.goods.order,
            case.booking,
            on_its_way=case.on_its_way,
            spoils=case.spoils,
            terms=slot_terms(self._settings()),
        )

    def _outdated(self, offer: WeatherOffer, case: _Case) -> bool:
        """Whether a half-day that was offered lies in the alert as it is now."""
        spell, terms = case.alert.spell, slot_terms(self._settings())
        return any(each.slot and rules.in_bad_weather(each.slot, (spell,), terms) for each in offer.ways)

    def _end(self, batch: Batch, offer: WeatherOffer, state: OfferState) -> WeatherOffer:
        done = replace(offer, state=state)
        batch.add(OFFERS.replace(done, name="weather.answer"))
        return done

    def _read(self, key: str) -> _Case | None:
        order_id, _, alert_id = key.partition("#")
        goods = read_case(self._storage, order_id)
        found = self._storage.fetch([alert_at(alert_id), booking_at(order_id), offer_at(key)])
        alert = found.get(*alert_at(alert_id))
        if goods is None or alert is None:
            return None
        return _Case(
            alert=alert, goods=goods, booking=found.get(*booking_at(order_id)), offer=found.get(*offer_at(key))
        )


def _wanted_back(case: _Case, offer: WeatherOffer, now: datetime) -> Iterator[AgendaItem]:
    """One for each line that the carrier has: a line is claimed for by itself."""
    order = case.goods.order
    for parcel in case.carried:
        for line in lines_of(order, parcel.shipment_id):
            if line.signed_at is None and not line.cancelled:
                yield AgendaItem(
                    lane=Lane.NOW,
                    kind="shipment.refund_wanted",
                    due=now,
                    subject=parcel.key,
                    generation=int(offer.asked_at.timestamp()),
                    part=f"weather/{line.id}",
                    payload={"order_id": order.id, "member_id": order.member_id, "line_id": line.id},
                )
