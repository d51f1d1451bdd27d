"""L7: a festival greeting: drafted, counted, approved by a second person, sent in waves, paused, followed."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.relay import parse_global_id
from care.contact.member_contact import MemberContact
from care.contact.model import Message, MessageState
from care.contact.rules import held_out
from care.contact.store import CONTACTS, MESSAGES, contact_at
from care.kernel.clock import SHANGHAI
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

AUTHOR, SECOND = "operator:O01", "manager:B01"


def product_with(*members: str) -> Product:
    """Each of these members has signed a first order, and so is a newcomer."""
    product = Product(START)
    for member in members:
        who = mall.member(id=member, name=f"李{member}", openid=f"open-{member}")
        product.event("OrderSigned", **order_event(f"O-{member}", signed_at=product.clock.now(), member=who))
    product.advance(minutes=3)
    return product


def asked(product: Product, **changes: object) -> dict[str, object]:
    now = product.clock.now()
    draft = {
        "title": "中秋感谢", "festival": "中秋节", "words": "愿您家人团圆，月圆人也圆。", "anyOf": ["NEWCOMER"],
        "startsAt": (now + timedelta(hours=1)).isoformat(), "endsAt": (now + timedelta(days=6)).isoformat(),
    }  # fmt: skip
    return draft | changes


def drafted(product: Product, **changes: object) -> dict[str, str]:
    answer = product.call("SaveGreeting", AUTHOR, input=asked(product, **changes))
    product.advance(minutes=2)
    return {"greetingId": answer["greeting"]["id"]}


def running(product: Product, **changes: object) -> dict[str, str]:
    which = drafted(product, **changes)
    product.call("MoveGreeting", AUTHOR, input=which | {"step": "SUBMIT"})
    product.call("DecideGreeting", SECOND, input=which)
    return which


def seen(product: Product) -> dict[str, Any]:
    (edge,) = product.call("Greetings", AUTHOR)["edges"]
    return dict(edge["node"])


def messages(product: Product) -> list[Message]:
    return [each for each in product.memory.all(MESSAGES) if each.template == "festival_greeting"]


def outcomes(product: Product) -> dict[str, int]:
    return {f"{each['state']}:{each['reason'] or ''}".rstrip(":"): each["count"] for each in seen(product)["outcomes"]}


def publish(product: Product, **figures: int) -> None:
    values = [{"key": key.replace("__", "."), "value": value} for key, value in figures.items()]
    at = (product.clock.now() + timedelta(minutes=3)).isoformat()
    product.call("PublishSettings", AUTHOR, input={"values": values, "effectiveAt": at, "why": "中秋"})
    product.advance(minutes=5)


def test_it_is_counted_approved_by_a_second_person_and_told_once() -> None:
    product = product_with("M1", "M2")
    which = drafted(product)
    preview = seen(product)["preview"]
    assert (preview["complete"], preview["meant"], len(preview["sample"])) == (True, 2, 2)
    product.call("MoveGreeting", AUTHOR, input=which | {"step": "SUBMIT"})
    assert product.refused("DecideGreeting", AUTHOR, input=which) == "OWN_GREETING"
    product.advance(hours=3)
    assert messages(product) == [], "nothing is sent before a second person has approved"
    product.call("DecideGreeting", SECOND, input=which)
    product.advance(days=2)
    assert Counter(each.member_id for each in messages(product)) == {"M1": 1, "M2": 1}
    assert (seen(product)["state"], seen(product)["told"], outcomes(product)) == ("DONE", 2, {"SENT": 2})
    (text,) = [
        edge["node"]["text"]
        for edge in product.call("MyMessages", "member:M1")["edges"]
        if "中秋节" in edge["node"]["text"]
    ]
    assert "愿您家人团圆" in text
    assert product.dead() == []


def test_who_opted_out_or_has_a_red_alert_is_told_nothing_and_the_reason_is_counted() -> None:
    product = product_with("M1", "M2", "M3")
    product.call("SetContactPreferences", "member:M1", input={"optedOut": ["MARKETING"]})
    alert = MemberContact(member_id="M2", alerts=("T-RED",))
    known = product.memory.get(*contact_at("M2"))
    product.memory.transact([CONTACTS.save(known.alerted("T-RED", open_=True) if known else alert, name="alert")])
    running(product)
    preview = seen(product)["preview"]
    assert (preview["meant"], preview["optedOut"], preview["openAlert"]) == (3, 1, 1)
    product.advance(days=2)
    assert outcomes(product) == {"SENT": 1, "SUPPRESSED:OPTED_OUT": 1, "SUPPRESSED:OPEN_ALERT": 1}


def test_a_hold_out_member_never_gets_it() -> None:
    members = [f"M{number}" for number in range(12)]
    product = product_with(*members)
    publish(product, contact__hold_out=500)
    which = running(product)
    product.advance(days=3)
    parsed = parse_global_id(which["greetingId"])
    assert parsed
    spared = {member for member in members if held_out(member, parsed[1], 500)}
    assert 0 < len(spared) < len(members)
    sent = {each.member_id for each in messages(product) if each.state is MessageState.SENT}
    assert sent == set(members) - spared
    assert outcomes(product)["SUPPRESSED:HELD_OUT"] == len(spared) == seen(product)["preview"]["heldOut"]


def test_paused_it_sends_no_further_wave_and_resumed_it_goes_on_where_it_stood() -> None:
    members = [f"M{number}" for number in range(5)]
    product = product_with(*members)
    publish(product, programmes__wave_size=2, programmes__wave_minutes=30)
    which = running(product)
    while not seen(product)["waves"]:
        product.advance(minutes=10)
    product.call("MoveGreeting", AUTHOR, input=which | {"step": "PAUSE"})
    product.advance(hours=5)
    assert (seen(product)["state"], len(messages(product))) == ("PAUSED", 2)
    product.call("MoveGreeting", AUTHOR, input=which | {"step": "RESUME"})
    product.advance(days=2)
    assert Counter(each.member_id for each in messages(product)) == dict.fromkeys(members, 1)
    assert (seen(product)["state"], seen(product)["waves"]) == ("DONE", 3)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"anyOf": []}, "AUDIENCE_IS_EVERYONE"),
        ({"words": "亲,节日快乐"}, "WORDS_BANNED"),
        ({"words": "好" * 61}, "BAD_INPUT"),
        ({"endsAt": START.isoformat()}, "BAD_INPUT"),
        ({"leastOrders": -1}, "BAD_INPUT"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, object], code: str) -> None:
    product = product_with("M1")
    assert product.refused("SaveGreeting", AUTHOR, input=asked(product, **changes)) == code


def test_an_audience_of_nobody_is_refused_and_nothing_is_sent() -> None:
    product = product_with("M1")
    which = drafted(product, leastOrders=9)
    assert product.refused("MoveGreeting", AUTHOR, input=which | {"step": "SUBMIT"}) == "AUDIENCE_IS_EMPTY"
    product.advance(days=2)
    assert messages(product) == []


def test_an_audience_wider_than_allowed_is_refused() -> None:
    product = product_with("M1", "M2")
    publish(product, programmes__greeting_most=1)
    which = drafted(product)
    assert product.refused("MoveGreeting", AUTHOR, input=which | {"step": "SUBMIT"}) == "AUDIENCE_TOO_WIDE"


def test_given_back_it_is_written_anew_and_counted_anew() -> None:
    product = product_with("M1")
    which = drafted(product)
    product.call("MoveGreeting", AUTHOR, input=which | {"step": "SUBMIT"})
    product.call("DecideGreeting", SECOND, input=which | {"refusedBecause": "话太长了"})
    assert (seen(product)["state"], seen(product)["refusedBecause"]) == ("DRAFT", "话太长了")
    product.call("SaveGreeting", AUTHOR, input=asked(product, words="中秋快乐。") | which)
    assert product.refused("MoveGreeting", AUTHOR, input=which | {"step": "SUBMIT"}) == "AUDIENCE_NOT_COUNTED"
    product.advance(minutes=2)
    product.call("MoveGreeting", AUTHOR, input=which | {"step": "SUBMIT"})


def test_stopped_it_is_over() -> None:
    product = product_with("M1")
    which = running(product)
    product.call("MoveGreeting", AUTHOR, input=which | {"step": "STOP"})
    product.advance(days=3)
    assert (messages(product), seen(product)["state"]) == ([], "STOPPED")
    assert product.refused("MoveGreeting", AUTHOR, input=which | {"step": "RESUME"}) == "GREETING_STEP_REFUSED"


def test_quiet_hours_are_kept() -> None:
    product = product_with("M1", "M2")
    night = (product.clock.now().astimezone(SHANGHAI) + timedelta(days=1)).replace(hour=23, minute=0)
    running(product, startsAt=night.isoformat())
    product.advance(days=3)
    assert [local_hour(each.sent_at) in range(8, 21) for each in messages(product)] == [True, True]


def local_hour(at: datetime | None) -> int:
    assert at
    return at.astimezone(SHANGHAI).hour


STEPS = st.lists(st.sampled_from(["PAUSE", "RESUME", "WAIT", "OPT_OUT", "SUBMIT", "STOP"]), max_size=8)


@settings(max_examples=30, deadline=None)
@given(steps=STEPS, size=st.integers(1, 3), members=st.integers(1, 5))
def test_whatever_is_done_nobody_is_told_twice_and_no_count_is_lost(steps: list[str], size: int, members: int) -> None:
    names = [f"M{number}" for number in range(members)]
    product = product_with(*names)
    publish(product, programmes__wave_size=size)
    which = running(product)
    left: dict[str, datetime] = {}
    for step in steps:
        if step == "WAIT":
            product.advance(hours=1)
        elif step == "OPT_OUT":
            product.call("SetContactPreferences", "member:M0", input={"optedOut": ["MARKETING"]})
            left.setdefault("M0", product.clock.now())
        else:
            product.run("MoveGreeting", AUTHOR, input=which | {"step": step})
    product.advance(days=7)
    told = Counter(each.member_id for each in messages(product))
    assert set(told.values()) <= {1}
    late = [each for each in messages(product) if each.member_id in left and each.state is MessageState.SENT]
    assert all(each.sent_at and each.sent_at <= left[each.member_id] for each in late)
    assert sum(outcomes(product).values()) == seen(product)["told"] == len(messages(product))
    assert product.dead() == []
