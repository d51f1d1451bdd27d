"""P5: 延时保管: what has come is kept as long as it keeps, and no pickup point keeps more than it can."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.relay import global_id
from api.viewer import Role, Viewer
from care.contact.store import MESSAGES
from care.dynamo.requests import Request
from care.kernel.errors import CareError
from care.logistics.holding.events import ParcelHoldChanged
from care.logistics.holding.store import COLD_STORES
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER, LEADER, STRANGER = "member:M001", "leader:L001", "leader:L002"
APPLES = mall.line(line_id="1")
OIL = mall.line(line_id="2", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=1)
ORDER = {"orderId": global_id("Order", "O1")}
FRESH_KEEPS, DRY_KEEPS, REMINDER = timedelta(hours=24), timedelta(hours=168), timedelta(hours=3)
RACERS, PLACES = 64, 20


def arrived(*lines: dict[str, Any]) -> Product:
    """An order that came at ten in the morning; its leader is also a member."""
    product = Product()
    product.viewers.stated[LEADER] = Viewer(id="L001", roles=frozenset({Role.LEADER}), community="阳光花园")
    product.viewers.stated[STRANGER] = Viewer(id="L002", roles=frozenset({Role.LEADER}), community="别的小区")
    about = {"leader_id": "L001", "community": "阳光花园", "region": "华东", "member_id": "M-L001"}
    product.event("LeaderChanged", **about, occurred_at=START.isoformat())
    place(product, "O1", "M001", lines or (APPLES,))
    product.advance(minutes=3)
    return product


def place(product: Product, order_id: str, member_id: str, lines: Any) -> None:
    body = {"lines": list(lines), "member": mall.member(id=member_id, openid=f"o-{member_id}", phone=None)}
    product.event("OrderPlaced", **order_event(order_id, placed_at=START - timedelta(days=1), **body))
    product.event("OrderArrived", **order_event(order_id, arrived_at=START, **body))


def sign(product: Product, by: str = "member", lines: Any = (APPLES,)) -> None:
    facts = order_event("O1", signed_at=product.clock.now(), by=by, lines=list(lines))
    facts["member"] = mall.member(openid="o-M001", phone=None)
    product.event("OrderSigned", **facts)
    product.advance(minutes=3)


def hold(product: Product, until: datetime | None = None) -> Any:
    given = ORDER | ({"until": until.isoformat()} if until else {})
    kept = product.call("HoldParcel", MEMBER, input=given)["hold"]
    product.settle()
    return kept


def state(product: Product) -> str:
    return str(product.call("OrderHold", MEMBER, id=ORDER["orderId"])["hold"]["state"])


def cold(product: Product) -> tuple[int, int]:
    store = product.call("ColdStore", LEADER)
    return store["taken"], store["places"]


def listed(product: Product, leader: str = LEADER) -> list[Any]:
    return [each["node"] for each in product.call("HeldParcels", leader)["edges"]]


def texts(product: Product, template: str, member: str = "M001") -> list[str]:
    sent = [each for each in product.memory.all(MESSAGES) if each.template == template and each.member_id == member]
    found = product.app.contact.texts([each.id for each in sent])
    return list(found.values())


def told(product: Product) -> list[tuple[int, datetime | None]]:
    """What the mall was told."""
    return [(each.change, each.until) for each in product.app.told if isinstance(each, ParcelHoldChanged)]


def test_it_is_kept_as_long_as_it_keeps_and_everybody_is_told() -> None:
    product = arrived()
    kept = hold(product)
    assert datetime.fromisoformat(kept["until"]) == START + FRESH_KEEPS
    assert (kept["state"], kept["cold"], cold(product)) == ("HELD", True, (1, PLACES))
    (text,) = texts(product, "parcel_held")
    assert "保管到3月3日10:00" in text
    assert "按送达算的从到自提点时起算" in text, "no window is lengthened in silence"
    assert len(texts(product, "leader_hold", "M-L001")) == 1
    (seen,) = listed(product)
    assert (seen["until"], seen["order"]["orderId"]) == (kept["until"], "O1")
    assert told(product) == [(1, START + FRESH_KEEPS)]


def test_a_reminder_then_its_end_and_what_follows() -> None:
    product = arrived()
    hold(product)
    product.advance_to(7)
    assert texts(product, "hold_soon_over") == []
    product.advance(hours=1)
    assert len(texts(product, "hold_soon_over")) == 1, "due at seven, sent when the night is over"
    product.advance_to(10)
    assert state(product) == "OVERDUE"
    assert len(texts(product, "hold_over")) == 1
    assert len(texts(product, "leader_hold_over", "M-L001")) == 1
    assert cold(product)[0] == 1, "it still lies there"
    assert [each["state"] for each in listed(product)] == ["OVERDUE"]
    product.call("ReleaseParcel", LEADER, input=ORDER)
    product.settle()
    assert (cold(product)[0], listed(product), told(product)[-1]) == (0, [], (3, None))
    assert product.dead() == []


def test_what_was_taken_home_is_kept_no_longer() -> None:
    product = arrived()
    hold(product)
    sign(product, by="leader")
    assert state(product) == "HELD", "the leader took it in; the member has not come yet"
    sign(product)
    assert (state(product), cold(product)[0], listed(product)) == ("COLLECTED", 0, [])
    product.advance(days=2)
    assert texts(product, "hold_soon_over") == texts(product, "hold_over") == []
    assert product.refused("ReleaseParcel", MEMBER, input=ORDER) == "HOLD_OVER"
    assert product.refused("HoldParcel", MEMBER, input=ORDER) == "NOTHING_TO_HOLD"


def test_the_guarantee_counts_from_the_facts_and_from_nothing_else() -> None:
    """The anchors of G1 are arrival and the member's own taking: keeping goods moves neither."""
    product = arrived()
    hold(product)
    product.advance(hours=20)
    sign(product)
    line = product.app.orders.get_many(["O1"])["O1"].lines[0]
    assert (line.delivered_at, line.picked_up_at) == (START, START + timedelta(hours=20, minutes=3))


