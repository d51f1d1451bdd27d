"""What the policy counts from and by (G1): delivery, pickup, channel, a line's share of the freight."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.orders.events import OrderArrived, OrderEvent, OrderPlaced, OrderSigned
from care.orders.merge import merged
from care.orders.model import Line, Order
from fakes.house import START
from fakes.mall import at, event, order


def arrived(hours: float, **changes: Any) -> OrderEvent:
    return event(OrderArrived, **order(**changes), arrived_at=at(hours))


def signed(hours: float, by: str) -> OrderEvent:
    return event(OrderSigned, **order(), signed_at=at(hours), by=by)


def line_of(*events: OrderEvent) -> Line:
    """The first line, which is the same in whatever order the events come."""
    lines = set()
    for each in permutations(events):
        whole = Order(id="O001")
        for fact in each:
            whole = merged(whole, fact)
        lines.add(whole.lines[0])
    (line,) = lines
    return line


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("events", "delivered", "picked_up"),
    [
        ([arrived(1)], 1, None),
        ([signed(2, "leader")], 2, None),
        ([arrived(1), signed(2, "leader"), signed(3, "member")], 1, 3),
        ([arrived(4), signed(2, "leader")], 2, None),
        ([signed(3, "member")], 3, 3),
        ([signed(5, "auto"), signed(3, "leader")], 3, 5),
        ([signed(5, "member"), signed(4, "auto")], 4, 5),
    ],
)
def test_when_it_was_delivered_and_when_it_was_picked_up(
    events: list[OrderEvent], delivered: float, picked_up: float | None
) -> None:
    line = line_of(*events)
    assert line.delivered_at == after(delivered)
    assert line.picked_up_at == (None if picked_up is None else after(picked_up))


def test_a_channel_that_a_later_statement_leaves_out_stays() -> None:
    whole = merged(Order(id="O001"), event(OrderPlaced, **order(channel="LIVE"), placed_at=at(0)))
    assert merged(whole, arrived(1)).channel == "LIVE"
    assert merged(whole, arrived(1, channel="SHOP")).channel == "SHOP"


@given(paid=st.lists(st.integers(0, 10**7), min_size=1, max_size=20), freight=st.integers(0, 10**6))
def test_the_shares_of_the_freight_are_the_freight(paid: list[int], freight: int) -> None:
    lines = tuple(
        Line(id=str(at), sku="S", name="果", category="FRESH", quantity=1, unit_price_fen=fen, paid_fen=fen)
        for at, fen in enumerate(paid)
    )
    whole = Order(id="O001", freight_fen=freight, lines=lines)
    shares = [whole.freight_share(line.id) for line in lines]
    assert sum(shares) == (freight if sum(paid) else 0)
    assert all(abs(share * sum(paid) - freight * fen) <= sum(paid) for share, fen in zip(shares, paid, strict=True))
    assert whole.freight_share("no such line") == 0
