"""G4: caps and budgets bound what is promised by rule; where one has no room, nothing is refused: a person decides."""

from typing import Any

import pytest

from care.accounts.figures import (
    BATCH_FEN,
    COMMUNITY_DAY_FEN,
    DAY_FEN,
    MEMBER_MONTH_FEN,
    ORDER_PERCENT,
    SKU_DAY_FEN,
)
from care.accounts.store import LINES
from care.kernel.settings import Figure
from care.tickets.apply_for_aftercare import Application, apply_for_aftercare
from fakes.front import AGENT, ME, Front, line_of
from fakes.mall import line
from fakes.shop import FRESH, OIL

pytestmark = pytest.mark.usefixtures("nothing_on_top")

OPERATOR = "operator:O01"


def front_with(figures: dict[Figure, int], **goods: Any) -> Front:
    """O001, signed for once these figures hold."""
    front = Front(signed=False)
    values = [{"key": figure.key, "value": value} for figure, value in figures.items()]
    soon = front._now(hours=0.1)
    front.call("PublishSettings", OPERATOR, input={"values": values, "effectiveAt": soon, "why": "活动期间收紧"})
    front.advance(minutes=10)
    _sign(front, "O001", **goods)
    return front


def _sign(front: Front, order_id: str, **goods: Any) -> None:
    lines = [FRESH | goods, OIL | goods]
    front.place(order_id, lines=lines)
    front.sign(order_id, lines=lines)
    front.settle()


def _tap(front: Front, order_id: str) -> dict[str, Any]:
    wanted = {"lineId": line_of("1", order_id), "reason": "DAMAGED"}
    return dict(front.call("ApplyForAftercare", ME, input=wanted)["ticket"])


def _tasks(front: Front) -> list[str]:
    page = front.call("TicketQueue", AGENT, assignee="duty", first=50)
    return [edge["node"]["title"] for edge in page["edges"] if edge["node"]["kind"] == "TASK"]


def _notes(front: Front, ticket: dict[str, Any]) -> list[str | None]:
    return [entry["note"] for entry in front.timeline(ticket, AGENT) if entry["kind"] == "REVIEW_NEEDED"]


BUDGETS = {
    SKU_DAY_FEN: "SKU#SKU-1",
    BATCH_FEN: "BATCH#SKU-1/B7",
    COMMUNITY_DAY_FEN: "COMMUNITY#阳光花园",
    DAY_FEN: "DAY#",
}
SPENT = {
    SKU_DAY_FEN: "商品SKU-1当天",
    BATCH_FEN: "批次SKU-1/B7",
    COMMUNITY_DAY_FEN: "小区阳光花园当天",
    DAY_FEN: "全部商品当天",
}
DAY_SPENT = "全部商品当天的赔付预算已用完，申请正转人工处理，请看是否调整"


@pytest.mark.parametrize("figure", BUDGETS)
def test_an_exhausted_budget_sends_the_tap_to_a_person_and_tells_operators_once(figure: Figure) -> None:
    front = front_with({figure: 3980}, batch="B7")
    assert front.tap()["state"] == "PAYING", "the budget has room for one"
    for order_id in ("O002", "O003"):
        _sign(front, order_id, batch="B7")
        ticket = _tap(front, order_id)
        assert ticket["state"] == "IN_REVIEW"
        front.settle()
        assert _notes(front, ticket) == [f"BUDGET_EXHAUSTED:{BUDGETS[figure].partition('#')[0]} FULL_REFUND"]
        assert "已经有专人在看" in front.told(ticket)[0]
    assert _tasks(front) == [f"{SPENT[figure]}的赔付预算已用完，申请正转人工处理，请看是否调整"], (
        "one task, however many cases"
    )
    assert len(front.paid()) == 1


@pytest.mark.parametrize(
    ("figures", "note"),
    [({MEMBER_MONTH_FEN: 100_00}, "MEMBER_CAP"), ({ORDER_PERCENT: 100}, "ORDER_CAP")],
)
def test_a_narrow_cap_sends_the_case_to_a_person_and_opens_no_breaker(figures: dict[Figure, int], note: str) -> None:
    front = front_with(figures)
    if note == "MEMBER_CAP":
        _sign(front, "O002")
        _sign(front, "O003")
        assert [_tap(front, order_id)["state"] for order_id in ("O002", "O003")] == ["PAYING", "PAYING"]
    else:
        front.mall_refunds("2", 1)  # the mall's own money counts for the line, not for what we promise
        ticket = front.tap("2", "RANCID", offer=front.token_for("FULL_REFUND_POINTS", "2", "RANCID"))
        assert ticket["state"] == "PAYING"
    ticket = front.tap(reason="RANCID" if note == "ORDER_CAP" else "DAMAGED")
    assert ticket["state"] == "IN_REVIEW"
    front.settle()
    assert _notes(front, ticket)[0].startswith(note)  # type: ignore[union-attr]
    assert [each for each in _tasks(front) if "预算" in each] == []