def test_what_spoils_first_decides() -> None:
    product = arrived(OIL)
    at_most = product.call("OrderHold", MEMBER, id=ORDER["orderId"])["holdUntilAtMost"]
    assert datetime.fromisoformat(at_most) == START + DRY_KEEPS
    assert not hold(product, START + timedelta(days=6))["cold"]
    assert cold(product)[0] == 0, "oil needs no cold place"
    both = arrived(APPLES, OIL)
    late = ORDER | {"until": (START + timedelta(days=6)).isoformat()}
    assert both.refused("HoldParcel", MEMBER, input=late) == "HOLD_TOO_LONG"


def test_a_refusal_says_the_latest_time() -> None:
    product = arrived()
    late = ORDER | {"until": (START + FRESH_KEEPS + timedelta(minutes=1)).isoformat()}
    reply = product.run("HoldParcel", MEMBER, input=late)
    (error,) = reply.data["holdParcel"]["userErrors"]
    assert "3月3日10:00" in error["message"]


def test_the_product_s_own_shelf_life_is_shorter() -> None:
    product = arrived(OIL)
    stated = {"sku": "SKU-OIL", "category": "GRAIN_OIL", "name": "油", "shelf_life_days": 2}
    product.event("ProductChanged", **stated, occurred_at=product.clock.now().isoformat())
    assert datetime.fromisoformat(hold(product)["until"]) == START + timedelta(days=2)


def test_what_has_not_come_or_is_another_s_is_not_kept() -> None:
    product = arrived()
    assert product.refused("HoldParcel", "member:M002", input=ORDER) == "NOT_FOUND"
    assert product.refused("HoldParcel", MEMBER, input=ORDER | {"until": START.isoformat()}) == "BAD_INPUT"
    product.event("OrderPlaced", **order_event("O2", placed_at=START))
    assert product.refused("HoldParcel", MEMBER, input={"orderId": global_id("Order", "O2")}) == "NOTHING_TO_HOLD"


def test_a_carrier_s_word_is_enough() -> None:
    product = Product()
    product.event("OrderPlaced", **order_event("O1", placed_at=START))
    about = {"order_id": "O1", "shipment_id": "S1", "status": "AT_PICKUP", "moved_at": START.isoformat()}
    product.event("ShipmentMoved", **about)
    assert datetime.fromisoformat(hold(product)["until"]) == START + FRESH_KEEPS


def test_another_community_s_leader_neither_sees_nor_frees_it() -> None:
    product = arrived()
    hold(product)
    assert listed(product, STRANGER) == []
    assert product.refused("ReleaseParcel", STRANGER, input=ORDER) == "NOT_FOUND"
    assert product.refused("ReleaseParcel", "member:M002", input=ORDER) == "NOT_FOUND"


def test_asked_again_it_takes_no_second_place_and_only_the_new_end_counts() -> None:
    product = arrived()
    hold(product, START + timedelta(hours=5))
    hold(product)
    assert cold(product)[0] == 1
    product.advance(hours=6)
    assert state(product) == "HELD"
    product.call("ReleaseParcel", MEMBER, input=ORDER)
    product.settle()
    assert (state(product), cold(product)[0]) == ("RELEASED", 0)


def test_the_leader_s_own_number_binds() -> None:
    product = arrived()
    product.call("SetColdPlaces", LEADER, input={"places": 0})
    assert product.refused("HoldParcel", MEMBER, input=ORDER) == "COLD_STORE_FULL"
    product.call("SetColdPlaces", LEADER, input={"places": 1})
    hold(product)
    assert cold(product) == (1, 1)
    assert product.refused("SetColdPlaces", LEADER, input={"places": -1}) == "BAD_INPUT"


def test_a_cancelled_order_frees_its_place() -> None:
    product = arrived()
    hold(product)
    facts = order_event("O1", cancelled_at=product.clock.now(), lines=[APPLES])
    facts["member"] = mall.member(openid="o-M001", phone=None)
    product.event("OrderCancelled", **facts)
    product.advance(minutes=5)
    assert (state(product), cold(product)[0]) == ("RELEASED", 0)


@pytest.mark.parametrize("places", [None, 7])
def test_sixty_four_race_for_the_cold_places(places: int | None) -> None:
    product = arrived()
    product.call("SetColdPlaces", LEADER, input={"places": places})
    for number in range(RACERS):
        place(product, f"R{number:03}", f"M{number:03}", [APPLES])

    def race(number: int) -> str:
        order, member = f"R{number:03}", f"M{number:03}"
        request = Request(caller=member, operation="holdParcel", key="race-race", content={"o": order})
        try:
            product.app.holdings.hold(request, member, order, None)
        except CareError as error:
            return error.code
        return "HELD"

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(race, range(RACERS)))
    most = PLACES if places is None else places
    assert {each: outcomes.count(each) for each in set(outcomes)} == {"HELD": most, "COLD_STORE_FULL": RACERS - most}
    assert [each.taken for each in product.memory.all(COLD_STORES)] == [most]
