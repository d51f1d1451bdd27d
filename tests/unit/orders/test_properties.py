"""Any order, any repetition of an order's facts: the same items, bookkeeping apart."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.catalog.report import CategoryReport
from care.kernel.bookkeeping import BOOKKEEPING
from care.members.events import MemberChanged
from care.members.service import Members
from care.orders import events as shapes
from care.orders.events import OrderEvent, ShipmentMoved
from care.orders.service import Orders
from fakes.house import House
from fakes.mall import at, cipher, event, facts, line, member, order

Fact = OrderEvent | ShipmentMoved | MemberChanged
FIELDS = {
    "OrderPlaced": "placed_at",
    "OrderShipped": "shipped_at",
    "OrderArrived": "arrived_at",
    "OrderSigned": "signed_at",
    "OrderCancelled": "cancelled_at",
}
HOURS = st.integers(-3, 3)
LINES = st.lists(
    st.fixed_dictionaries(
        {"sku": st.sampled_from("AB"), "unit_price_fen": st.integers(0, 3)},
        optional={"paid_fen": st.integers(0, 3), "batch": st.sampled_from(["b1", "b2"]), "category": st.just("海鲜")},
    ).map(lambda fields: line(**fields)),
    min_size=1,
    max_size=2,
)
MARKS: dict[str, st.SearchStrategy[Any]] = {"event_id": st.sampled_from(["e1", "e2"]), "occurred_at": HOURS.map(at)}


@st.composite
def order_events(draw: st.DrawFn) -> OrderEvent:
    kind = draw(st.sampled_from(sorted(FIELDS)))
    optional = MARKS | {"region": st.sampled_from("东西"), "freight_fen": st.integers(0, 2)}
    if kind in ("OrderSigned", "OrderCancelled"):
        optional |= {"line_ids": st.just(["1"])}
    required = {
        FIELDS[kind]: HOURS.map(at),
        "order_id": st.sampled_from(["O1", "O1", "O2"]),
        "lines": LINES,
        "leader_id": st.sampled_from(["L1", "L2"]),
        "member": st.builds(member, name=st.sampled_from("甲乙"), phone=st.sampled_from(["", "13800000001"])),
    }
    detail = draw(st.fixed_dictionaries(required, optional=optional))
    made: OrderEvent = event(getattr(shapes, kind), **{k: v for k, v in order().items() if k != "region"} | detail)
    return made


MOVES = st.builds(
    lambda hours, **fields: event(ShipmentMoved, order_id="O1", moved_at=at(hours), **fields),
    HOURS,
    shipment_id=st.sampled_from(["S1", "S2"]),
    status=st.sampled_from(["COLLECTED", "IN_TRANSIT"]),
)
CHANGES = st.builds(
    lambda hours, **fields: event(MemberChanged, member_id="M001", occurred_at=at(hours), **fields),
    HOURS,
    name=st.sampled_from(["", "丙", None]),
    opted_out=st.sampled_from([[], ["CARE"], None]),
)
HISTORIES = st.lists(st.one_of(order_events(), MOVES, CHANGES), min_size=2, max_size=6)


def end_of(arrivals: Sequence[Fact]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Everything that is stored after these facts came in, bookkeeping apart."""
    house = House()
    members = Members(house.storage, house.uow, house.clock, cipher())
    orders = Orders(house.storage, house.uow, house.clock, members, CategoryReport())
    for fact in arrivals:
        if isinstance(fact, MemberChanged):
            members.take(fact)
        else:
            orders.take(fact)
    return {
        home: {name: each for name, each in item.items() if name not in BOOKKEEPING}
        for home, item in house.storage.items.items()
    }


@settings(max_examples=150, deadline=None)
@given(st.data(), HISTORIES)
def test_any_order_and_any_repetition_ends_alike(data: st.DataObject, history: list[Fact]) -> None:
    again = data.draw(st.lists(st.sampled_from(history), max_size=4))
    arrivals = data.draw(st.permutations([*history, *again]))
    assert end_of(arrivals) == end_of(history)


PLAIN = [
    *(event(getattr(shapes, kind), **detail) for kind, detail in facts()),
    event(ShipmentMoved, shipment_id="S1", order_id="O001", status="COLLECTED", moved_at=at(1)),
]
TANGLED = [
    event(shapes.OrderPlaced, **order(placed_at=at(), freight_fen=600)),
    event(shapes.OrderSigned, **order(signed_at=at(5), by="auto")),
    event(shapes.OrderSigned, **order(signed_at=at(3), line_ids=["1"])),
    event(shapes.OrderCancelled, **order(cancelled_at=at(4), line_ids=["2"])),
    event(shapes.OrderCancelled, **order(cancelled_at=at(6))),
]


@pytest.mark.parametrize("life", [PLAIN, TANGLED], ids=["plain", "tangled"])
def test_all_120_orders_of_one_orders_life_end_alike(life: list[Fact]) -> None:
    expected = end_of(life)
    assert all(end_of(arrivals) == expected for arrivals in permutations(life))
