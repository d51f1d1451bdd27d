"""P5: delivery slots are booked, moved and given back by the member, told of in time, and never oversold."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from care.contact.store import MESSAGES
from care.dynamo.requests import Request
from care.kernel.errors import CareError
from care.logistics.slots.events import DeliverySlotChanged
from care.logistics.slots.model import HalfDay, Slot
from care.logistics.slots.store import SLOT_COUNTS
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"
TUESDAY, WEDNESDAY = "2026-03-03", "2026-03-04"
RACERS, CAPACITY = 64, 40


def ordered() -> Product:
    product = Product()
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    product.settle()
    return product


def order_id(product: Product) -> str:
    (edge,) = product.call("MyOrders", MEMBER)["edges"]
    return str(edge["node"]["id"])


def wish(product: Product, day: str | None = TUESDAY, part: str = "MORNING") -> dict[str, Any]:
    return {"orderId": order_id(product), "slot": {"day": day, "part": part} if day else None}


def book(product: Product, day: str | None = TUESDAY, part: str = "MORNING") -> Any:
    slot = product.call("BookDeliverySlot", MEMBER, input=wish(product, day, part))["order"]["deliverySlot"]
    product.settle()
    return slot


def places(product: Product) -> dict[tuple[str, str], int]:
    slots = product.call("DeliverySlots", MEMBER, id=order_id(product))["deliverySlots"]
    return {(each["day"], each["part"]): each["placesLeft"] for each in slots}


def reminders(product: Product) -> list[Any]:
    return [each for each in product.memory.all(MESSAGES) if each.template == "slot_soon" and each.sent_at]


def told(product: Product) -> list[tuple[int, str, str | None]]:
    """What the mall was told."""
    changes = [each for each in product.app.told if isinstance(each, DeliverySlotChanged)]
    return [(each.change, str(each.day), each.part) for each in changes]


def test_a_slot_is_booked_moved_and_given_back() -> None:
    product = ordered()
    assert places(product)[TUESDAY, "MORNING"] == CAPACITY
    assert book(product) == {"day": TUESDAY, "part": "MORNING"}
    assert places(product)[TUESDAY, "MORNING"] == CAPACITY - 1
    assert book(product, WEDNESDAY, "AFTERNOON") == {"day": WEDNESDAY, "part": "AFTERNOON"}
    assert (places(product)[TUESDAY, "MORNING"], places(product)[WEDNESDAY, "AFTERNOON"]) == (CAPACITY, CAPACITY - 1)
    assert book(product, None) is None
    assert set(places(product).values()) == {CAPACITY}
    assert told(product) == [(1, TUESDAY, "MORNING"), (2, WEDNESDAY, "AFTERNOON"), (3, "None", None)]


def test_the_member_is_told_half_an_hour_before_and_only_of_the_slot_that_holds() -> None:
    product = ordered()
    book(product)
    book(product, WEDNESDAY)
    product.advance(hours=22, minutes=29)
    assert reminders(product) == [], "Tuesday's was moved"
    product.advance(hours=24)
    assert reminders(product) == []
    product.advance(minutes=1)
    (reminder,) = reminders(product)
    assert reminder.sent_at == START + timedelta(hours=46, minutes=30)
    assert (reminder.params["slot"], reminder.params["start"]) == ("3月4日上午", "3月4日09:00")
    assert product.dead() == []


def test_who_has_it_already_is_not_told() -> None:
    product = ordered()
    book(product)
    product.event("OrderArrived", **order_event("O1", arrived_at=START + timedelta(minutes=5)))
    product.advance(days=2)
    assert reminders(product) == []
    assert product.refused("BookDeliverySlot", MEMBER, input=wish(product, WEDNESDAY)) == "ORDER_HAS_COME"
    assert places(product) == {}


@pytest.mark.parametrize(
    ("day", "part"), [("2026-03-02", "MORNING"), ("2026-03-01", "AFTERNOON"), ("2026-03-10", "MORNING")]
)
def test_only_what_is_offered_can_be_booked(day: str, part: str) -> None:
    product = ordered()
    assert (day, part) not in places(product)
    assert product.refused("BookDeliverySlot", MEMBER, input=wish(product, day, part)) == "SLOT_NOT_OFFERED"


def switch(product: Product, *, region: str, open_: bool | None) -> bool:
    given = {"region": region, "open": open_}
    answer = product.call("SetRegionSlots", "operator:O01", input=given)["regionSlots"]
    assert answer == product.call("RegionSlots", "agent:A01", region=region)
    return bool(answer["open"])


def everywhere(product: Product, value: int) -> None:
    soon = (product.clock.now() + timedelta(minutes=5)).isoformat()
    values = [{"key": "logistics.slots_open", "value": value}]
    product.call("PublishSettings", "operator:O01", input={"values": values, "effectiveAt": soon, "why": "先在一地试"})
    product.advance(minutes=10)


def test_slots_are_switched_on_region_by_region() -> None:
    product = ordered()
    everywhere(product, 0)
    assert places(product) == {}
    assert product.refused("BookDeliverySlot", MEMBER, input=wish(product)) == "SLOT_NOT_OFFERED"
    assert switch(product, region="华东", open_=True)
    assert book(product) == {"day": TUESDAY, "part": "MORNING"}
    assert switch(product, region="西南", open_=None) is False


def test_what_is_booked_stays_where_slots_are_switched_off() -> None:
    product = ordered()
    book(product)
    assert not switch(product, region="华东", open_=False)
    assert product.refused("BookDeliverySlot", MEMBER, input=wish(product, WEDNESDAY)) == "SLOT_NOT_OFFERED"
    assert book(product, None) is None, "it can be given back"
    assert switch(product, region="华东", open_=None)


def test_only_an_operator_switches_slots() -> None:
    given = {"region": "华东", "open": True}
    assert Product().refused("SetRegionSlots", "agent:A01", input=given) == "FORBIDDEN"
    assert Product().refused("SetRegionSlots", "operator:O01", input=given | {"region": "#"}) == "BAD_INPUT"


def test_it_closes_two_hours_before() -> None:
    product = ordered()
    today = "2026-03-02"
    product.advance(hours=2)
    assert book(product, today, "AFTERNOON") == {"day": today, "part": "AFTERNOON"}
    later = ordered()
    later.advance(hours=2, seconds=1)
    assert later.refused("BookDeliverySlot", MEMBER, input=wish(later, today, "AFTERNOON")) == "SLOT_NOT_OFFERED"


def test_another_member_s_order_is_none() -> None:
    product = ordered()
    assert product.refused("BookDeliverySlot", "member:M002", input=wish(product)) == "NOT_FOUND"


def test_the_place_of_a_cancelled_order_is_free_again() -> None:
    product = ordered()
    book(product)
    product.event("OrderCancelled", **order_event("O1", cancelled_at=START + timedelta(minutes=1)))
    product.advance(minutes=5)
    assert [each.taken for each in product.memory.all(SLOT_COUNTS)] == [0]
    assert told(product)[-1] == (2, "None", None)


def test_sixty_four_race_for_forty_places() -> None:
    product = Product()
    for number in range(RACERS):
        person = mall.member(id=f"M{number:03}", openid=f"o-{number}")
        product.event("OrderPlaced", **order_event(f"O{number:03}", placed_at=START, member=person))

    def race(number: int) -> str:
        order, member = f"O{number:03}", f"M{number:03}"
        slot = Slot(community="", day=START.date() + timedelta(days=1), part=HalfDay.MORNING)
        request = Request(caller=member, operation="bookDeliverySlot", key="race-race", content={"o": order})
        try:
            product.app.slots.book(request, member, order, slot)
        except CareError as error:
            return error.code
        return "BOOKED"

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(race, range(RACERS)))
    assert {each: outcomes.count(each) for each in set(outcomes)} == {
        "BOOKED": CAPACITY,
        "SLOT_FULL": RACERS - CAPACITY,
    }
    assert [each.taken for each in product.memory.all(SLOT_COUNTS)] == [CAPACITY]
