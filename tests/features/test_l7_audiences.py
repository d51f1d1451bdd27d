"""L7: whom a greeting may mean, beyond tags; what fits their habits; cards by hand; festivals by name."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.relay import parse_global_id
from care.contact.model import Message, MessageState
from care.contact.rules import held_out
from care.contact.store import MESSAGES
from care.kernel.clock import SHANGHAI
from care.programmes.habits.store import BOUGHT, BUYERS
from fakes import mall
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

AUTHOR, SECOND, AGENT = "operator:O01", "manager:B01", "agent:A01"
GREENS = mall.line(line_id="1", sku="SKU-GREENS", name="有机青菜", quantity=1)
BABY = mall.line(line_id="1", sku="SKU-BABY", name="宝宝米粉", category="PACKAGED", quantity=1)


def order(product: Product, member: str, line: Any = GREENS, kind: str = "OrderPlaced", order_id: str = "") -> str:
    number = order_id or f"O-{member}-{product.clock.now():%m%d%H%M%S}-{line['sku']}"
    who = mall.member(id=member, name=f"李{member}", openid=f"open-{member}", phone=None)
    at = {"OrderPlaced": "placed_at", "OrderCancelled": "cancelled_at"}[kind]
    product.event(kind, **order_event(number, **{at: product.clock.now()}, lines=[line], member=who))
    product.advance(minutes=3)
    return number


def asked(product: Product, **changes: object) -> dict[str, object]:
    now = product.clock.now()
    draft = {
        "title": "老顾客",
        "festival": "中秋节",
        "words": "宝宝米粉新到，清淡好消化。",
        "startsAt": (now + timedelta(hours=1)).isoformat(),
        "endsAt": (now + timedelta(days=6)).isoformat(),
    }
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
    return dict(product.call("Greetings", AUTHOR)["edges"][0]["node"])


def sent(product: Product, template: str = "habit_suggestion") -> list[Message]:
    return [each for each in product.memory.all(MESSAGES) if each.template == template]


def publish(product: Product, **figures: int) -> None:
    values = [{"key": key.replace("__", "."), "value": value} for key, value in figures.items()]
    at = (product.clock.now() + timedelta(minutes=3)).isoformat()
    product.call("PublishSettings", AUTHOR, input={"values": values, "effectiveAt": at, "why": "试行"})
    product.advance(minutes=5)


HABIT = {"skus": ["SKU-GREENS"], "times": 2, "days": 60, "never": ["SKU-BABY"]}
SUGGESTED: dict[str, object] = {"kind": "SUGGESTION", "suggested": ["SKU-BABY"], "habit": HABIT}


def test_what_members_buy_is_followed_and_what_is_cancelled_is_not_a_habit() -> None:
    product = Product(START)
    first = order(product, "M1")
    order(product, "M1", GREENS, "OrderPlaced", first)
    product.advance(days=1)
    second = order(product, "M1")
    (row,) = product.memory.all(BOUGHT)
    assert sorted(row.orders) == sorted([first, second])
    order(product, "M1", GREENS, "OrderCancelled", second)
    (row,) = product.memory.all(BOUGHT)
    (buyer,) = product.memory.all(BUYERS)
    assert list(row.orders) == list(buyer.orders) == [first]
    assert product.dead() == []


def test_a_suggestion_goes_to_those_who_have_the_habit_alone() -> None:
    product = Product(START)
    for member in ("M1", "M2", "M3"):
        order(product, member)
    product.advance(days=1)
    for member in ("M1", "M3"):
        order(product, member)
    order(product, "M3", BABY)
    running(product, **SUGGESTED)
    assert seen(product)["preview"]["meant"] == 1
    product.advance(days=2)
    assert [each.member_id for each in sent(product)] == ["M1"]
    (text,) = product.app.contact.texts([each.id for each in sent(product)]).values()
    assert "宝宝米粉新到" in text


def test_a_habit_of_long_ago_is_none() -> None:
    product = Product(START)
    order(product, "M1")
    product.advance(days=61)
    order(product, "M1")
    drafted(product, **SUGGESTED)
    assert seen(product)["preview"]["meant"] == 0


def test_who_bought_several_of_the_products_is_meant_once() -> None:
    product = Product(START)
    order(product, "M1")
    order(product, "M1", BABY)
    habit = {"skus": ["SKU-BABY", "SKU-GREENS"], "times": 1}
    running(product, kind="SUGGESTION", suggested=["SKU-OIL"], habit=habit)
    preview = seen(product)["preview"]
    assert (preview["lookedAt"], preview["meant"]) == (2, 1)
    product.advance(days=2)
    assert len(sent(product)) == 1


def test_what_came_of_it_is_counted_against_those_left_alone() -> None:
    product = Product(START)
    members = [f"M{number}" for number in range(10)]
    for _ in range(2):
        for member in members:
            order(product, member)
        product.advance(days=1)
    publish(product, contact__hold_out=500)
    which = running(product, **SUGGESTED)
    product.advance(days=2)
    parsed = parse_global_id(which["greetingId"])
    assert parsed
    alone = {member for member in members if held_out(member, parsed[1], 500)}
    told = {each.member_id for each in sent(product) if each.state is MessageState.SENT}
    assert told == set(members) - alone
    for member in [*sorted(told)[:2], *sorted(alone)[:1]]:
        order(product, member, BABY)
    product.advance(days=25)
    assert seen(product)["effect"] == {
        "told": len(told),
        "toldBought": 2,
        "heldOut": len(alone),
        "heldOutBought": 1,
    }


def test_who_bought_lately_or_long_ago_needs_no_tag() -> None:
    product = Product(START)
    order(product, "M1")
    product.advance(days=40)
    order(product, "M2")
    order(product, "M1-again")
    drafted(product, lastOrder={"leastDays": 30, "mostDays": 90})
    assert seen(product)["preview"]["meant"] == 1
    order(product, "M1")
    drafted(product, lastOrder={"leastDays": 30, "mostDays": 90})
    assert seen(product)["preview"]["meant"] == 0, "who bought again is not meant"
    drafted(product, lastOrder={"leastDays": 0, "mostDays": 5})
    assert seen(product)["preview"]["meant"] == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "AUDIENCE_IS_EVERYONE"),
        ({"anyOf": ["NEWCOMER"], "lastOrder": {"mostDays": 5}}, "BAD_INPUT"),
        ({"habit": {"skus": []}}, "BAD_INPUT"),
        ({"habit": {"skus": ["A"] * 2}}, "BAD_INPUT"),
        ({"habit": {"skus": ["A"], "times": 21}}, "BAD_INPUT"),
        ({"lastOrder": {"leastDays": 9, "mostDays": 8}}, "BAD_INPUT"),
        ({"kind": "SUGGESTION", "anyOf": ["NEWCOMER"], "suggested": ["A"]}, "BAD_INPUT"),
        ({"kind": "SUGGESTION", "habit": {"skus": ["A"]}}, "BAD_INPUT"),
        ({"anyOf": ["NEWCOMER"], "suggested": ["A"]}, "BAD_INPUT"),
        ({"anyOf": ["NEWCOMER"], "startsAt": None, "festival": "双十一"}, "BAD_INPUT"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, object], code: str) -> None:
    product = Product(START)
    assert product.refused("SaveGreeting", AUTHOR, input=asked(product, **changes)) == code


def test_a_card_is_a_task_for_one_of_us_and_what_came_of_it_is_counted() -> None:
    product = Product(START)
    entry = {"staffId": "A01", "name": "小陈", "roles": ["AGENT"], "regions": []}
    product.call("RegisterStaffMember", SECOND, input=entry)
    product.call("SetPresence", AGENT, input={"present": True})
    for member in ("M1", "M2", "M3"):
        order(product, member)
    product.call("SetContactPreferences", "member:M3", input={"optedOut": ["MARKETING"]})
    running(product, kind="CARD", lastOrder={"mostDays": 5})
    product.advance(hours=3)
    cards = [each["node"] for each in product.call("CardsToWrite", AGENT)["edges"]]
    assert {each["member"]["name"] for each in cards} == {"李M1", "李M2"}
    assert sent(product, "festival_greeting") == []
    for card, written in zip(cards, (True, False), strict=True):
        done = {"cardId": card["id"], "written": written, "note": "写好了" if written else "地址不详"}
        product.call("FinishGreetingCard", AGENT, input=done)
        assert product.refused("FinishGreetingCard", AGENT, input=done | {"note": "再说"}) == "CARD_FINISHED"
    product.advance(hours=4)
    assert product.call("CardsToWrite", AGENT)["edges"] == []
    outcomes = {(each["state"], each["reason"]): each["count"] for each in seen(product)["outcomes"]}
    assert outcomes == {("WRITTEN", None): 1, ("NOT_WRITTEN", None): 1, ("SUPPRESSED", "OPTED_OUT"): 1}


def test_more_cards_than_anybody_writes_are_refused() -> None:
    product = Product(START)
    for member in ("M1", "M2"):
        order(product, member)
    publish(product, programmes__cards_most=1)
    which = drafted(product, kind="CARD", lastOrder={"mostDays": 5})
    assert product.refused("MoveGreeting", AUTHOR, input=which | {"step": "SUBMIT"}) == "AUDIENCE_TOO_WIDE"


def test_cards_are_for_those_who_care_for_members() -> None:
    product = Product(START)
    for who in ("member:M1", AUTHOR):
        assert product.run("CardsToWrite", who).codes == ["FORBIDDEN"]


def test_a_festival_says_when_by_itself() -> None:
    product = Product(START)
    days = {each["name"]: each["day"] for each in product.call("Festivals", AUTHOR, year=2026)}
    assert (days["春节"], days["端午节"], days["中秋节"]) == ("2026-02-17", "2026-06-19", "2026-09-25")
    assert (days["清明节"], days["元宵节"], days["国庆节"]) == ("2026-04-05", "2026-03-03", "2026-10-01")
    order(product, "M1")
    drafted(product, festival="元宵节", startsAt=None, endsAt=None, lastOrder={"mostDays": 5})
    starts, ends = (datetime.fromisoformat(seen(product)[name]).astimezone(SHANGHAI) for name in ("startsAt", "endsAt"))
    assert (starts.isoformat()[:16], ends.isoformat()[:16]) == ("2026-03-03T09:00", "2026-03-04T21:00")
    assert product.run("Festivals", AUTHOR, year=1900).codes == ["BAD_INPUT"]


def waiting_for_cooldown(product: Product, members: list[str]) -> dict[str, str]:
    """A second greeting, whose messages wait until the first one's are a day old."""
    for member in members:
        order(product, member)
    running(product, lastOrder={"mostDays": 5}, title="第一个")
    product.advance(hours=2)
    which = running(product, lastOrder={"mostDays": 5}, title="第二个")
    product.advance(hours=2)
    waiting = [each for each in sent(product, "festival_greeting") if each.state is MessageState.PLANNED]
    assert len(waiting) == len(members)
    return which