def test_a_choice_without_room_is_kept_for_the_person_who_decides() -> None:
    front = front_with({DAY_FEN: 128_99})
    ticket = front.tap("2")
    assert ticket["state"] == "CHOOSING"
    chosen = front.pick(ticket, "FULL_REFUND")
    assert (chosen["state"], chosen["remedy"]) == ("IN_REVIEW", None)
    front.settle()
    assert _notes(front, ticket) == ["BUDGET_EXHAUSTED:DAY FULL_REFUND"]
    assert front.paid() == []
    asked = front.call("DecideTicket", AGENT, input=_decision(ticket, "FULL_REFUND"))
    assert asked["approval"]["why"] == ["BUDGET_EXHAUSTED:DAY"], "a budget binds agents too (G5)"
    front.settle()
    assert front.paid() == []
    entry = {"staffId": "B01", "name": "刘经理", "roles": ["MANAGER"]}
    front.call("RegisterStaffMember", "manager:B02", input=entry)
    front.call("ApproveDecision", "manager:B01", input={"ticketId": ticket["id"], "nth": 1})
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED", "a manager may"
    assert front.paid() == [("REFUND", 12_900, 0)]


def _decision(ticket: dict[str, Any], remedy: str) -> dict[str, Any]:
    return {"ticketId": ticket["id"], "text": "核实好了，全额退给您", "remedy": remedy}


def test_a_choice_that_has_room_is_paid_though_a_larger_one_had_none() -> None:
    front = front_with({DAY_FEN: 128_99})
    ticket = front.tap("2")
    assert front.pick(ticket, "KEEP_COUPON")["state"] == "PAYING"


def test_a_default_without_room_goes_to_a_person() -> None:
    front = front_with({DAY_FEN: 128_99})
    ticket = front.tap("2")
    front.advance(hours=48)
    seen = front.see(ticket)
    assert (seen["state"], seen["remedy"]) == ("IN_REVIEW", None)
    assert _notes(front, ticket) == ["BUDGET_EXHAUSTED:DAY FULL_REFUND"]
    assert _tasks(front) == [DAY_SPENT]


def test_a_day_budget_is_new_the_next_day_and_a_task_too() -> None:
    front = front_with({DAY_FEN: 3980})
    front.tap()
    _sign(front, "O002")
    assert _tap(front, "O002")["state"] == "IN_REVIEW"
    front.advance_to(8)
    _sign(front, "O003")
    assert _tap(front, "O003")["state"] == "PAYING"
    _sign(front, "O004")
    assert _tap(front, "O004")["state"] == "IN_REVIEW"
    front.settle()
    assert _tasks(front) == [DAY_SPENT, DAY_SPENT]


def test_what_fails_or_is_given_up_does_not_give_its_budget_back() -> None:
    front = front_with({DAY_FEN: 3980})
    front.mall = lambda _request: "FAILED"
    ticket = front.tap()
    front.advance(minutes=5)
    (payout,) = front.see(ticket)["payouts"]
    assert payout["state"] == "FAILED"
    front.call("GiveUpPayout", AGENT, input={"payoutId": payout["id"], "why": "账户已注销"})
    _sign(front, "O002")
    assert _tap(front, "O002")["state"] == "IN_REVIEW"


# O001 was paid 39.80 for line 1 and 129.00 for line 2; at 100 percent it brings in 168.80 in all.


def _with_coupon(front: Front) -> dict[str, Any]:
    """Line 2 promises its 129.00 and 10 yuan of points; what is left of the order is less than line 1."""
    token = front.token_for("FULL_REFUND_POINTS", "2", "RANCID")
    return front.tap("2", "RANCID", offer=token)


def _fits(front: Front) -> bool:
    """Whether line 1 has room now."""
    return str(front.tap()["state"]) == "PAYING"


def _payouts(front: Front, ticket: dict[str, Any]) -> list[dict[str, Any]]:
    return list(front.see(ticket)["payouts"])


