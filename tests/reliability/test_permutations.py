"""The mall's events in any order, repeated and late: the same end state of every table (in memory)."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import permutations
from random import Random
from typing import Any

import pytest

from fakes import lives, mall
from fakes.house import START
from fakes.mortal import meaning
from fakes.product import LANES, Product

Event = tuple[str, dict[str, Any]]
Meaning = dict[tuple[str, str, str], Any]

MOVED = ("ShipmentMoved", {"order_id": "O001", "shipment_id": "S1", "moved_at": mall.at(1.5), "status": "IN_TRANSIT"})
FIVE: tuple[Event, ...] = (*mall.facts(), MOVED)


# ---------------------------------------------------------------- five events, no clock move


@cache
def _after(events: tuple[int, ...]) -> tuple[Meaning, Meaning, Counter[str]]:
    """What lies in the tables at once and five days later, and how much of each."""
    product = Product(START + timedelta(hours=4))
    for number in events:
        kind, detail = FIVE[number]
        product.event(kind, **detail)
        product.settle()
    at_once = meaning(product.memory.items)
    product.advance(days=5)
    later = meaning(product.memory.items)
    return at_once, later, Counter(item["type"]["S"] for item in later.values())


def test_all_orders_of_five_events_mean_the_same() -> None:
    in_order = _after((0, 1, 2, 3, 4))
    assert in_order[2]["message"] > 0, "something follows from them"
    for events in permutations(range(5)):
        assert _after(events) == in_order, [FIVE[number][0] for number in events]


SWEPT = 0.2
"""How probably a sweep comes between two events."""


# ---------------------------------------------------------------- many orders, unkindly delivered


class Unkind(Product):
    """Keeps the events of a stop back, and delivers them as the seed says when the clock moves; None: as they come.

    Each is delivered three times at its stop, in any order, with sweeps in between, and once more up to six stops
    later.
    """

    def __init__(self, seed: int | None) -> None:
        super().__init__()
        self._random = None if seed is None else Random(seed)
        self._late: list[tuple[int, str]] = []
        self._answers: list[str] = []
        self.seen: list[Meaning] = []
        """What lay in the tables at the end of each stop."""
        self.delivered = 0

    def stop(self, events: list[Event], hours: float) -> None:
        """The events of one moment; then time passes."""
        self._late = [(stops - 1, body) for stops, body in self._late]
        self._deliver([_body(*event) for event in events])
        self.advance(hours=hours)
        self.seen.append(meaning(self.memory.items))

    def event(self, kind: str, /, **detail: Any) -> None:
        """The mall answers; answers of one moment come together."""
        self._answers.append(_body(kind, detail))

    def _answer(self) -> None:
        super()._answer()
        bodies, self._answers = self._answers, []
        self._deliver(bodies)

    def _deliver(self, bodies: list[str]) -> None:
        for body in self._deliveries(bodies):
            self.delivered += 1
            self.app.mall_router.take(body)
            if self._random and self._random.random() < SWEPT:
                self._sweep()
        assert self.app.buried == []

    def _sweep(self) -> None:
        """Ticks come between events of one moment, as they like."""
        for lane in LANES:
            self.sweep(lane)

    def _deliveries(self, bodies: list[str]) -> Iterator[str]:
        if self._random is None:
            yield from bodies
            return
        now = bodies * 3 + [body for stops, body in self._late if stops <= 0]
        self._late = [each for each in self._late if each[0] > 0]
        self._late += [(self._random.randint(1, 6), body) for body in bodies]
        self._random.shuffle(now)
        yield from now


def _body(kind: str, detail: dict[str, Any]) -> str:
    return json.dumps({"detail-type": kind, "source": "mall", "detail": detail})


def _life_of_a_village(product: Unkind) -> None:
    """Six orders of three members over six days: placed together, corrected, signed in parts, cancelled, refunded,
    claimed, answered. The mall fails to pay the smallest sum."""
    product.mall = lambda request: "FAILED" if request.payout.amount_fen == 3980 else "CONFIRMED"
    product.stop([_event(product, "OrderPlaced", order, "placed_at") for order in range(6)] + _leaders(product), 1)
    product.stop([_event(product, "OrderShipped", order, "shipped_at") for order in range(6)] + [_moved(product)], 3)
    product.stop([_event(product, "OrderArrived", order, "arrived_at") for order in range(4)] + _products(product), 2)
    signed = [_event(product, "OrderSigned", order, "signed_at", by="member") for order in range(3)]
    early = [_event(product, "OrderSigned", 1, "signed_at", hours=-1, line_ids=["2"])]
    late = [_event(product, "OrderArrived", order, "arrived_at") for order in range(4, 6)]
    product.stop(signed + early + late + [_corrected(product, 2)], 1)
    product.stop([_event(product, "OrderCancelled", 3, "cancelled_at", line_ids=["2"]), _refunded(product, 3)], 0.5)
    lives.tap_to_apply(product, "1", "O000", "member:M000")
    second = lives.tap_to_apply(product, "2", "O001", "member:M001")
    product.stop([_event(product, "OrderSigned", order, "signed_at") for order in range(3, 6)], 2)
    lives.choose(product, second, "HALF_REFUND_COUPON", "member:M001")
    product.stop([_event(product, "OrderCancelled", 5, "cancelled_at"), _refunded(product, 0)], 22)
    for edge in product.call("MyOpenSurveys", "member:M000")["edges"]:
        product.call("AnswerSurvey", "member:M000", input={"surveyId": edge["node"]["id"], "score": 2})
    for _rest in range(6):
        product.stop([], 24)


def _event(product: Product, kind: str, number: int, field: str, *, hours: float = 0, **more: Any) -> Event:
    at = mall.at(hours, since=product.clock.now())
    member = mall.member(id=f"M{number % 3:03}")
    return kind, mall.order(order_id=f"O{number:03}", member=member, lines=lives.LINES) | {field: at} | more


def _corrected(product: Product, number: int) -> Event:
    """The mall states the order anew: another price, another region."""
    kind, detail = _event(product, "OrderPlaced", number, "placed_at", hours=-7)
    lines = [each | {"paid_fen": 1000} for each in detail["lines"]]
    return kind, detail | {
        "lines": lines,
        "region": "华南",
        "freight_fen": 600,
        "occurred_at": mall.at(since=product.clock.now()),
    }


def _moved(product: Product) -> Event:
    at = mall.at(since=product.clock.now())
    return "ShipmentMoved", {"order_id": "O004", "shipment_id": "S4", "moved_at": at, "status": "IN_TRANSIT"}


def _refunded(product: Product, number: int) -> Event:
    lines = [{"line_id": "2", "amount_fen": 500}]
    at = mall.at(since=product.clock.now())
    return "OrderRefunded", {"version": 1, "order_id": f"O{number:03}", "lines": lines, "occurred_at": at}


def _leaders(product: Product) -> list[Event]:
    """Two statements of one leader: the later one holds."""
    now = product.clock.now()
    stated = {"version": 1, "leader_id": "L001", "community": "阳光花园"}
    return [
        ("LeaderChanged", stated | {"region": region, "occurred_at": mall.at(hours, since=now)})
        for hours, region in ((-1, "华东"), (0, "华南"))
    ]


def _products(product: Product) -> list[Event]:
    """Statements of one moment: the tie is broken alike, whichever comes first."""
    at = mall.at(since=product.clock.now())
    stated = {"version": 1, "sku": "SKU-OIL", "category": "GRAIN_OIL", "occurred_at": at}
    return [("ProductChanged", stated | {"name": name}) for name in ("花生油", "压榨花生油")]


@cache
def _kindly() -> list[Meaning]:
    product = Unkind(None)
    _life_of_a_village(product)
    assert product.dead() == []
    assert _kinds(product) >= {"ticket", "payout", "mall_refund", "survey", "check", "message", "tagged", "leader"}
    return product.seen


def _kinds(product: Product) -> set[str]:
    return {item["type"]["S"] for item in product.memory.items.values()}


@pytest.mark.parametrize("seed", range(20))
def test_events_repeated_permuted_and_late_mean_the_same(seed: int) -> None:
    product = Unkind(seed)
    _life_of_a_village(product)
    assert product.delivered > 100
    for stop, (found, expected) in enumerate(zip(product.seen, _kindly(), strict=True)):
        assert found.keys() == expected.keys(), stop
        for home, item in expected.items():
            assert found[home] == item, (stop, home)