def test_a_pause_takes_back_what_waits_and_resuming_tells_each_once() -> None:
    product = Product(START)
    members = [f"M{number}" for number in range(5)]
    which = waiting_for_cooldown(product, members)
    product.call("MoveGreeting", AUTHOR, input=which | {"step": "PAUSE"})
    product.advance(days=3)
    states = Counter(each.state for each in sent(product, "festival_greeting"))
    assert states == {MessageState.SENT: 5, MessageState.SUPPRESSED: 5}, "a paused greeting says nothing"
    for step in ("RESUME", "PAUSE", "RESUME"):
        product.call("MoveGreeting", AUTHOR, input=which | {"step": step})
    product.advance(days=2)
    told = [each for each in sent(product, "festival_greeting") if each.state is MessageState.SENT]
    assert Counter(each.member_id for each in told) == dict.fromkeys(members, 2), "once by each greeting"
    assert sum(each["count"] for each in seen(product)["outcomes"]) == seen(product)["told"] == len(members)
    assert product.dead() == []


def test_a_stop_takes_back_what_waits_for_good() -> None:
    product = Product(START)
    which = waiting_for_cooldown(product, ["M1", "M2"])
    product.call("MoveGreeting", AUTHOR, input=which | {"step": "STOP"})
    product.advance(days=5)
    states = sorted(str(each.state) for each in sent(product, "festival_greeting"))
    assert states == ["SENT", "SENT", "SUPPRESSED", "SUPPRESSED"]
    assert product.refused("MoveGreeting", AUTHOR, input=which | {"step": "RESUME"}) == "GREETING_STEP_REFUSED"
