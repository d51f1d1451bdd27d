"""The largest orders that events can make: one item of DynamoDB holds them, or the event is refused at the door."""

from typing import Any

import pytest

from care.dynamo.codec import MOST_BYTES, item_size
from care.orders import events as shapes
from care.orders.errors import OrderTooLarge
from care.orders.events import OrderPlaced, ShipmentMoved
from care.orders.store import ORDERS
from fakes.facts_room import FactsRoom
from fakes.mall import at, event, facts, line, order

LINES = 100
ID, LABEL, TEXT = "x" * 64, "果" * 64, "油" * 200


@pytest.fixture
def room() -> FactsRoom:
    return FactsRoom()


def widest(naming: str = "") -> list[dict[str, Any]]:
    """As many lines as an event may bear, every field of them as long as it may be."""
    return [
        line(
            line_id=f"{naming}L{number}{ID}"[:64], sku=f"{naming}S{number}{ID}"[:64], shipment_id=f"H{number}{ID}"[:64],
            name=TEXT, category=LABEL, batch=LABEL, supplier=LABEL, quantity=1, unit_price_fen=999_999,
            paid_fen=999_999,
        )
        for number in range(LINES)
    ]  # fmt: skip


def ship(room: FactsRoom, times: int) -> None:
    for number in range(times):
        shipment = {"shipment_id": f"{number}{ID}"[:64], "order_id": "O001", "status": LABEL, "place": TEXT}
        room.orders.take(event(ShipmentMoved, moved_at=at(1), event_id=ID, **shipment))


def size(room: FactsRoom) -> int:
    (item,) = (each for each in room.house.storage.items.values() if each["type"]["S"] == ORDERS.kind)
    return item_size(item)


def restated(room: FactsRoom, times: int) -> None:
    for number in range(times):
        room.orders.take(event(OrderPlaced, **order(placed_at=at(number), lines=widest(f"{number}-"))))


def test_the_whole_life_of_the_widest_order_fits(room: FactsRoom) -> None:
    lines = widest()
    for kind, detail in facts(lines=lines):
        room.orders.take(event(getattr(shapes, kind), event_id=ID, **detail))
    body = order(lines=lines)
    for number in range(0, LINES, 20):
        only = {"line_ids": [each["line_id"] for each in lines[number : number + 20]], "event_id": ID}
        room.orders.take(event(shapes.OrderSigned, **body, signed_at=at(5 + number), **only))
        room.orders.take(event(shapes.OrderCancelled, **body, cancelled_at=at(200 + number), **only))
    ship(room, 20)
    assert 300_000 < size(room) < MOST_BYTES


def test_one_that_grows_past_it_is_refused_and_stays_as_it_was(room: FactsRoom) -> None:
    with pytest.raises(OrderTooLarge) as refusal:
        restated(room, 3)
    assert int(refusal.value.detail["size"]) > MOST_BYTES - 1024
    assert size(room) < MOST_BYTES
    kept = dict(room.house.storage.items)
    with pytest.raises(OrderTooLarge):
        room.orders.take(event(OrderPlaced, **order(placed_at=at(50), lines=widest("again-"))))
    assert room.house.storage.items == kept


def test_so_is_one_whose_shipments_never_end(room: FactsRoom) -> None:
    restated(room, 1)
    with pytest.raises(OrderTooLarge):
        ship(room, 2 * LINES)
    assert size(room) < MOST_BYTES
