import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from care.accounts.service import Accounts
from care.catalog.report import CategoryReport
from care.catalog.service import Catalog
from care.catalog.store import PRODUCTS
from care.kernel.errors import Conflict, NotReady
from care.kernel.settings import Settings
from care.logistics.arrivals.events import ArrivalPlanned
from care.logistics.supply.events import SupplyChanged
from care.logistics.weather.alerts import WeatherAlerts
from care.members.service import Members
from care.members.store import MEMBERS
from care.orders.service import Orders
from care.orders.store import ORDERS
from care.staff.service import Directory
from care.tickets.returns.model import Receipt
from fakes.house import House
from fakes.mall import at, cipher, facts, line, member, order
from handlers.mall_router import EVENTS_IN, MallRouter, mall_router

PLACED = order(placed_at=at())
REFUND = {"version": 1, "occurred_at": at(), "order_id": "O001", "refund_id": "R1"}


@dataclass
class Graveyard:
    buried: list[tuple[str, str, str]] = field(default_factory=list)

    def __call__(self, body: str, *, reason: str, path: str) -> None:
        self.buried.append((body, reason, path))


@dataclass
class Mall:
    """The house's router, with what it buried."""

    house: House = field(default_factory=House)
    graveyard: Graveyard = field(default_factory=Graveyard)
    back: list[Receipt] = field(default_factory=list)
    planned: list[ArrivalPlanned] = field(default_factory=list)
    supplied: list[SupplyChanged] = field(default_factory=list)

    @property
    def router(self) -> MallRouter:
        house, report = self.house, CategoryReport()
        members = Members(house.storage, house.uow, house.clock, cipher())
        orders = Orders(house.storage, house.uow, house.clock, members, report)
        return mall_router(
            orders=orders,
            moved=orders.take,
            members=members,
            catalog=Catalog(house.storage, house.uow, report),
            directory=Directory(house.storage, house.uow, house.requests, house.clock),
            accounts=Accounts(house.storage, house.uow, house.clock, house.requests, Settings),
            weather=WeatherAlerts(house.storage, house.uow, house.clock, house.requests, Settings),
            planned=self.planned.append,
            supplied=self.supplied.append,
            back=self.back.append,
            clock=house.clock,
            bury=self.graveyard,
        )

    def take(self, kind: str, detail: dict[str, Any]) -> None:
        self.router.take(body(kind, detail))


def body(kind: str, detail: object) -> str:
    return json.dumps({"version": "0", "id": "1", "source": "mall", "detail-type": kind, "detail": detail})


@pytest.fixture
def mall() -> Mall:
    return Mall()


def test_the_life_of_an_order_is_taken_in(mall: Mall) -> None:
    for kind, detail in facts():
        mall.take(kind, detail)
    (made,) = mall.house.storage.all(ORDERS)
    assert None not in (made.placed_at, made.shipped_at, made.arrived_at, made.signed_at)
    assert mall.graveyard.buried == []


@pytest.mark.parametrize(
    ("kind", "detail", "kept"),
    [
        ("ShipmentMoved", {"shipment_id": "S", "order_id": "O", "status": "MOVING", "moved_at": at()}, "order"),
        ("OrderCancelled", order(cancelled_at=at()), "order"),
        ("ProductChanged", {"sku": "A", "category": "FRESH", "occurred_at": at()}, "product"),
        ("MemberChanged", {"member_id": "M", "name": "甲", "occurred_at": at()}, "member"),
        ("LeaderChanged", {"leader_id": "L", "community": "阳光花园", "occurred_at": at()}, "leader"),
        ("OrderRefunded", REFUND | {"lines": [{"line_id": "1", "amount_fen": 5}]}, "mall-refund"),
    ],
)
def test_every_kind_of_fact_reaches_its_use_case(mall: Mall, kind: str, detail: dict[str, Any], kept: str) -> None:
    mall.take(kind, detail)
    kinds = {item["type"]["S"].replace("_", "-") for item in mall.house.storage.items.values()}
    assert kept in kinds
    assert mall.graveyard.buried == []


@pytest.mark.parametrize("kind", ["RefundConfirmed", "RefundFailed", "BenefitConfirmed", "BenefitFailed"])
def test_an_answer_to_what_was_never_asked_is_buried(mall: Mall, kind: str) -> None:
    mall.take(kind, {"version": 1, "occurred_at": at(), "key": "nobody", "attempt": 1})
    ((_, reason, _),) = mall.graveyard.buried
    assert reason.startswith("UNKNOWN_PAYOUT")
    assert mall.house.storage.items == {}


