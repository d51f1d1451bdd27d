"""G10, basic: refund in full and in part, coupon, points, and a sincere apology alone; each paid as it was offered."""

import pytest

from fakes.front import AGENT, ME, Front

Paid = list[tuple[str, int, int]]


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
