"""G10: refund in full and in part, freight, reissue, coupon, points, gift, weekly card, event place, and a sincere
apology alone: each given as it was offered, and told as what it is. Returns and exchange: test_g10_returns.py.
"""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from fakes.front import AGENT, ME, Front, line_of
from fakes.policy_desk import content_of, publish_policy
from fakes.shop import OIL

Paid = list[tuple[str, int, int]]
Parts = list[dict[str, Any]]
FREIGHT = 600


@pytest.fixture
def front() -> Front:
    return Front()


CHOSEN: dict[tuple[str, str, str], Paid] = {
    ("2", "DAMAGED", "FULL_REFUND"): [("POINTS", 0, 100), ("REFUND", 12_900, 0)],
    ("2", "DAMAGED", "HALF_REFUND_COUPON"): [("COUPON", 500, 0), ("POINTS", 0, 100), ("REFUND", 6_450, 0)],
    ("2", "DAMAGED", "KEEP_COUPON"): [("COUPON", 1_000, 0), ("POINTS", 0, 100)],
    ("2", "DISLIKE", "KEEP_POINTS"): [("POINTS", 0, 200)],
    ("2", "DISLIKE", "FULL_REFUND"): [("REFUND", 12_900, 0)],
}


@pytest.mark.parametrize(("line_id", "reason", "remedy"), CHOSEN)
def test_what_is_chosen_is_paid_as_it_was_offered(front: Front, line_id: str, reason: str, remedy: str) -> None:
    ticket = front.tap(line_id, reason)
    (offer,) = [each for each in ticket["menu"] if each["remedy"] == remedy]
    promised = sorted((part["kind"], part["amount"]["fen"], part["points"]) for part in offer["parts"])
    front.pick(ticket, remedy)
    front.settle()
    assert sorted(front.paid()) == promised == CHOSEN[line_id, reason, remedy]
    seen = front.see(ticket)
    assert (seen["state"], seen["remedy"]) == ("RESOLVED", remedy)
    assert {payout["state"] for payout in seen["payouts"]} == {"PAID"}
    assert any(offer["title"] in text for text in front.told(ticket))


GIVEN: dict[tuple[str, str], Paid] = {
    ("RANCID", "FULL_REFUND_COUPON"): [("COUPON", 1_000, 0), ("REFUND", 12_900, 0)],
    ("RANCID", "FULL_REFUND_POINTS"): [("POINTS", 0, 1_000), ("REFUND", 12_900, 0)],
}


@pytest.mark.parametrize(("reason", "remedy"), GIVEN)
def test_food_safety_gives_all_back_and_something_on_top_at_once(front: Front, reason: str, remedy: str) -> None:
    ticket = front.tap("2", reason, offer=front.token_for(remedy, "2", reason))
    front.settle()
    assert sorted(front.paid()) == GIVEN[reason, remedy]
    assert front.see(ticket)["state"] == "RESOLVED"


def test_a_sincere_apology_alone_pays_nothing_and_resolves(front: Front) -> None:
    ticket = front.tap("2")
    front.call("DecideTicket", AGENT, input={"ticketId": ticket["id"], "text": "非常抱歉", "remedy": "APOLOGY"})
    front.settle()
    seen = front.see(ticket)
    assert (seen["state"], seen["remedy"], seen["chosenBy"], seen["payouts"]) == ("RESOLVED", "APOLOGY", "STAFF", [])
    assert front.paid() == []
    assert "非常抱歉" in [entry["text"] for entry in front.timeline(ticket)]


def test_an_agent_gives_any_remedy_of_the_policy_but_no_other(front: Front) -> None:
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], "text": "给您送积分", "remedy": "KEEP_POINTS"}
    assert front.refused("DecideTicket", AGENT, input=wanted | {"remedy": "A_CAR"}) == "BAD_INPUT"
    front.call("DecideTicket", AGENT, input=wanted | {"overrideReason": "油还能用，客人只要积分"})
    front.settle()
    assert front.paid() == [("POINTS", 0, 200)]


