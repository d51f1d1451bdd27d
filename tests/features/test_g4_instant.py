"""G4: 先行赔付: where policy allows, the tap approves and pays, without a photo; that payment is final."""

import pytest

from fakes.front import AGENT, ME, Front
from fakes.mall import line

LINES = ("1", "2")


@pytest.fixture
def front() -> Front:
    return Front()


def priced(fen: int, category: str = "FRESH") -> Front:
    """An order whose one line cost so much."""
    front = Front(signed=False)
    goods = line(line_id="1", category=category, quantity=1, unit_price_fen=fen)
    front.place("O001", lines=[goods])
    front.sign("O001", lines=[goods])
    return front


def test_a_fresh_case_is_paid_in_the_request_without_a_photo(front: Front) -> None:
    ticket = front.tap()
    assert (ticket["state"], ticket["remedy"], ticket["chosenBy"]) == ("PAYING", "FULL_REFUND", "INSTANT")
    payout, points = front.see(ticket)["payouts"]
    assert (payout["kind"], payout["state"], payout["amount"]["fen"]) == ("REFUND", "PENDING", 3980)
    assert (points["kind"], points["points"]) == ("POINTS", 100)
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    assert front.paid() == [("REFUND", 3980, 0), ("POINTS", 0, 100)]


@pytest.mark.parametrize(
    ("category", "reason", "limit"),
    [
        ("FRESH", "DAMAGED", 5000),
        ("FRESH", "DISLIKE", 5000),
        ("GRAIN_OIL", "DAMAGED", 3000),
        ("GRAIN_OIL", "RANCID", 19_000),
    ],
)
def test_it_pays_up_to_the_rules_limit_and_not_a_fen_above(category: str, reason: str, limit: int) -> None:
    within, beyond = priced(limit, category), priced(limit + 1, category)
    assert within.verdict(reason=reason)["instant"] is True
    assert within.tap(reason=reason)["state"] == "PAYING"
    assert beyond.verdict(reason=reason)["instant"] is False
    assert beyond.tap(reason=reason)["state"] == "CHOOSING"
    beyond.settle()
    assert beyond.paid() == [], "above the limit nobody is paid unasked"


@pytest.mark.parametrize(("millifen", "state"), [(1_000, "PAYING"), (2_001, "CHOOSING")])
def test_points_count_for_the_limit_at_their_price(millifen: int, state: str) -> None:
    """180.00 yuan and 1,000 points under a limit of 200.00: where a point costs 2.001 fen, they pass it."""
    front = priced(180_00, "GRAIN_OIL")
    values = [{"key": "accounts.point_millifen", "value": millifen}]
    published = {"values": values, "effectiveAt": front._now(hours=0.1), "why": "积分涨价"}
    front.call("PublishSettings", "operator:O01", input=published)
    front.advance(minutes=10)
    token = front.token_for("FULL_REFUND_POINTS", reason="RANCID")
    assert front.tap(reason="RANCID", offer=token)["state"] == state


def test_what_a_segment_gets_on_top_makes_nobody_wait_and_is_bounded_by_the_caps() -> None:
    """At the limit to the fen, and more on top: paid at once. Beyond what the order may bring in, a person decides."""
    within = priced(5000)
    assert within.tap()["state"] == "PAYING"
    within.settle()
    assert within.paid() == [("REFUND", 5000, 0), ("POINTS", 0, 100)]
    bounded = priced(5000)
    values = [{"key": "accounts.order_percent", "value": 101}]
    soon = bounded._now(hours=0.1)
    bounded.call("PublishSettings", "operator:O01", input={"values": values, "effectiveAt": soon, "why": "收紧"})
    bounded.advance(minutes=10)
    assert bounded.tap()["state"] == "IN_REVIEW"


def test_no_reason_for_what_keeps_is_never_paid_unasked() -> None:
    assert priced(100, "PACKAGED").tap(reason="DISLIKE")["state"] == "CHOOSING"


def test_the_given_offer_is_paid_instead_of_the_pre_selected(front: Front) -> None:
    ticket = front.tap(offer=front.token_for("HALF_REFUND_COUPON"))
    assert (ticket["remedy"], ticket["chosenBy"]) == ("HALF_REFUND_COUPON", "INSTANT")
    front.settle()
    assert sorted(front.paid()) == [("COUPON", 500, 0), ("POINTS", 0, 100), ("REFUND", 1990, 0)]
    assert front.see(ticket)["state"] == "RESOLVED"


def test_an_instant_payment_is_final(front: Front) -> None:
    half, full = (front.token_for(remedy) for remedy in ("HALF_REFUND_COUPON", "FULL_REFUND"))
    ticket = front.tap(offer=half)
    assert ticket["menu"] == []
    for step in ("before", "after"):
        wanted = {"ticketId": ticket["id"], "offer": full}
        assert front.refused("ChooseRemedy", ME, input=wanted) in {"ALREADY_DECIDED", "OFFER_MISMATCH"}, step
        assert front.refused("ApplyForAftercare", ME, input=front.wish()) == "ALREADY_APPLIED"
        assert front.refused("WithdrawTicket", ME, input={"ticketId": ticket["id"]}) == "ALREADY_DECIDED"
        overrule = {"ticketId": ticket["id"], "text": "改成全额", "remedy": "FULL_REFUND"}
        assert front.refused("DecideTicket", AGENT, input=overrule) == "ALREADY_DECIDED"
        front.settle()
    front.advance(days=10)
    assert sorted(front.paid()) == [("COUPON", 500, 0), ("POINTS", 0, 100), ("REFUND", 1990, 0)]


def test_the_same_tap_again_is_a_replay_and_pays_once(front: Front) -> None:
    asked = {"input": front.wish(), "idempotencyKey": "one-tap-0001"}
    first = front.call("ApplyForAftercare", ME, **asked)
    front.advance(hours=3)
    again = front.call("ApplyForAftercare", ME, **asked)
    assert (first["replayed"], again["replayed"], again["ticket"]["id"]) == (False, True, first["ticket"]["id"])
    assert again["ticket"]["state"] == "RESOLVED", "the ticket as it is now"
    assert len(front.paid()) == 2, "the refund and the points on top, each once"


def test_a_key_is_good_for_one_wish(front: Front) -> None:
    front.call("ApplyForAftercare", ME, input=front.wish(), idempotencyKey="one-tap-0001")
    other = {"input": front.wish("2"), "idempotencyKey": "one-tap-0001"}
    assert front.refused("ApplyForAftercare", ME, **other) == "IDEMPOTENCY_KEY_REUSED"


def test_the_member_is_told_at_once_and_again_when_the_money_is_there(front: Front) -> None:
    ticket = front.tap()
    front.settle()
    told = front.told(ticket)
    assert len(told) == 2
    assert "全额退款,再送100积分已经为您办理" in told[0]
    assert "已经到账" in told[1]


def test_the_platform_pays_first_whatever_the_mall_says_later(front: Front) -> None:
    """A failure of the mall changes nothing of what was decided: it is tried again."""
    front.mall = lambda request: "FAILED" if request.payout.attempt == 1 else "CONFIRMED"
    ticket = front.tap()
    front.advance(minutes=5)
    assert front.see(ticket)["state"] == "IN_REVIEW"
    for payout in front.see(ticket)["payouts"]:
        front.call("RetryPayout", AGENT, input={"payoutId": payout["id"]})
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    assert front.paid() == [("REFUND", 3980, 0), ("POINTS", 0, 100)]