def test_what_is_given_up_frees_what_its_order_may_bring_in() -> None:
    front = front_with({ORDER_PERCENT: 100})
    front.mall = lambda _request: "FAILED"
    ticket = _with_coupon(front)
    front.advance(minutes=5)
    assert {each["state"] for each in _payouts(front, ticket)} == {"FAILED"}
    for payout in _payouts(front, ticket):
        front.call("GiveUpPayout", AGENT, input={"payoutId": payout["id"], "why": "账户已注销"})
    front.settle()
    front.mall = lambda _request: "CONFIRMED"
    assert _fits(front)


def test_what_only_failed_is_tried_again_and_keeps_its_room() -> None:
    front = front_with({ORDER_PERCENT: 100})
    front.mall = lambda _request: "FAILED"
    ticket = _with_coupon(front)
    front.advance(minutes=5)
    assert not _fits(front), "it is promised still"
    front.mall = lambda _request: "CONFIRMED"
    for payout in _payouts(front, ticket):
        front.call("RetryPayout", AGENT, input={"payoutId": payout["id"]})
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"


def test_what_is_paid_after_all_takes_its_room_again_once() -> None:
    front = front_with({ORDER_PERCENT: 100})
    front.mall = lambda _request: "FAILED"
    ticket = _with_coupon(front)
    front.advance(minutes=5)
    for payout in _payouts(front, ticket):
        front.call("GiveUpPayout", AGENT, input={"payoutId": payout["id"], "why": "账户已注销"})
    front.settle()
    front.mall = lambda _request: "CONFIRMED"
    asked = {request.payout.id: request for request in front.app.asked}
    for _ in range(2):
        _say(front, asked.values(), "Confirmed")
    assert _brought_in(front) == 129_00 + 10_00
    assert not _fits(front)


def test_what_the_mall_takes_back_frees_its_room() -> None:
    front = front_with({ORDER_PERCENT: 100})
    _with_coupon(front)
    front.settle()
    for _ in range(2):
        _say(front, list(front.app.asked), "Reversed")
    assert _fits(front)


def test_goods_that_never_came_back_free_it() -> None:
    front = front_with({ORDER_PERCENT: 100})
    ticket = front.tap("2", "DISLIKE", offer=front.token_for("RETURN_REFUND", "2", "DISLIKE"))
    ticket = front.pick(ticket, "RETURN_REFUND") if ticket["state"] == "CHOOSING" else ticket
    assert (ticket["state"], _brought_in(front)) == ("RETURNING", 129_00)
    front.advance(days=8)
    assert (front.see(ticket)["state"], _brought_in(front)) == ("IN_REVIEW", 0)


def _brought_in(front: Front) -> int:
    return sum(each.worth_fen for each in front.memory.all(LINES))


def _say(front: Front, requests: Any, what: str) -> None:
    for request in requests:
        family = "Refund" if request.payout.kind == "REFUND" else "Benefit"
        told = {"version": 1, "key": request.payout.id, "attempt": request.payout.attempt}
        front.event(f"{family}{what}", **told, occurred_at=front._now())
    front.advance(minutes=3)


def test_the_same_tap_again_is_a_replay_of_the_hand_over() -> None:
    front = front_with({DAY_FEN: 0})
    asked = {"input": front.wish(), "idempotencyKey": "one-tap-0001"}
    first, again = (front.call("ApplyForAftercare", ME, **asked) for _ in range(2))
    assert (first["replayed"], again["replayed"], again["ticket"]["state"]) == (False, True, "IN_REVIEW")


def test_a_rival_that_takes_the_last_room_meanwhile_sends_this_case_to_a_person() -> None:
    front = front_with({DAY_FEN: 3980})
    _sign(front, "O002")
    rival = Application(member_id="M001", order_id="O002", line_id="1", reason="DAMAGED")
    front.meanwhile(lambda: apply_for_aftercare(front.app.desk, rival, front.request()))
    assert front.tap()["state"] == "IN_REVIEW"
    front.settle()
    assert front.paid() == [("REFUND", 3980, 0)]


def test_an_apology_has_always_room() -> None:
    front = front_with({DAY_FEN: 0})
    ticket = front.tap("2")
    front.call("DecideTicket", AGENT, input=_decision(ticket, "APOLOGY"))
    assert front.see(ticket)["state"] == "RESOLVED"


def test_goods_of_many_products_have_budgets_of_their_own() -> None:
    front = front_with({SKU_DAY_FEN: 3980})
    front.tap()
    other = [line(line_id="1", sku="SKU-PEAR", category="FRESH", quantity=1, unit_price_fen=3980)]
    front.place("O002", lines=other)
    front.sign("O002", lines=other)
    assert _tap(front, "O002")["state"] == "PAYING"
