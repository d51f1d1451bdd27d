"""P5: bad weather: who is to get something there and then is asked before they complain; the answer is acted on."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from api.relay import global_id
from care.contact.store import MESSAGES, TALKS
from care.kernel.clock import SHANGHAI
from care.logistics.holding.store import COLD_STORES, HOLDS
from care.logistics.slots.events import DeliverySlotChanged
from care.logistics.slots.store import BOOKINGS, SLOT_COUNTS
from care.logistics.weather.model import OfferState
from care.logistics.weather.store import COMMUNITIES, OFFERS, WEATHER
from care.tickets.model import TicketKind
from care.tickets.store import TICKETS
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER, OPERATOR, HOME, REGION = "member:M001", "operator:O01", "阳光花园", "华东"
OIL = mall.line(line_id="1", sku="SKU-OIL", name="压榨花生油 5L", category="GRAIN_OIL", quantity=1)
APPLES = mall.line(line_id="1")
STORM = datetime(2026, 3, 3, 6, tzinfo=SHANGHAI)
"""Tuesday from six in the morning until midnight; the house's clock starts on Monday at ten."""
NEXT_MORNING = ("2026-03-04", "MORNING")


def ordered(
    order_id: str = "O1", member: str = "M001", *lines: dict[str, Any], product: Product | None = None
) -> Product:
    product = product or Product()
    product.event("OrderPlaced", **order_event(order_id, placed_at=START, **body(member, *lines)))
    product.advance(minutes=3)
    return product


def body(member: str = "M001", *lines: dict[str, Any]) -> dict[str, Any]:
    return {"lines": list(lines or (OIL,)), "member": mall.member(id=member, openid=f"o-{member}", phone=None)}


def book(
    product: Product, day: str = "2026-03-03", part: str = "MORNING", order: str = "O1", as_: str = MEMBER
) -> None:
    product.call(
        "BookDeliverySlot", as_, input={"orderId": global_id("Order", order), "slot": {"day": day, "part": part}}
    )
    product.settle()


def ship(product: Product, order: str = "O1", status: str = "IN_TRANSIT") -> None:
    about = {"order_id": order, "shipment_id": f"S-{order}", "status": status, "carrier": "SF"}
    product.event("ShipmentMoved", **about, moved_at=product.clock.now().isoformat())
    product.advance(minutes=3)


def storm(product: Product, **changes: Any) -> None:
    about = {
        "alert_id": "W1",
        "kind": "暴雨",
        "level": "ORANGE",
        "regions": [REGION],
        "starts_at": STORM.isoformat(),
        "ends_at": (STORM + timedelta(hours=18)).isoformat(),
        "occurred_at": product.clock.now().isoformat(),
    }
    product.event("WeatherAlerted", **about | changes)
    product.advance(minutes=10)


def texts(product: Product, template: str) -> list[str]:
    told = [each for each in product.memory.all(MESSAGES) if each.template == template]
    return list(product.app.contact.texts([each.id for each in told]).values())


def reply(product: Product, text: str, member: str = "M001") -> None:
    product.app.uow.run(
        lambda batch: product.app.conversations.hear(batch, member, text, f"{text}-{product.clock.now()}")
    )
    product.advance(minutes=3)


def options(product: Product) -> dict[str, str]:
    """What the last question offers, by its title."""
    (talk,) = [each for each in product.memory.all(TALKS) if each.member_id == "M001"]
    return {each.title: each.key for each in talk.asked[-1].question.options}


def states(product: Product) -> dict[str, OfferState]:
    return {each.order_id: each.state for each in product.memory.all(OFFERS)}


def booked(product: Product, order: str = "O1") -> tuple[str, str] | None:
    slots = {each.order_id: each.slot for each in product.memory.all(BOOKINGS)}
    slot = slots.get(order)
    return (slot.day.isoformat(), str(slot.part)) if slot else None


