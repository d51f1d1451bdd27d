"""P5: whatever members, operators and the weather do, no place is sold twice or lost, and nobody is asked twice."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from api.viewer import Role, Viewer
from care.contact.store import TALKS
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.errors import CareError
from care.logistics.holding.store import COLD_STORES, HOLDS
from care.logistics.slots.store import BOOKINGS, SLOT_COUNTS
from care.logistics.weather.model import OfferState
from care.logistics.weather.notices import WEATHER
from care.logistics.weather.store import OFFERS
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

LEADER, HOME, MEMBERS, STEPS = "leader:L001", "阳光花园", 6, 60
CAPACITY, PLACES = 2, 2
GOODS = (
    mall.line(line_id="1"),
    mall.line(line_id="1", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=1),
)


def opened(rng: random.Random) -> Product:
    """Little room: two orders a half-day, two cold places."""
    product = Product()
    product.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community=HOME)
    values = [{"key": "logistics.slot_capacity", "value": CAPACITY}, {"key": "logistics.cold_places", "value": PLACES}]
    soon = (START + timedelta(minutes=5)).isoformat()
    product.call("PublishSettings", "operator:O01", input={"values": values, "effectiveAt": soon, "why": "小车小冰箱"})
    for number in range(MEMBERS):
        tell(product, "OrderPlaced", number, rng.choice(GOODS), placed_at=START)
    product.advance(minutes=10)
    return product


def tell(product: Product, kind: str, number: int, line: dict[str, Any], **times: Any) -> None:
    person = mall.member(id=f"M{number:03}", openid=f"o-{number}", phone=None)
    product.event(kind, **order_event(f"O{number}", lines=[line], member=person, **times))


class Day:
    """What may happen next."""

    def __init__(self, product: Product, rng: random.Random) -> None:
        self.product, self.rng = product, rng

    def step(self) -> None:
        deed = self.rng.choice(
            (self.book, self.book, self.storm, self.reply, self.reply, self.move, self.hold, self.release)
        )
        deed(self.rng.randrange(MEMBERS))
        self.product.advance(minutes=self.rng.choice((1, 7, 60, 300)))

    def book(self, number: int) -> None:
        day = (self.product.clock.now() + timedelta(days=self.rng.randrange(4))).date().isoformat()
        slot = None if self.rng.random() < 0.2 else {"day": day, "part": self.rng.choice(("MORNING", "AFTERNOON"))}
        self._try("BookDeliverySlot", number, slot=slot)

    def hold(self, number: int) -> None:
        self._try("HoldParcel", number)

    def release(self, number: int) -> None:
        self._try("ReleaseParcel", number)

    def reply(self, number: int) -> None:
        said, member = str(self.rng.randrange(1, 5)), f"M{number:03}"
        app, source = self.product.app, f"{self.product.clock.now()}"
        app.uow.run(lambda batch: app.conversations.hear(batch, member, said, source))

    def move(self, number: int) -> None:
        status = self.rng.choice(("IN_TRANSIT", "IN_TRANSIT", "OUT_FOR_DELIVERY", "AT_PICKUP", "SIGNED"))
        about = {"order_id": f"O{number}", "shipment_id": f"S{number}", "status": status}
        self.product.event("ShipmentMoved", **about, moved_at=self.product.clock.now().isoformat())

    def storm(self, _number: int) -> None:
        now = self.product.clock.now()
        begins = now + timedelta(hours=self.rng.randrange(30))
        about = {"alert_id": self.rng.choice("AB"), "kind": "台风", "level": "RED", "regions": ["华东"]}
        times = {
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=self.rng.randrange(1, 40)),
            "occurred_at": now,
        }
        stated = {name: at.isoformat() for name, at in times.items()}
        self.product.event("WeatherAlerted", **about, **stated, lifted=self.rng.random() < 0.4)

    def _try(self, operation: str, number: int, **more: Any) -> None:
        given = {"orderId": global_id("Order", f"O{number}")} | more
        assert not self.product.run(operation, f"member:M{number:03}", input=given).errors


def check(product: Product) -> None:
    memory, now = product.memory, product.clock.now()
    booked = Counter((each.slot.day, each.slot.part) for each in memory.all(BOOKINGS) if each.slot)
    assert {(each.day, each.part): each.taken for each in memory.all(SLOT_COUNTS) if each.taken} == booked
    assert all(count <= CAPACITY for count in booked.values())
    cold = sum(each.open and each.cold for each in memory.all(HOLDS))
    assert [each.taken for each in memory.all(COLD_STORES)] in ([], [cold])
    assert cold <= PLACES
    for talk in memory.all(TALKS):
        stormy = [each.question for each in talk.asked if each.open_at(now) and each.question.kind == WEATHER]
        asked = Counter(each.subject.partition("#")[0] for each in stormy)
        assert all(count == 1 for count in asked.values()), "one open question an order"


@pytest.mark.parametrize("seed", range(8))
def test_random_days(seed: int) -> None:
    rng = random.Random(seed)
    product = opened(rng)
    day = Day(product, rng)
    for _ in range(STEPS):
        day.step()
        check(product)
    product.advance(days=10)
    check(product)
    assert product.dead() == []


def test_sixty_four_answers_race_for_forty_places() -> None:
    racers, capacity = 64, 40
    product = Product()
    for number in range(racers):
        tell(product, "OrderPlaced", number, GOODS[1], placed_at=START)
        product.event(
            "ShipmentMoved",
            order_id=f"O{number}",
            shipment_id=f"S{number}",
            status="IN_TRANSIT",
            moved_at=START.isoformat(),
        )
    product.advance(minutes=5)
    times = {"starts_at": START + timedelta(hours=4), "ends_at": START + timedelta(hours=20), "occurred_at": START}
    about = {"alert_id": "W1", "kind": "台风", "level": "RED", "communities": [HOME]}
    product.event("WeatherAlerted", **about, **{name: at.isoformat() for name, at in times.items()})
    product.advance(minutes=15)
    assert len(product.memory.all(OFFERS)) == racers

    def race(number: int) -> None:
        item = AgendaItem(
            lane=Lane.NOW,
            kind="contact.answered",
            due=product.clock.now(),
            subject=f"O{number}#W1",
            generation=1,
            payload={"member_id": f"M{number:03}", "kind": "weather", "option": "2"},
        )
        try:
            product.app.uow.run(lambda batch: product.app.weather_offers.on_answered(item, batch))
        except CareError:
            product.app.uow.run(lambda batch: batch.plan(item))  # as the runner puts it off

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(race, range(racers)))
    product.settle()
    states = Counter(each.state for each in product.memory.all(OFFERS))
    assert states == {OfferState.MOVED: capacity, OfferState.ASKED: racers - capacity}
    assert [each.taken for each in product.memory.all(SLOT_COUNTS)] == [capacity]
    assert all(each.round == 2 for each in product.memory.all(OFFERS) if each.state is OfferState.ASKED)
