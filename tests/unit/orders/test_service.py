from typing import Any

import pytest

from care.catalog.report import CategoryReport
from care.kernel.errors import BadInput
from care.members.model import Stats
from care.members.service import Members
from care.members.store import MEMBERS
from care.orders.events import OrderCancelled, OrderPlaced, OrderSigned, ShipmentMoved
from care.orders.service import Orders
from fakes.house import START, House
from fakes.mall import at, cipher, event, line, member, order


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def unknown() -> list[str]:
    return []


@pytest.fixture
def orders(house: House, unknown: list[str]) -> Orders:
    members = Members(house.storage, house.uow, house.clock, cipher())
    return Orders(house.storage, house.uow, house.clock, members, CategoryReport(unknown.append))


def placed(hours: float = 0, **changes: Any) -> OrderPlaced:
    return event(OrderPlaced, **order(placed_at=at(hours)) | changes)


def stats(house: House) -> Stats:
    (member,) = house.storage.all(MEMBERS)
    return member.stats


def test_order_member_figures_and_facts_are_one_transaction(house: House, orders: Orders) -> None:
    orders.take(placed())
    assert house.storage.calls == ["fetch", "transact"]
    assert stats(house) == Stats(orders=1, spent_fen=5180, first_order_at=START, by_category={"FRESH": 1, "DAIRY": 1})
    (member,) = house.storage.all(MEMBERS)
    assert (member.community, member.leader_id) == ("阳光花园", "L001")
    (item,) = house.planned()
    assert (item.kind, item.subject, item.generation, item.part) == ("order.stated", "O001", 0, "")
    assert item.payload == {"member_id": "M001"}


def test_what_is_known_writes_nothing(house: House, orders: Orders) -> None:
    orders.take(placed())
    house.storage.calls.clear()
    orders.take(placed())
    assert house.storage.calls == ["fetch"]


@pytest.mark.parametrize("backwards", [False, True])
def test_what_is_stated_anew_is_judged_anew(house: House, orders: Orders, *, backwards: bool) -> None:
    """Once, in whatever order the statements come: the same item, though the older of two then changes no figure."""
    orders.take(placed())
    house.storage.transact([house.agenda.take(item) for item in house.planned()])
    later = [placed(lines=[line(paid_fen=paid)], occurred_at=at(hour)) for hour, paid in ((1, 9_000), (2, 5_180))]
    for each in reversed(later) if backwards else later:
        orders.take(each)
    assert stats(house).spent_fen == 5_180
    assert [(item.kind, item.subject) for item in house.planned()] == [("order.stated", "O001")]


def test_facts_of_one_moment_are_judged_together(house: House, orders: Orders) -> None:
    orders.take(placed())
    assert {item.due for item in house.planned()} == {START.replace(minute=2)}


def test_each_signing_is_a_fact_of_its_own(house: House, orders: Orders) -> None:
    orders.take(event(OrderSigned, **order(signed_at=at(9))))
    orders.take(event(OrderSigned, **order(signed_at=at(7), line_ids=["1"], by="leader")))
    signed = house.planned("order.signed")
    assert {(item.generation, item.payload["signed_at"]) for item in signed} == {
        (int(START.timestamp()) + 9 * 3600, "2026-03-02T11:00:00.000000Z"),
        (int(START.timestamp()) + 7 * 3600, "2026-03-02T09:00:00.000000Z"),
    }
    (made,) = orders.get_many(["O001"]).values()
    assert made.signed_at
    assert int(made.signed_at.timestamp()) in {item.generation for item in signed}


def test_a_cancelled_order_counts_no_longer(house: House, orders: Orders) -> None:
    orders.take(placed())
    orders.take(event(OrderCancelled, **order(cancelled_at=at(1))))
    assert stats(house) == Stats(first_order_at=START)
    (item,) = house.planned("order.cancelled")
    assert (item.part, item.payload) == ("", {"member_id": "M001", "line_ids": ""})


def test_a_cancelled_line_counts_no_longer(house: House, orders: Orders) -> None:
    orders.take(event(OrderCancelled, **order(cancelled_at=at(1), line_ids=["2"])))
    assert stats(house) == Stats(orders=1, spent_fen=3980, by_category={"FRESH": 1})
    assert house.planned("order.cancelled")[0].payload["line_ids"] == "2"


def test_figures_add_up_over_orders(house: House, orders: Orders) -> None:
    orders.take(placed(5))
    orders.take(placed(2, order_id="O002", lines=[line(paid_fen=100, category="活体海鲜")]))
    assert stats(house) == Stats(
        orders=2,
        spent_fen=5280,
        first_order_at=START.replace(hour=4),
        by_category={"FRESH": 1, "DAIRY": 1, "OTHER": 1},
    )


def test_an_unknown_category_is_kept_and_reported(orders: Orders, unknown: list[str]) -> None:
    orders.take(placed(lines=[line(category="活体海鲜"), line()]))
    assert unknown == ["活体海鲜"]
    assert orders.get_many(["O001"])["O001"].lines[0].category == "活体海鲜"


def test_a_shipment_may_be_known_before_its_order(house: House, orders: Orders) -> None:
    orders.take(event(ShipmentMoved, shipment_id="S1", order_id="O001", status="COLLECTED", moved_at=at(3)))
    assert (orders.get_many(["O001"]), orders.of_member("M001", 10)[0], house.planned()) == ({}, [], [])
    orders.take(placed())
    assert list(orders.get_many(["O001"])["O001"].shipments) == ["S1"]


def test_another_members_order_changes_nothing(house: House, orders: Orders) -> None:
    orders.take(placed())
    before = dict(house.storage.items)
    with pytest.raises(BadInput):
        orders.take(placed(1, member=member(id="M002")))
    assert house.storage.items == before


def test_orders_are_paged_newest_first_by_member_and_leader(orders: Orders) -> None:
    for number in range(3):
        orders.take(placed(number, order_id=f"O{number}"))
    orders.take(placed(9, order_id="O9", member=member(id="M002"), leader_id="L002"))
    first, after = orders.of_member("M001", 2)
    rest, end = orders.of_member("M001", 2, after)
    assert ([each.id for each in (*first, *rest)], end) == (["O2", "O1", "O0"], None)
    assert [each.id for each in orders.of_leader("L002", 10)[0]] == ["O9"]
    assert [each.id for each in orders.of_leader("L001", 10)[0]] == ["O2", "O1", "O0"]


def test_two_orders_of_one_member_at_once_both_count(house: House, orders: Orders) -> None:
    rival = iter([placed(order_id="O002")])
    transact = house.storage.transact

    def with_rival(writes: Any) -> None:
        for each in rival:
            orders.take(each)
        transact(writes)

    house.storage.transact = with_rival  # type: ignore[method-assign]
    orders.take(placed())
    assert stats(house).orders == 2