def told(product: Product) -> list[tuple[str, str | None]]:
    return [(str(each.day), each.part) for each in product.app.told if isinstance(each, DeliverySlotChanged)]


def asked() -> Product:
    """Oil for Tuesday morning, and a storm that day."""
    product = ordered()
    book(product)
    storm(product)
    return product


def test_who_is_to_get_something_then_is_asked_once() -> None:
    product = asked()
    (text,) = texts(product, "weather_offer")
    assert "3月3日06:00到3月4日00:00有暴雨橙色预警" in text
    assert "1 照常送；2 改到3月4日上午；3 改到3月4日下午；4 先放自提点" in text
    assert "不回复就照常送" in text
    storm(product)
    storm(product, level="RED", occurred_at=product.clock.now().isoformat())
    product.advance(hours=6)
    assert len(texts(product, "weather_offer")) == 1
    assert product.dead() == []


def test_who_is_not_concerned_is_left_alone() -> None:
    product = ordered()
    book(product, "2026-03-04")
    ordered("O2", "M002", product=product)
    elsewhere = body("M003") | {
        "member": mall.member(id="M003", openid="o-3", phone=None, community="别处"),
        "region": "西南",
    }
    product.event("OrderPlaced", **order_event("O3", placed_at=START, **elsewhere))
    ship(product, "O3")
    ordered("O4", "M004", product=product)
    ship(product, "O4")
    product.event("OrderArrived", **order_event("O4", arrived_at=product.clock.now(), **body("M004")))
    storm(product)
    product.advance(days=2)
    assert states(product) == {}, "another day, not shipped, another region, already there"


def test_a_reply_moves_it_to_another_half_day() -> None:
    product = asked()
    reply(product, "2")
    assert booked(product) == NEXT_MORNING
    assert told(product)[-1] == NEXT_MORNING
    assert states(product) == {"O1": OfferState.MOVED}
    assert len(texts(product, "weather_moved")) == 1
    assert {each.day.isoformat(): each.taken for each in product.memory.all(SLOT_COUNTS)} == {
        "2026-03-03": 0,
        "2026-03-04": 1,
    }
    product.advance(days=2)
    assert len(texts(product, "slot_soon")) == 1, "told of the slot that holds"
    assert product.dead() == []


def test_what_was_full_meanwhile_is_offered_anew_and_never_oversold() -> None:
    product = ordered()
    capacity = [{"key": "logistics.slot_capacity", "value": 1}]
    change = {
        "values": capacity,
        "effectiveAt": (product.clock.now() + timedelta(minutes=5)).isoformat(),
        "why": "小车",
    }
    product.call("PublishSettings", OPERATOR, input=change)
    product.advance(minutes=10)
    book(product)
    storm(product)
    ordered("O2", "M002", product=product)
    book(product, *NEXT_MORNING, order="O2", as_="member:M002")
    reply(product, "2")
    (text,) = texts(product, "weather_again")
    assert "2 改到3月4日下午" in text
    assert booked(product) == ("2026-03-03", "MORNING"), "nothing has changed so far"
    reply(product, "改到3月4日下午")
    assert booked(product) == ("2026-03-04", "AFTERNOON")
    assert all(each.taken <= 1 for each in product.memory.all(SLOT_COUNTS))


def test_silence_leaves_it_as_it_is() -> None:
    product = asked()
    product.advance(days=3)
    assert booked(product) == ("2026-03-03", "MORNING")
    assert states(product) == {"O1": OfferState.ASKED}
    assert len(texts(product, "slot_soon")) == 1


def test_keep_is_an_answer_too() -> None:
    product = asked()
    reply(product, "照常送")
    assert states(product) == {"O1": OfferState.KEPT}
    assert len(texts(product, "weather_kept")) == 1
    assert told(product) == [("2026-03-03", "MORNING")]


