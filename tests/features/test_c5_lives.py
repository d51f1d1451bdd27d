"""C5, G10: what failed is given up and decided anew; what the mall takes back is told; books balance."""

from typing import Any

import pytest

from fakes.front import AGENT, ME, Front

pytestmark = pytest.mark.usefixtures("nothing_on_top")

MANAGER = "manager:B01"


@pytest.fixture
def front() -> Front:
    return Front()


def _failed(front: Front) -> tuple[dict[str, Any], str]:
    front.mall = lambda _request: "FAILED"
    ticket = front.tap()
    front.advance(minutes=5)
    (payout,) = front.see(ticket)["payouts"]
    assert payout["state"] == "FAILED"
    front.mall = lambda _request: "CONFIRMED"
    return ticket, str(payout["id"])


def _answer(front: Front, kind: str, number: int = 0) -> None:
    request = front.app.asked[number]
    told = {"version": 1, "key": request.payout.id, "attempt": request.payout.attempt}
    front.event(kind, **told, occurred_at=front._now())
    front.settle()


def _balance(front: Front) -> dict[str, int]:
    sums: dict[str, int] = {}
    for edge in front.call("Ledger", MANAGER, day="2026-03-02")["edges"]:
        line = edge["node"]
        if line["cause"] == "ALLOCATED":
            continue  # who bears it in the end is another question (G9)
        sums[line["debit"]] = sums.get(line["debit"], 0) + line["amount"]
        sums[line["credit"]] = sums.get(line["credit"], 0) - line["amount"]
    return {name: amount for name, amount in sums.items() if amount}


def test_what_is_given_up_is_decided_anew_in_a_new_round(front: Front) -> None:
    ticket, payout = _failed(front)
    given_up = front.call("GiveUpPayout", AGENT, input={"payoutId": payout, "why": "账户已注销"})["payout"]
    assert (given_up["state"], given_up["givenUpBy"], given_up["givenUpWhy"]) == ("CANCELLED", "A01", "账户已注销")
    front.settle()
    seen = front.see(ticket)
    assert (seen["state"], seen["round"], seen["remedy"]) == ("IN_REVIEW", 1, None)
    assert "PAYOUT_GIVEN_UP" in [entry["kind"] for entry in front.timeline(ticket)]
    assert all("账户已注销" not in (entry["text"] or "") for entry in front.timeline(ticket)), "the reason is ours"
    wanted = {
        "ticketId": ticket["id"],
        "text": "改送优惠券给您",
        "remedy": "KEEP_COUPON",
        "overrideReason": "原方案无法到账",
    }
    front.call("DecideTicket", AGENT, input=wanted)
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    assert _balance(front) == {"expense:compensation": 1000, "mall:coupons": -1000}


def test_only_carers_give_up_and_only_what_failed(front: Front) -> None:
    ticket = front.tap()
    (payout,) = front.see(ticket)["payouts"]
    wanted = {"payoutId": payout["id"], "why": "客人改主意了"}
    assert front.refused("GiveUpPayout", ME, input=wanted) == "FORBIDDEN"
    assert front.refused("GiveUpPayout", AGENT, input=wanted) == "PAYOUT_NOT_OPEN"
    assert front.refused("GiveUpPayout", AGENT, input=wanted | {"why": " "}) == "BAD_INPUT"


def test_a_late_confirmation_of_what_was_given_up_is_paid_and_counts(front: Front) -> None:
    ticket, payout = _failed(front)
    front.call("GiveUpPayout", AGENT, input={"payoutId": payout, "why": "账户已注销"})
    front.settle()
    _answer(front, "RefundConfirmed")
    assert _balance(front) == {"expense:compensation": 3980, "mall:cash": -3980}
    wanted = {"ticketId": ticket["id"], "text": "再退一次", "remedy": "FULL_REFUND"}
    assert front.refused("DecideTicket", AGENT, input=wanted) == "NOTHING_LEFT", "what was paid stays counted"


def test_what_the_mall_takes_back_from_a_resolved_case_is_decided_anew(front: Front) -> None:
    ticket = front.tap()
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    _answer(front, "RefundReversed")
    front.advance(minutes=3)
    seen = front.see(ticket)
    assert (seen["state"], seen["round"], seen["remedy"]) == ("IN_REVIEW", 1, None)
    assert "PAYOUT_REVERSED" in [entry["kind"] for entry in front.timeline(ticket)]
    assert _balance(front) == {}
    front.call("DecideTicket", AGENT, input={"ticketId": ticket["id"], "text": "再退一次", "remedy": "FULL_REFUND"})
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"


def test_what_the_mall_takes_back_from_a_closed_case_is_a_persons_task(front: Front) -> None:
    ticket = front.tap()
    front.advance(days=3, hours=1)
    front.tap_closure(fine=True)
    _answer(front, "RefundReversed")
    front.advance(minutes=3)
    assert front.see(ticket)["state"] == "CLOSED"
    page = front.call("TicketQueue", AGENT, assignee="duty", first=50)
    assert "商城收回了已付的补偿，请核实并补上" in [edge["node"]["title"] for edge in page["edges"]]


def test_the_ledger_is_read_by_managers_and_operators_alone(front: Front) -> None:
    for who in (ME, AGENT, "leader:L001"):
        assert front.refused("Ledger", who, day="2026-03-02") == "FORBIDDEN"
    assert front.refused("Ledger", MANAGER, day="yesterday") == "BAD_INPUT"