def test_an_odd_fen_is_the_members(front: Front) -> None:
    front.mall_refunds("1", 1)
    ticket = front.tap(offer=front.token_for("HALF_REFUND_COUPON"))
    front.settle()
    assert sorted(front.paid()) == [("COUPON", 500, 0), ("POINTS", 0, 100), ("REFUND", 1_990, 0)]
    assert front.see(ticket)["state"] == "RESOLVED"


def test_a_remedy_of_several_payouts_is_done_when_all_are(front: Front) -> None:
    front.mall = lambda request: "CONFIRMED" if str(request.payout.kind) == "REFUND" else None
    ticket = front.tap("2")
    front.pick(ticket, "HALF_REFUND_COUPON")
    front.settle()
    seen = front.see(ticket)
    states = {payout["kind"]: payout["state"] for payout in seen["payouts"]}
    assert states == {"REFUND": "PAID", "COUPON": "PENDING", "POINTS": "PENDING"}
    assert seen["state"] == "PAYING"
    front.mall = lambda _request: "CONFIRMED"
    front.advance(minutes=30)
    assert front.see(ticket)["state"] == "RESOLVED"
    assert len(front.paid()) == 3, "asked twice, paid once"


def test_a_line_brings_no_more_than_was_paid_for_it_however_often_it_is_reopened(front: Front) -> None:
    ticket = front.tap("2")
    front.pick(ticket, "HALF_REFUND_COUPON")
    front.settle()
    for remedy in ("HALF_REFUND_COUPON", None):
        front.call("ReopenTicket", ME, input={"ticketId": ticket["id"]})
        wanted = {"ticketId": ticket["id"], "text": "再补给您", "remedy": "FULL_REFUND"}
        if remedy is None:
            assert front.refused("DecideTicket", AGENT, input=wanted) == "NOTHING_LEFT"
            break
        front.call("DecideTicket", AGENT, input=wanted | {"remedy": remedy})
        front.settle()
    assert sum(fen for kind, fen, _points in front.paid() if kind == "REFUND") == 12_900


# ---------------------------------------------------------------- whatever an operator makes of the parts


MADE: dict[str, tuple[Parts, Paid, str, str]] = {
    "REFUND": (
        [{"kind": "REFUND", "percent": 30}], [("REFUND", 3_870, 0)],
        "退款到账后马上告诉您", "退款已经到账，",
    ),
    "REFUND and FREIGHT": (
        [{"kind": "REFUND", "percent": 100}, {"kind": "FREIGHT"}], [("FREIGHT", FREIGHT, 0), ("REFUND", 12_900, 0)],
        "退款和运费到账后马上告诉您", "退款和运费已经到账，",
    ),
    "COUPON": (
        [{"kind": "COUPON", "fen": 1_500}], [("COUPON", 1_500, 0)],
        "优惠券放进您的账户后马上告诉您", "优惠券已经放进您的账户，",
    ),
    "POINTS": (
        [{"kind": "POINTS", "points": 300}], [("POINTS", 0, 300)],
        "积分放进您的账户后马上告诉您", "积分已经放进您的账户，",
    ),
    "REISSUE": (
        [{"kind": "REISSUE"}], [("REISSUE", 12_900, 0)],
        "补发的商品发出后马上告诉您", "补发的商品已经发出，",
    ),
    "GIFT": (
        [{"kind": "GIFT", "sku": "SKU-TEA", "fen": 1_200}], [("GIFT", 1_200, 0)],
        "礼物发出后马上告诉您", "礼物已经发出，",
    ),
    "CARD": (
        [{"kind": "CARD", "sku": "CARD-VEG", "fen": 2_000, "quantity": 4}], [("CARD", 2_000, 0)],
        "周订卡放进您的账户后马上告诉您", "周订卡已经放进您的账户，",
    ),
    "PLACE": (
        [{"kind": "PLACE", "sku": "EVENT-FARM", "fen": 800}], [("PLACE", 800, 0)],
        "活动名额留好后马上告诉您", "活动名额已经留好，",
    ),
    "mixed": (
        [{"kind": "REISSUE"}, {"kind": "COUPON", "fen": 500}, {"kind": "REFUND", "percent": 10}],
        [("COUPON", 500, 0), ("REFUND", 1_290, 0), ("REISSUE", 12_900, 0)],
        "退款到账、优惠券放进您的账户、补发的商品发出后马上告诉您",
        "退款已经到账，优惠券已经放进您的账户，补发的商品已经发出，",
    ),
}  # fmt: skip