def test_it_can_stay_at_the_pickup_point() -> None:
    product = asked()
    reply(product, options(product)["先放自提点,保管到3月4日12:00"])
    (hold,) = product.memory.all(HOLDS)
    assert hold.until == STORM + timedelta(hours=30), "twelve hours after the storm"
    assert booked(product) is None
    assert told(product)[-1] == ("None", None)
    assert len(texts(product, "parcel_held")) == 1
    product.advance(days=3)
    assert [each.state for each in product.memory.all(HOLDS)] == ["RELEASED"], "it never came"


def test_food_that_spoils_on_its_way_is_offered_what_it_bears() -> None:
    """Fresh goods keep for a day: no half-day after the storm is soon enough, nor does the pickup point help."""
    product = ordered("O1", "M001", APPLES)
    ship(product)
    storm(product)
    assert list(options(product)) == ["照常送", "申请退款"]
    reply(product, "申请退款")
    product.advance(minutes=10)
    claims = [each for each in product.memory.all(TICKETS) if each.kind is TicketKind.CLAIM]
    assert [each.reason for each in claims] == ["NOT_ARRIVED"]
    assert states(product) == {"O1": OfferState.REFUND}


def test_fresh_goods_over_a_short_storm_take_a_cold_place() -> None:
    product = ordered("O1", "M001", APPLES)
    ship(product)
    storm(product, starts_at=(START + timedelta(hours=1)).isoformat(), ends_at=(START + timedelta(hours=5)).isoformat())
    reply(product, options(product)["先放自提点,保管到3月3日03:00"])
    assert [each.taken for each in product.memory.all(COLD_STORES)] == [1]


def test_heat_concerns_what_spoils_alone() -> None:
    product = ordered()
    ship(product)
    ordered("O2", "M002", APPLES, product=product)
    ship(product, "O2")
    storm(product, kind="HEAT")
    assert set(states(product)) == {"O2"}
    assert ("2026-03-03", "MORNING") in slots(product), "heat keeps nobody off the road"


def slots(product: Product) -> set[tuple[str, str]]:
    answer = product.call("DeliverySlots", MEMBER, id=global_id("Order", "O1"))
    return {(each["day"], each["part"]) for each in answer["deliverySlots"]}


def test_nothing_is_booked_into_the_storm() -> None:
    product = asked()
    assert ("2026-03-03", "AFTERNOON") not in slots(product)
    given = {"orderId": global_id("Order", "O1"), "slot": {"day": "2026-03-03", "part": "AFTERNOON"}}
    assert product.refused("BookDeliverySlot", MEMBER, input=given) == "SLOT_NOT_OFFERED"


def test_what_sets_out_during_the_alert_is_asked_too() -> None:
    product = ordered()
    storm(product)
    assert states(product) == {}
    ship(product)
    product.advance(minutes=6)
    assert states(product) == {"O1": OfferState.ASKED}


def test_lifted_before_an_answer_the_question_closes() -> None:
    product = asked()
    storm(product, lifted=True)
    assert states(product) == {"O1": OfferState.CLOSED}
    assert len(texts(product, "weather_lifted")) == 1
    (message,) = [each for each in product.memory.all(MESSAGES) if each.template == "weather_offer"]
    tap = {"messageId": global_id("Message", message.id), "option": "2"}
    assert product.refused("AnswerMessage", MEMBER, input=tap) == "QUESTION_CLOSED"
    reply(product, "2")
    assert booked(product) == ("2026-03-03", "MORNING")
    assert ("2026-03-03", "AFTERNOON") in slots(product)
    assert product.dead() == []


def test_lifted_while_the_message_waits_for_the_morning_it_is_never_sent() -> None:
    product = ordered()
    book(product)
    product.advance_to(23)
    storm(product)
    storm(product, lifted=True)
    product.advance_to(12)
    assert texts(product, "weather_offer") == texts(product, "weather_lifted") == []
    assert states(product) == {"O1": OfferState.CLOSED}


def test_an_answer_stands_when_it_is_lifted() -> None:
    product = asked()
    reply(product, "2")
    storm(product, lifted=True)
    assert (booked(product), states(product)) == (NEXT_MORNING, {"O1": OfferState.MOVED})
    assert texts(product, "weather_lifted") == []


