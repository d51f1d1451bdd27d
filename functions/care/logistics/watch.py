"""A parcel that lies longer than its norm: its member is asked once what to do, and the answer is acted on (P4).

    moved ──norm──▶ shipment.watch ──▶ ASKED ──1──▶ CHASED: the carrier is asked, another norm ──▶ ASKED (next round)
                                         ├────2──▶ REFUND: `shipment.refund_wanted`
                                         └────3──▶ WAITING: another norm ──▶ ASKED (next round)

Bad weather does not count: the norm is worked off outside of it, but for food that would spoil meanwhile (P5).
Any movement ends the stall. A watch that is about an older movement, or another round, does nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from care.catalog.store import product_at
from care.contact.service import Contact
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.logistics import notices, rules
from care.logistics.errors import ParcelMoved, StallAnswered
from care.logistics.figures import forget_after, hold_terms
from care.logistics.holding.rules import Lying, keeps_until, needs_cold
from care.logistics.model import Parcel, Stall, StallOption, StallState
from care.logistics.service import Logistics, watching
from care.logistics.store import PARCELS, parcel_at
from care.logistics.weather.rules import worked_off
from care.logistics.weather.store import spells_of
from care.orders.model import Order
from care.orders.store import order_at

__all__ = ["StallWatch"]

_LOOK_AGAIN = timedelta(hours=6)
"""While an alert holds: it may be lifted, or prolonged."""
_AGAIN = frozenset({StallState.CHASED, StallState.WAITING})


class StallWatch:
    """Deciders `look` (kind `shipment.watch`), `on_answered`; use case `answer`.

    Facts: `shipment.refund_wanted`; errand `shipment.chase`. Both: subject the parcel's key, generation the second
    since which it has not moved, part the round (and the line: what is wanted back is claimed for line by line).
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
        contact: Contact,
        logistics: Logistics,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings
        self._contact = contact
        self._logistics = logistics

    def look(self, item: AgendaItem, batch: Batch) -> None:
        """Ask the member, once a round, if nothing has moved."""
        parcel, order = self._read(item.subject)
        if parcel is None or order is None or not self._lies_still(parcel, order, item):
            return
        if (due := self._after_weather(parcel, order)) > self._clock.now():
            batch.plan(watching(parcel, min(due, self._clock.now() + _LOOK_AGAIN), int(item.part)))
            return
        stall = Stall(since=parcel.last.at, round=int(item.part), state=StallState.ASKED, asked_at=self._clock.now())
        batch.add(PARCELS.replace(replace(parcel, stall=stall), name="parcel.stall"))
        self._contact.notify(batch, notices.stall_question(parcel, order, stall))

    def on_answered(self, item: AgendaItem, batch: Batch) -> None:
        """Decider of `contact.answered` for questions of kind `stall`; what is overtaken needs no answer."""
        parcel, _ = self._read(item.subject)
        if parcel is None or parcel.stall is None or int(parcel.stall.since.timestamp()) != item.generation:
            return
        with suppress(NotFound, ParcelMoved, StallAnswered):
            option = StallOption(str(item.payload["option"]))
            self.decide(batch, item.subject, str(item.payload["member_id"]), option)

    def answer(self, request: Request, key: str, member_id: str, option: StallOption) -> Answer:
        """The member's reply, by number or tap. NotFound (not theirs), StallAnswered, ParcelMoved."""
        return self._requests.once(request, lambda batch: self.decide(batch, key, member_id, option))

    def decide(self, batch: Batch, key: str, member_id: str, option: StallOption) -> str:
        """The reply within another's transaction; the parcel's key. Refused as `answer`."""
        parcel, order = self._read(key)
        if parcel is None or order is None or order.member_id != member_id or parcel.stall is None:
            raise NotFound(field="shipment_id")
        stall = parcel.open_stall
        if stall is None or not rules.awaits_carrier(parcel, order):
            raise ParcelMoved
        if stall.state is not StallState.ASKED:
            raise StallAnswered(state=stall.state)
        self._act(batch, parcel, order, stall, option)
        return key

    def _act(self, batch: Batch, parcel: Parcel, order: Order, stall: Stall, option: StallOption) -> None:
        now = self._clock.now()
        look_at = None if option is StallOption.REFUND else now + self._logistics.norm(parcel, order)
        answered = stall.answered(option, now, look_at)
        after = replace(parcel, stall=answered)
        batch.add(PARCELS.replace(after, name="stall.answer"))
        self._contact.notify(batch, notices.stall_answered(parcel, order, answered, now))
        if look_at:
            batch.plan(watching(parcel, look_at, stall.round + 1))
        if option is StallOption.CHASE:
            batch.plan(_about("shipment.chase", parcel, order, stall, now))
        if option is StallOption.REFUND:
            batch.plan(*_wanted_back(parcel, order, stall, now))

    def _after_weather(self, parcel: Parcel, order: Order) -> datetime:
        """When the norm has passed without the bad weather of the community; what spoils waits no longer than it keeps.

        One get, where there was no bad weather.
        """
        now = self._clock.now()
        start = (parcel.open_stall.answered_at if parcel.open_stall else None) or parcel.last.at
        spells = [each for each in spells_of(self._storage, order.community) if each.ends_at > start]
        if not spells:
            return now
        norm = self._logistics.norm(parcel, order)
        lines = rules.lines_of(order, parcel.shipment_id)
        products = fetch_by_id(self._storage, product_at, {line.sku for line in lines})
        due = worked_off(start, norm, spells)
        if not needs_cold(lines, products):
            return due
        keeps = keeps_until([Lying(line=line, since=start) for line in lines], products, hold_terms(self._settings()))
        return min(due, max(start + norm, keeps))

    def _read(self, key: str) -> tuple[Parcel | None, Order | None]:
        at_parcel, at_order = parcel_at(key), order_at(key.partition("#")[0])
        found = self._storage.fetch([at_parcel, at_order])
        return found.get(*at_parcel), found.get(*at_order)

    def _lies_still(self, parcel: Parcel, order: Order, item: AgendaItem) -> bool:
        if int(parcel.last.at.timestamp()) != item.generation or not rules.awaits_carrier(parcel, order):
            return False
        if self._clock.now() - parcel.last.at > forget_after(self._settings()):
            return False
        stall = parcel.open_stall
        if stall is None:
            return item.part == "1"
        return stall.state in _AGAIN and int(item.part) == stall.round + 1


def _wanted_back(parcel: Parcel, order: Order, stall: Stall, now: datetime) -> Iterator[AgendaItem]:
    """One for each line that has not come: a line is claimed for by itself."""
    for line in rules.lines_of(order, parcel.shipment_id):
        if line.signed_at is None and not line.cancelled:
            yield _about("shipment.refund_wanted", parcel, order, stall, now, line_id=line.id)


def _about(kind: str, parcel: Parcel, order: Order, stall: Stall, now: datetime, **about: str) -> AgendaItem:
    return AgendaItem(
        lane=Lane.NOW,
        kind=kind,
        due=now,
        subject=parcel.key,
        generation=int(stall.since.timestamp()),
        part="/".join([str(stall.round), *about.values()]),
        payload={"order_id": order.id, "member_id": order.member_id, **about},
    )