def offered(parts: Parts) -> tuple[Front, dict[str, Any]]:
    """A claim for the oil of O002 under a policy whose menu holds a remedy of these parts, and nothing on top."""
    front = Front()
    content = content_of(front.call("PolicyContent", "operator:P01"))
    content["remedies"].append({"code": "MADE", "title": "为您准备的补偿", "parts": parts, "doneWithinHours": 48})
    rule = next(each for each in content["rules"] if each["code"] == "QUALITY")
    rule |= {"remedies": ["FULL_REFUND", "MADE"], "defaultRemedy": "FULL_REFUND", "extras": []}
    at = (front.clock.now() + timedelta(minutes=5)).isoformat()
    operator = partial(front.call, as_="operator:P01")
    assert not publish_policy(operator, content, effective_at=at, why="试一种新的补偿")["userErrors"]
    front.advance(minutes=6)
    front.place("O002", lines=[OIL], freight_fen=FREIGHT)
    front.sign("O002", lines=[OIL], freight_fen=FREIGHT)
    wanted = front.wish("2") | {"lineId": line_of("2", "O002")}
    return front, dict(front.call("ApplyForAftercare", ME, input=wanted)["ticket"])


@pytest.mark.parametrize("made", MADE)
def test_each_kind_is_given_as_it_was_offered_and_told_as_what_it_is(made: str) -> None:
    """No more and no less than its parts; a coupon is not said to have arrived as money, nor goods."""
    parts, paid, coming, done = MADE[made]
    front, ticket = offered(parts)
    front.pick(ticket, "MADE")
    front.settle()
    assert sorted(front.paid()) == paid
    seen = front.see(ticket)
    assert (seen["state"], {payout["state"] for payout in seen["payouts"]}) == ("RESOLVED", {"PAID"})
    told = front.told(ticket)
    assert len(told) == 3, "the menu, what is being done, what has been done"
    (taken,) = [text for text in told if "已经为您办理" in text]
    (settled,) = [text for text in told if "办好了" in text]
    assert coming in taken
    assert done in settled
    assert ("到账" in taken + settled) == ("REFUND" in str(parts))


@pytest.mark.parametrize("failing", ["REISSUE", "COUPON", "REFUND"])
def test_a_mixed_remedy_that_fails_in_part_is_not_told_as_done_and_the_rest_is_not_undone(failing: str) -> None:
    front, ticket = offered(MADE["mixed"][0])
    front.mall = lambda request: "FAILED" if str(request.payout.kind) == failing else "CONFIRMED"
    front.pick(ticket, "MADE")
    front.advance(minutes=5)
    seen = front.see(ticket)
    states = {payout["kind"]: payout["state"] for payout in seen["payouts"]}
    assert states == {"REFUND": "PAID", "COUPON": "PAID", "REISSUE": "PAID"} | {failing: "FAILED"}
    assert seen["state"] == "IN_REVIEW", "promised as a whole, so it is not done"
    told = front.told(ticket)
    assert ["还没有全部办好" in text for text in told] == [False, False, True]
    assert MADE["mixed"][2].replace("马上", "第一时间") in told[-1], "all that was promised, whichever part it is"
    assert not any("办好了" in text for text in told)
    (failed,) = [payout for payout in seen["payouts"] if payout["state"] == "FAILED"]
    front.mall = lambda _request: "CONFIRMED"
    front.call("RetryPayout", AGENT, input={"payoutId": failed["id"]})
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    assert MADE["mixed"][3] in front.told(ticket)[-1]


def test_an_apology_alone_is_the_message_itself(front: Front) -> None:
    """Nothing comes after it, so nothing is announced; and it says what the member can do."""
    ticket = front.tap("2")
    front.call("DecideTicket", AGENT, input={"ticketId": ticket["id"], "text": "非常抱歉", "remedy": "APOLOGY"})
    front.settle()
    _menu, told = front.told(ticket)
    assert "真诚地向您道歉" in told
    assert "点开就能重新找到我们" in told
    assert "到账" not in told