def test_prolonged_over_what_was_chosen_it_is_asked_again() -> None:
    product = asked()
    reply(product, "2")
    storm(product, ends_at=(STORM + timedelta(hours=36)).isoformat())
    assert len(texts(product, "weather_offer")) == 2
    reply(product, "2")
    assert booked(product) == ("2026-03-05", "MORNING")


def test_prolonged_over_what_is_offered_only_the_new_question_is_open() -> None:
    product = asked()
    storm(product, ends_at=(STORM + timedelta(hours=36)).isoformat())
    reply(product, "2")
    assert booked(product) == ("2026-03-05", "MORNING")
    (talk,) = product.memory.all(TALKS)
    assert [bool(each.closed_at) for each in talk.asked] == [True, False]


def test_statements_in_any_order_end_alike() -> None:
    """The lifting comes first, then what it lifts."""
    product = ordered()
    book(product)
    earlier = product.clock.now().isoformat()
    product.advance(minutes=5)
    storm(product, lifted=True)
    storm(product, occurred_at=earlier)
    product.advance(hours=1)
    assert states(product) == {}
    assert [each.spells for each in product.memory.all(WEATHER)] in ([], [()])


def test_a_mild_alert_changes_nothing() -> None:
    product = ordered()
    book(product)
    storm(product, level="BLUE")
    assert states(product) == {}


def test_it_is_offered_two_days_ahead() -> None:
    product = ordered()
    book(product, "2026-03-07")
    week = STORM + timedelta(days=4)
    storm(product, starts_at=week.isoformat(), ends_at=(week + timedelta(hours=18)).isoformat())
    assert states(product) == {}
    product.advance_to(9)
    product.advance(days=2)
    assert states(product) == {"O1": OfferState.ASKED}


def test_a_community_of_which_the_first_order_comes_in_the_storm_is_reached() -> None:
    product = Product()
    storm(product)
    ordered(product=product)
    ship(product)
    product.advance(minutes=6)
    assert states(product) == {"O1": OfferState.ASKED}


def test_what_lies_at_the_pickup_point_is_not_asked_about() -> None:
    product = ordered()
    book(product)
    ship(product, status="AT_PICKUP")
    storm(product)
    assert states(product) == {}


def test_in_simple_mode_there_is_less_to_choose_from() -> None:
    product = ordered()
    given = {"memberId": global_id("Member", "M001"), "on": True}
    product.call("SetSimpleMode", MEMBER, input=given)
    book(product)
    storm(product)
    assert list(options(product)) == ["照常送", "改到3月4日上午", "先放自提点,保管到3月4日12:00"]


def test_of_two_alerts_for_the_same_hours_one_asks() -> None:
    product = asked()
    storm(product, alert_id="W2", kind="大风")
    assert len(texts(product, "weather_offer")) == 1
    storm(product, lifted=True)
    assert "大风橙色预警" in texts(product, "weather_offer")[-1], "the other one still holds"
    reply(product, "2")
    assert booked(product) == NEXT_MORNING


def test_the_next_alert_asks_when_the_first_is_over() -> None:
    product = ordered()
    ship(product)
    storm(product)
    second = {
        "starts_at": (STORM + timedelta(hours=18)).isoformat(),
        "ends_at": (STORM + timedelta(hours=30)).isoformat(),
    }
    storm(product, alert_id="W2", kind="冰雹", **second)
    assert len(texts(product, "weather_offer")) == 1
    product.advance(days=2)
    assert "冰雹橙色预警" in texts(product, "weather_offer")[-1]


def test_an_alert_names_other_places_each_time_it_is_stated() -> None:
    product = Product()
    for turn in range(3):
        storm(
            product,
            regions=[f"R{turn}-{each}" for each in range(15)],
            communities=[f"C{turn}-{each}" for each in range(15)],
        )
    marked = {each.community for each in product.memory.all(WEATHER) if each.spells}
    assert marked == {f"C2-{each}" for each in range(15)}
    assert product.dead() == []


