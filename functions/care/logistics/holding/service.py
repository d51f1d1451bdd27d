"""Keeping goods at the pickup point, and giving the place back (延时保管, P5).

    hold ──▶ HELD ──hold.remind──▶ the member is told ──hold.end──▶ OVERDUE: the member and the leader are told
              └──── taken home, given back, cancelled ────┴──▶ COLLECTED | RELEASED: the cold place is free

Agenda, subject the order, generation the hold's version: `hold.remind`, `hold.end` (lane clocks), `hold.told` (lane
now: the mall hears of it, and signs for nothing by itself meanwhile).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from care.contact.service import Contact
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Ask, Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock, in_words
from care.kernel.errors import BadInput, NotFound
from care.kernel.ids import derived_id
from care.kernel.settings import Settings
from care.kernel.work import Batch, Firing
from care.logistics.figures import hold_terms
from care.logistics.holding import notices, rules
from care.logistics.holding.case import HoldCase, read_case
from care.logistics.holding.errors import ColdStoreFull, HoldOver, HoldTooLong, NothingToHold
from care.logistics.holding.events import ParcelHoldChanged
from care.logistics.holding.model import ColdStore, Hold, HoldState
from care.logistics.holding.store import (
    HOLDS,
    cold_at,
    free_cold_place,
    held_pk,
    hold_at,
    set_places,
    take_cold_place,
)
from care.orders.store import order_at, order_unchanged

__all__ = ["MOST_PLACES", "Holdings"]

MOST_PLACES = 10_000


class Holdings:
    """Use cases `hold`, `release`, `set_places`; `reserve` within another's decision.

    Deciders `remind`, `end`, `on_order_signed`, `on_order_cancelled`; errand `tell`.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
        contact: Contact,
        put: Callable[[object, datetime], None],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings
        self._contact = contact
        self._put = put

    def get_many(self, order_ids: Sequence[str]) -> dict[str, Hold]:
        """By order; those of which nothing was ever kept are absent."""
        return fetch_by_id(self._storage, hold_at, order_ids)

    def of_community(self, community: str, limit: int, after: Place) -> tuple[list[Hold], Place]:
        """What lies there now, what ends first before all; with an index's delay."""
        ask = Ask(table="orders", index="by_a", pk=held_pk(community), limit=limit, after=after)
        page = self._storage.query(ask)
        return page.of(HOLDS), page.after

    def cold_stores(self, communities: Sequence[str]) -> dict[str, ColdStore]:
        """Of each there is something, with its places as they count now."""
        found = fetch_by_id(self._storage, cold_at, communities)
        known = {each: found.get(each) or ColdStore(community=each) for each in communities}
        terms = hold_terms(self._settings())
        return {each: replace(store, places=rules.places_of(store, terms)) for each, store in known.items()}

    def latest(self, order_id: str) -> datetime | None:
        """The last time until which the order's goods can be kept; None where nothing of it lies there now."""
        case = read_case(self._storage, order_id)
        return self._latest(case) if case and case.lying else None

    def hold(self, request: Request, member_id: str, order_id: str, until: datetime | None) -> Answer:
        """Keep what lies there until then, None: as long as it keeps; asked again, until another time.

        NotFound (not theirs), BadInput (not in the future), NothingToHold, HoldTooLong, ColdStoreFull.
        """
        return self._requests.once(request, lambda batch: self._hold(batch, member_id, order_id, until))

    def release(
        self, request: Request, order_id: str, *, member_id: str | None = None, community: str | None = None
    ) -> Answer:
        """Give the place back, as the order's member or as the leader of its community.

        NotFound (not theirs), HoldOver.
        """

        def decide(batch: Batch) -> str:
            hold = self._storage.get(*hold_at(order_id))
            if hold is None or not (hold.member_id == member_id or (community and hold.community == community)):
                raise NotFound(field="order_id")
            if not hold.open:
                raise HoldOver(field="order_id")
            self._end(batch, hold, HoldState.RELEASED)
            return order_id

        return self._requests.once(request, decide)

    def set_places(self, request: Request, community: str, places: int | None) -> Answer:
        """How many cold places the pickup point has; None: as the figure says. What is taken stays. BadInput."""
        if places is not None and not 0 <= places <= MOST_PLACES:
            raise BadInput(f"places must be a whole number from 0 to {MOST_PLACES}", field="places")

        def decide(batch: Batch) -> str:
            batch.add(set_places(community, places))
            return community

        return self._requests.once(request, decide)

    def room(self, case: HoldCase, until: datetime) -> bool:
        """Whether goods that are still to come could be kept until then, as far as is known now."""
        terms, lines = hold_terms(self._settings()), rules.to_collect(case.order)
        now = self._clock.now()
        goods = case.lying or tuple(rules.Lying(line=line, since=now) for line in lines)
        if not goods or until > rules.keeps_until(goods, case.products, terms):
            return False
        taken = case.cold.taken if case.cold else 0
        return not rules.needs_cold(lines, case.products) or taken < rules.places_of(case.cold, terms)

    def reserve(self, batch: Batch, case: HoldCase, until: datetime) -> None:
        """Keep the order's goods until then, as soon as they come: their cold place is taken now. ColdStoreFull."""
        self._keep(batch, case, until)

    def remind(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `hold.remind`."""
        case = self._current(item)
        if case and case.open and case.open.state is HoldState.HELD and case.lying:
            self._contact.notify(batch, notices.hold_soon_over(case.open, case.order))

    def end(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `hold.end`: what still lies there keeps its place, and both are told; what never came does not."""
        case = self._current(item)
        if case is None or case.open is None:
            return
        if not case.lying:
            self._end(batch, case.open, HoldState.RELEASED)
            return
        over = replace(case.open, state=HoldState.OVERDUE)
        batch.add(HOLDS.replace(over, name="hold.overdue"))
        self._contact.notify(batch, notices.hold_over(over, case.order))
        if leader := case.leader_as_member:
            self._contact.notify(batch, notices.leader_hold_over(over, case.order, leader))

    def on_order_signed(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `order.signed`: once all was taken home the place is free."""
        self._end_if_nothing_left(item, batch, HoldState.COLLECTED)

    def on_order_cancelled(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `order.cancelled`: nothing is kept for an order of which nothing is left to collect."""
        self._end_if_nothing_left(item, batch, HoldState.RELEASED)

    def tell(self, firing: Firing) -> None:
        """The errand of `hold.told`. A crash after the event tells it once more under the same key."""
        hold = self._storage.get(*hold_at(firing.item.subject))
        if hold and hold.version == firing.item.generation:
            now = self._clock.now()
            self._put(_event(hold, now), now)
        firing.commit(lambda _batch: None)

    def _hold(self, batch: Batch, member_id: str, order_id: str, until: datetime | None) -> str:
        case, now = read_case(self._storage, order_id), self._clock.now()
        if case is None or case.order.member_id != member_id:
            raise NotFound(field="order_id")
        if not case.lying:
            raise NothingToHold(field="order_id")
        latest = self._latest(case)
        if until and until <= now:
            raise BadInput("until must be in the future", field="until")
        if (until or latest) > latest or latest <= now:
            raise HoldTooLong(field="until", latest=in_words(latest))
        self._keep(batch, case, until or latest)
        return order_id

    def _keep(self, batch: Batch, case: HoldCase, until: datetime) -> None:
        order, terms = case.order, hold_terms(self._settings())
        cold = rules.needs_cold(rules.to_collect(order), case.products)
        hold = self._asked(case, until, cold=cold)
        batch.add(order_unchanged(order), HOLDS.save(hold, name="hold.keep"))
        if cold and not (case.open and case.open.cold):
            places = rules.places_of(case.cold, terms)
            if places == 0:
                raise ColdStoreFull(field="order_id")
            batch.add(take_cold_place(order.community, case.cold, places))
        batch.plan(*self._later(hold, terms))
        self._contact.notify(batch, notices.parcel_held(hold, order))
        if leader := case.leader_as_member:
            self._contact.notify(batch, notices.leader_hold(hold, order, leader))

    def _asked(self, case: HoldCase, until: datetime, *, cold: bool) -> Hold:
        order, known = case.order, case.hold
        return Hold(
            order_id=order.id,
            member_id=order.member_id,
            community=order.community,
            asked_at=self._clock.now(),
            until=until,
            cold=cold or bool(case.open and case.open.cold),
            version=known.version if known else 0,
        )

    def _end(self, batch: Batch, hold: Hold, state: HoldState) -> None:
        over = replace(hold, state=state)
        batch.add(HOLDS.replace(over, name="hold.end"))
        if hold.cold:
            batch.add(free_cold_place(hold.community))
        batch.plan(_item("hold.told", over, self._clock.now(), Lane.NOW))

    def _end_if_nothing_left(self, item: AgendaItem, batch: Batch, state: HoldState) -> None:
        found = self._storage.fetch([order_at(item.subject), hold_at(item.subject)])
        order, hold = found.get(*order_at(item.subject)), found.get(*hold_at(item.subject))
        if order and hold and hold.open and not rules.to_collect(order):
            self._end(batch, hold, state)

    def _later(self, hold: Hold, terms: rules.HoldTerms) -> list[AgendaItem]:
        now, remind_at = self._clock.now(), hold.until - terms.remind
        reminder = [_item("hold.remind", hold, remind_at, Lane.CLOCKS)] if remind_at > now else []
        return [*reminder, _item("hold.end", hold, hold.until, Lane.CLOCKS), _item("hold.told", hold, now, Lane.NOW)]

    def _latest(self, case: HoldCase) -> datetime:
        return rules.keeps_until(case.lying, case.products, hold_terms(self._settings()))

    def _current(self, item: AgendaItem) -> HoldCase | None:
        case = read_case(self._storage, item.subject)
        return case if case and case.hold and case.hold.version == item.generation else None


def _item(kind: str, hold: Hold, due: datetime, lane: Lane) -> AgendaItem:
    """`hold` is about to be saved: its next version is what the item is about."""
    return AgendaItem(lane=lane, kind=kind, due=due, subject=hold.order_id, generation=hold.version + 1)


def _event(hold: Hold, now: datetime) -> ParcelHoldChanged:
    return ParcelHoldChanged(
        version=1,
        occurred_at=now,
        key=derived_id("hold", hold.order_id, hold.version),
        change=hold.version,
        order_id=hold.order_id,
        member_id=hold.member_id,
        community=hold.community,
        until=hold.until if hold.open else None,
    )