def test_a_redemption_of_what_was_never_given_is_buried(mall: Mall) -> None:
    mall.take("BenefitRedeemed", {"version": 1, "occurred_at": at(), "key": "nobody", "redeemed_at": at()})
    assert len(mall.graveyard.buried) == 1


@pytest.mark.parametrize(
    ("message", "path"),
    [
        ("", "$"),
        ("{", "$"),
        ("[]", "$"),
        ("\ud800", "$"),
        ("[" * 100_000, "$"),
        ('{"detail": {}}', "$"),
        ('{"detail-type": 7, "detail": {}}', "$.detail-type"),
        (body("OrderEaten", {}), "$.detail-type"),
        (body("OrderPlaced", None), "$.detail"),
        (body("OrderPlaced", PLACED | {"version": 2}), "$.detail.version"),
        (body("OrderPlaced", PLACED | {"lines": []}), "$.detail.lines"),
        (body("OrderPlaced", PLACED | {"placed_at": "2026-03-02T10:00:00"}), "$.detail.placed_at"),
        (body("OrderPlaced", PLACED | {"lines": [line(unit_price_fen=9.9)]}), "$.detail.lines[0].unit_price_fen"),
        (body("OrderPlaced", PLACED | {"lines": [line(unit_price_fen=10**30)]}), "$.detail.lines[0].unit_price_fen"),
        (body("OrderPlaced", PLACED | {"occurred_at": at(25)}), "$.detail.occurred_at"),
        (body("OrderPlaced", order(placed_at=at(25), occurred_at=at())), "$.detail.occurred_at"),
        (body("OrderPlaced", PLACED | {"placed_at": "1970-01-01T08:00:00+08:00"}), "$.detail.occurred_at"),
        (body("OrderPlaced", PLACED | {"occurred_at": "0001-01-01T00:00:00+08:00"}), "$.detail.occurred_at"),
        (
            body("BenefitRedeemed", {"version": 1, "key": "k", "redeemed_at": at(25), "occurred_at": at()}),
            "$.detail.occurred_at",
        ),
        (
            body("OrderRefunded", REFUND | {"lines": [{"line_id": "1", "amount_fen": -1}]}),
            "$.detail.lines[0].amount_fen",
        ),
        (body("RefundFailed", {"version": 3, "occurred_at": at(), "key": "k", "attempt": 1}), "$.detail.version"),
    ],
)
def test_poison_is_buried_whole_with_where_it_is_broken(mall: Mall, message: str, path: str) -> None:
    mall.router.take(message)
    ((buried, reason, where),) = mall.graveyard.buried
    assert (buried, where) == (message, path)
    assert reason.startswith("BAD_INPUT: ")
    assert mall.house.storage.items == {}


def test_a_day_ahead_is_just_believed(mall: Mall) -> None:
    mall.take("OrderPlaced", order(placed_at=at(24)))
    assert mall.graveyard.buried == []


def test_another_members_order_is_buried_and_changes_nothing(mall: Mall) -> None:
    mall.take("OrderPlaced", PLACED)
    before = dict(mall.house.storage.items)
    mall.take("OrderPlaced", order(placed_at=at(1), member=member(id="M002")))
    assert [path for _, _, path in mall.graveyard.buried] == ["member.id"]
    assert mall.house.storage.items == before


@pytest.mark.parametrize("error", [Conflict(), NotReady(), TimeoutError()])
def test_what_may_go_well_next_time_is_given_back(mall: Mall, error: Exception) -> None:
    def fail(_event: object) -> None:
        raise error

    router = MallRouter({EVENTS_IN["OrderPlaced"]: fail}, mall.house.clock, mall.graveyard)
    with pytest.raises(type(error)):
        router.take(body("OrderPlaced", PLACED))
    assert mall.graveyard.buried == []


def test_a_message_that_cannot_be_buried_is_not_acknowledged(mall: Mall) -> None:
    def full(_body: str, *, reason: str, path: str) -> None:
        raise ConnectionError(reason + path)

    with pytest.raises(ConnectionError):
        MallRouter({}, mall.house.clock, full).take("{")


def test_personal_data_does_not_go_into_the_reason(mall: Mall) -> None:
    mall.take("OrderPlaced", PLACED | {"member": member(phone="王小燕 138")})
    ((_, reason, path),) = mall.graveyard.buried
    assert path == "$.detail.member.phone"
    assert "138" not in reason
    assert "王" not in reason


def test_nothing_else_is_stored_of_an_unknown_field(mall: Mall) -> None:
    mall.take("ProductChanged", {"sku": "A", "category": "FRESH", "occurred_at": at(), "colour": "green"})
    assert [product.sku for product in mall.house.storage.all(PRODUCTS)] == ["A"]
    assert "green" not in str(mall.house.storage.items)
    assert mall.house.storage.all(MEMBERS) == []