def test_a_community_is_noted_once() -> None:
    product = ordered()
    ordered("O2", "M002", product=product)
    assert [(each.region, each.community) for each in product.memory.all(COMMUNITIES)] == [(REGION, HOME)]


def alert(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "RAINSTORM",
        "level": "RED",
        "communities": [HOME],
        "startsAt": STORM.isoformat(),
        "endsAt": (STORM + timedelta(hours=18)).isoformat(),
    } | changes


def test_an_operator_states_an_alert_and_has_second_thoughts() -> None:
    product = ordered()
    book(product)
    stated = product.call("StateWeatherAlert", OPERATOR, input=alert())["alert"]
    product.advance(minutes=10)
    assert states(product) == {"O1": OfferState.ASKED}
    product.call("LiftWeatherAlert", OPERATOR, input={"alertId": stated["id"]})
    product.advance(minutes=10)
    assert states(product) == {"O1": OfferState.CLOSED}
    assert product.refused("LiftWeatherAlert", OPERATOR, input={"alertId": stated["id"]}) == "WEATHER_ALERT_OVER"
    (listed,) = product.call("WeatherAlerts", OPERATOR)["edges"]
    assert (listed["node"]["statedBy"], listed["node"]["level"]) == ("O01", "RED")


@pytest.mark.parametrize(
    "changes",
    [
        {"communities": []},
        {"communities": [""]},
        {"communities": ["a#b"]},
        {"communities": [f"C{number}" for number in range(31)]},
        {"endsAt": STORM.isoformat()},
        {"endsAt": (STORM + timedelta(days=16)).isoformat()},
        {"startsAt": (STORM + timedelta(days=40)).isoformat(), "endsAt": (STORM + timedelta(days=41)).isoformat()},
        {"startsAt": (START - timedelta(days=2)).isoformat(), "endsAt": START.isoformat()},
    ],
)
def test_bad_alerts_are_refused(changes: dict[str, Any]) -> None:
    assert Product().refused("StateWeatherAlert", OPERATOR, input=alert(**changes)) == "BAD_INPUT"


def test_only_an_operator_states_alerts() -> None:
    product = Product()
    for who in (MEMBER, "leader:L001", "agent:A01"):
        assert product.refused("StateWeatherAlert", who, input=alert()) == "FORBIDDEN"


def test_a_wave_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("care.logistics.weather.waves.PAGE", 4)
    product = Product()
    for number in range(10):
        ordered(f"O{number}", f"M{number:03}", product=product)
        ship(product, f"O{number}")
    storm(product)
    product.advance(minutes=10)
    assert len(states(product)) == 10
    storm(product, lifted=True)
    product.advance(minutes=10)
    assert set(states(product).values()) == {OfferState.CLOSED}
    assert product.dead() == []


def stall_asked(product: Product) -> int:
    return len(texts(product, "parcel_stalled"))


def test_the_norm_is_worked_off_outside_of_bad_weather() -> None:
    """36 hours without those of the storm: 18 hours later than else."""
    product = ordered()
    ship(product)
    storm(product)
    product.advance(hours=47)
    assert stall_asked(product) == 0
    product.advance(hours=14)
    assert stall_asked(product) == 1
    assert product.dead() == []


def test_for_fresh_goods_the_norm_is_not_put_off() -> None:
    product = ordered("O1", "M001", APPLES)
    ship(product)
    storm(product)
    product.advance(hours=47)
    assert stall_asked(product) == 1


def test_lifted_early_the_norm_runs_again() -> None:
    product = ordered()
    ship(product)
    storm(product)
    product.advance_to(6)
    product.advance(hours=2)
    storm(product, lifted=True)
    product.advance(hours=31)
    assert stall_asked(product) == 1, "two hours of storm, and at most six until it is looked at again"
