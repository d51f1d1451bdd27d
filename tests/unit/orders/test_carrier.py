"""Who carries a shipment is as it was last stated, in whatever order its movements are heard of."""

from itertools import permutations
from typing import Any

import pytest

from care.orders.events import ShipmentMoved
from care.orders.merge import moved
from care.orders.model import Order
from fakes.mall import at, event

MOVES = [
    {"moved_at": at(1), "status": "LEFT", "carrier": "SF"},
    {"moved_at": at(2), "status": "ON_THE_WAY"},
    {"moved_at": at(3), "status": "HANDED_OVER", "carrier": "JD"},
    {"moved_at": at(4), "status": "SIGNED"},
]


def shipment(moves: Any) -> tuple[str, str | None]:
    order = Order(id="O1")
    for each in moves:
        order = moved(order, event(ShipmentMoved, shipment_id="T1", order_id="O1", **each))
    return order.shipments["T1"].status, order.shipments["T1"].carrier


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_carrier_is_the_one_stated_last(order: tuple[int, ...]) -> None:
    moves = [MOVES[n] for n in order]
    assert shipment(moves) == shipment(moves + moves) == ("SIGNED", "JD")


def test_an_unstated_carrier_is_unknown() -> None:
    assert shipment([MOVES[1]]) == ("ON_THE_WAY", None)


def test_a_known_movement_changes_nothing() -> None:
    move = event(ShipmentMoved, shipment_id="T1", order_id="O1", **MOVES[0])
    known = moved(Order(id="O1"), move)
    assert moved(known, move) is known
