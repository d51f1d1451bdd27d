"""G10: goods go back first. What was promised waits for them under a slip, and is given once they are handed in."""

import re
from typing import Any

import pytest

from fakes.front import AGENT, ME, Front, line_of
from fakes.mall import member, order
from fakes.shop import FRESH, OIL

LEADER, MANAGER = "leader:L001", "manager:B01"
BACK = ("REFUND", 12_900, 0)


@pytest.fixture
def front() -> Front:
    """A shop where A01 is on duty."""
    front = Front()
    front.call("RegisterStaffMember", MANAGER, input={"staffId": "A01", "name": "小陈", "roles": ["AGENT"]})
    front.call("SetPresence", AGENT, input={"present": True})
    return front


def back_for(front: Front, remedy: str = "RETURN_REFUND", reason: str = "DISLIKE") -> dict[str, Any]:
    """The oil is to go back; all that follows from the choice has happened."""
    ticket = front.tap("2", reason)
    front.pick(ticket, remedy)
    front.settle()
    return ticket


def slip_of(front: Front, ticket: dict[str, Any]) -> dict[str, Any]:
    return dict(front.call("MyReturnSlip", ME, id=ticket["id"])["returnSlip"])


def goods(front: Front, ticket: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What the counter says of them."""
    return {"code": slip_of(front, ticket)["code"], "quantity": 1} | changes


def hand_in(front: Front, ticket: dict[str, Any], as_: str = LEADER, **changes: Any) -> None:
    front.call("AcceptReturn", as_, input=goods(front, ticket, **changes))
    front.settle()


def state(front: Front, ticket: dict[str, Any]) -> tuple[str, int, str | None]:
    seen = front.see(ticket)
    return seen["state"], seen["round"], seen["remedy"]


def notices(front: Front, ticket: dict[str, Any]) -> list[str]:
    """What the assignee was told."""
    assert front.assignee(ticket) == "A01"
    page = front.call("MyNotices", AGENT, first=50)
    return [edge["node"]["kind"] for edge in page["edges"]]


# ---------------------------------------------------------------- as promised


def test_nothing_is_given_before_the_goods_are_back_and_all_of_it_after(front: Front) -> None:
    ticket = back_for(front)
    seen = front.see(ticket)
    assert (seen["state"], seen["remedy"], seen["chosenBy"]) == ("RETURNING", "RETURN_REFUND", "MEMBER")
    assert [(payout["kind"], payout["state"]) for payout in seen["payouts"]] == [("REFUND", "WAITING")]
    assert "送回自提点" in seen["promise"]["text"]
    front.advance(days=1)
    assert front.paid() == []
    hand_in(front, ticket)
    assert front.paid() == [BACK]
    assert front.see(ticket)["state"] == "RESOLVED"
    assert [entry["kind"] for entry in front.timeline(ticket)] == ["OPENED", "CHOSEN", "GOODS_RETURNED", "SETTLED"]
    assert front.timeline(ticket)[2]["note"] == "1/1"


def test_the_member_gets_a_slip_that_any_phone_reads(front: Front) -> None:
    ticket = back_for(front)
    slip = slip_of(front, ticket)
    assert re.fullmatch("[A-Z2-7]{16}", slip["code"])
    assert slip["qrSvg"].startswith("<svg")
    assert slip["code"] not in slip["qrSvg"], "drawn, not written"
    assert (slip["state"], slip["quantity"], slip["whoBearsFreight"]) == ("OPEN", 1, "MEMBER")
    assert slip["where"] == {"leaderId": "L001", "community": "阳光花园"}
    assert slip["expiresAt"].startswith("2026-03-09T10:00")
    told = front.told(ticket)
    assert len(told) == 2, "the menu, and the slip; not that it is being paid"
    assert any("3月9日10:00前" in text and "运费由您承担" in text for text in told)


def test_goods_are_exchanged_for_the_same(front: Front) -> None:
    ticket = back_for(front, "EXCHANGE", "DAMAGED")
    assert slip_of(front, ticket)["whoBearsFreight"] == "SUPPLIER"
    assert front.app.asked == [], "what is given on top waits, too"
    hand_in(front, ticket)
    kinds = {str(request.payout.kind): request.payout for request in front.app.asked}
    assert (kinds["EXCHANGE"].sku, kinds["EXCHANGE"].quantity) == ("SKU-OIL", 1)
    assert {payout["state"] for payout in front.see(ticket)["payouts"]} == {"PAID"}
    assert front.see(ticket)["state"] == "RESOLVED"


@pytest.mark.parametrize("who", [LEADER, AGENT, MANAGER])
def test_the_leader_of_the_order_and_carers_take_goods(front: Front, who: str) -> None:
    ticket = back_for(front)
    hand_in(front, ticket, who)
    assert front.paid() == [BACK]


def test_nobody_else_takes_them(front: Front) -> None:
    wanted = goods(front, back_for(front))
    assert front.refused("AcceptReturn", ME, input=wanted) == "FORBIDDEN"
    assert front.refused("AcceptReturn", "operator:O01", input=wanted) == "FORBIDDEN"
    assert front.refused("AcceptReturn", "leader:L009", input=wanted) == "NOT_FOUND"
    assert front.refused("AcceptReturn", LEADER, input=wanted | {"code": "A" * 16}) == "NOT_FOUND"


def test_a_leader_does_not_take_what_they_bought_themselves(front: Front) -> None:
    told = {"community": "阳光花园", "region": "华东", "member_id": "M001"}
    front.event("LeaderChanged", leader_id="L001", **told, occurred_at=front._now())
    wanted = goods(front, back_for(front))
    assert front.refused("AcceptReturn", LEADER, input=wanted) == "OWN_CASE"
    assert front.refused("AcceptReturn", "agent:M001", input=wanted) == "OWN_CASE"
    front.call("AcceptReturn", AGENT, input=wanted)


def test_the_code_is_the_members_to_show(front: Front) -> None:
    """A leader who could read it could take goods that nobody brought."""
    ticket = back_for(front)
    front.viewers.stated[LEADER] = front.viewers[LEADER].__class__(
        id="L001", roles=front.viewers[LEADER].roles, community="阳光花园"
    )
    reply = front.run("MyReturnSlip", LEADER, id=ticket["id"])
    assert "FORBIDDEN" in reply.codes
    query = "query Seen($id: ID!) { node(id: $id) { ... on Ticket { returnSlip { state quantity expiresAt } } } }"
    assert front.ask(query, LEADER, id=ticket["id"]).data["node"]["returnSlip"]["state"] == "OPEN"


# ---------------------------------------------------------------- not as promised


@pytest.mark.parametrize("how", [{"condition": "USED"}, {"condition": "WRONG_GOODS"}])
def test_what_is_not_as_promised_a_person_looks_at(front: Front, how: dict[str, Any]) -> None:
    ticket = back_for(front)
    hand_in(front, ticket, **how)
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert front.paid() == []
    assert any("正在核对" in text for text in front.told(ticket))
    assert "return_to_judge" in notices(front, ticket)
    wanted = {"ticketId": ticket["id"], "text": "已经收到,退给您", "remedy": "FULL_REFUND"}
    front.call("DecideTicket", AGENT, input=wanted)
    front.settle()
    assert front.paid() == [BACK], "the line is free for what a person decides"


def test_a_number_that_nobody_hands_in_is_refused(front: Front) -> None:
    wanted = goods(front, back_for(front))
    for quantity in (0, -1, 1_001):
        assert front.refused("AcceptReturn", LEADER, input=wanted | {"quantity": quantity}) == "BAD_INPUT"


@pytest.mark.parametrize("who", [LEADER, AGENT])
def test_more_than_the_slip_is_for_is_refused_and_uses_nothing_up(front: Front, who: str) -> None:
    """Who meant 1 and typed 5 types again."""
    ticket = back_for(front)
    wanted = goods(front, ticket, quantity=5)
    (error,) = front.run("AcceptReturn", who, input=wanted).data["acceptReturn"]["userErrors"]
    assert (error["code"], error["field"]) == ("BAD_INPUT", "quantity")
    assert front.refused("AcceptReturn", who, input=wanted) == "BAD_INPUT"
    assert slip_of(front, ticket)["state"] == "OPEN"
    hand_in(front, ticket, who)
    assert front.paid() == [BACK]
    assert front.refused("AcceptReturn", who, input=wanted) == "SLIP_USED"


def test_fewer_than_promised_a_person_looks_at(front: Front) -> None:
    front.place("O003", lines=[OIL | {"quantity": 2}])
    front.sign("O003", lines=[OIL | {"quantity": 2}])
    ticket = front.tap(reason="DISLIKE", lineId=line_of("2", "O003"))
    front.pick(ticket, "RETURN_REFUND")
    front.settle()
    hand_in(front, ticket, quantity=1)
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert front.paid() == []


def test_a_slip_is_used_once_and_a_call_that_is_repeated_is_one(front: Front) -> None:
    wanted = goods(front, back_for(front))
    first = front.call("AcceptReturn", LEADER, input=wanted, idempotencyKey="counter-0001")
    again = front.call("AcceptReturn", LEADER, input=wanted, idempotencyKey="counter-0001")
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert front.refused("AcceptReturn", AGENT, input=wanted) == "SLIP_USED"
    front.settle()
    assert front.paid() == [BACK]


# ---------------------------------------------------------------- too late


def test_the_member_is_reminded_once_and_then_a_person_takes_the_case(front: Front) -> None:
    ticket = back_for(front)
    front.advance(days=5, hours=1)
    assert sum("提醒您" in text for text in front.told(ticket)) == 1
    front.advance(days=2)
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert slip_of(front, ticket)["state"] == "EXPIRED"
    assert "RETURN_EXPIRED" in [entry["kind"] for entry in front.timeline(ticket)]
    assert sum("退货码已经到期" in text for text in front.told(ticket)) == 1
    assert "return_expired" in notices(front, ticket)
    assert front.paid() == []


def test_who_has_handed_in_is_neither_reminded_nor_expired(front: Front) -> None:
    ticket = back_for(front)
    hand_in(front, ticket)
    front.advance(days=8)
    assert not any("提醒您" in text or "到期" in text for text in front.told(ticket))
    assert slip_of(front, ticket)["state"] == "HANDED_IN"


def test_goods_count_until_the_expiry_is_written(front: Front) -> None:
    """The sweep is late: whoever stands at the counter is not."""
    ticket = back_for(front)
    wanted = goods(front, ticket)
    front.clock.move_to(front.clock.now().replace(day=20))
    front.call("AcceptReturn", LEADER, input=wanted)
    front.settle()
    assert front.paid() == [BACK]
    assert front.see(ticket)["state"] == "RESOLVED"


def test_goods_that_come_late_are_taken_and_a_person_looks_at_them(front: Front) -> None:
    ticket = back_for(front)
    wanted = goods(front, ticket)
    front.advance(days=7, hours=1)
    front.call("AcceptReturn", LEADER, input=wanted)
    front.settle()
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert front.paid() == []
    assert any("正在核对" in text for text in front.told(ticket))
    query = "query Slip($id: ID!) { node(id: $id) { ... on Ticket { returnSlip { state late came condition } } } }"
    slip = front.ask(query, AGENT, id=ticket["id"]).data["node"]["returnSlip"]
    assert slip == {"state": "HANDED_IN", "late": True, "came": 1, "condition": "AS_EXPECTED"}


def test_goods_that_come_once_the_case_has_gone_on_are_a_task(front: Front) -> None:
    ticket = back_for(front)
    wanted = goods(front, ticket)
    front.advance(days=7, hours=1)
    front.call("DecideTicket", AGENT, input={"ticketId": ticket["id"], "text": "已为您处理"})
    front.call("AcceptReturn", LEADER, input=wanted)
    front.settle()
    page = front.call("TicketQueue", AGENT, assignee="A01", first=50)
    assert "退货在凭证失效后送到，请决定怎么处理" in [edge["node"]["title"] for edge in page["edges"]]
    assert front.paid() == []


# ---------------------------------------------------------------- something else comes first


def test_the_member_changes_their_mind_and_keeps_the_goods(front: Front) -> None:
    ticket = back_for(front)
    wanted = goods(front, ticket)
    front.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    front.settle()
    assert front.see(ticket)["state"] == "WITHDRAWN"
    assert front.refused("AcceptReturn", LEADER, input=wanted) == "SLIP_VOID"
    front.call("ReopenTicket", ME, input={"ticketId": ticket["id"]})
    front.call("DecideTicket", AGENT, input={"ticketId": ticket["id"], "text": "退给您", "remedy": "FULL_REFUND"})
    front.advance(days=8)
    assert front.paid() == [BACK]


def test_once_the_goods_are_taken_nobody_takes_the_application_back(front: Front) -> None:
    ticket = back_for(front)
    front.mall = lambda _request: None
    hand_in(front, ticket)
    assert front.refused("WithdrawTicket", ME, input={"ticketId": ticket["id"]}) == "ALREADY_DECIDED"


def test_what_the_mall_has_refunded_meanwhile_is_not_refunded_again(front: Front) -> None:
    ticket = back_for(front)
    wanted = goods(front, ticket)
    front.mall_refunds("2", 12_900)
    front.advance(minutes=3)
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert slip_of(front, ticket)["state"] == "VOID"
    assert any("先不用送回来" in text for text in front.told(ticket))
    queue = front.call("TicketQueue", AGENT, assignee="A01", first=50)
    assert "退款合计超过实付，请与商城核对" not in [edge["node"]["title"] for edge in queue["edges"]], (
        "nothing is over any more"
    )
    front.call("AcceptReturn", LEADER, input=wanted)
    front.settle()
    assert front.paid() == []
    assert "GOODS_RETURNED" in [entry["kind"] for entry in front.timeline(ticket)]


def test_goods_that_come_before_the_refund_was_judged_are_not_paid_for_either(front: Front) -> None:
    ticket = back_for(front)
    front.mall_refunds("2", 1)
    hand_in(front, ticket)
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert front.paid() == []


def test_a_part_that_the_mall_refunds_at_the_same_moment_is_seen(front: Front) -> None:
    """Between what handing in reads and what it writes."""
    ticket = back_for(front)
    wanted = goods(front, ticket)
    front.meanwhile(lambda: front.mall_refunds("2", 1))
    front.call("AcceptReturn", LEADER, input=wanted)
    front.settle()
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert front.paid() == []


@pytest.mark.parametrize("before", [True, False])
def test_a_cancelled_line_is_the_malls_to_pay(front: Front, *, before: bool) -> None:
    ticket = back_for(front)
    wanted = goods(front, ticket)
    front.cancel("O001", lines=[FRESH, OIL], line_ids=["2"])
    if before:
        front.advance(minutes=3)
        assert slip_of(front, ticket)["state"] == "VOID"
    front.call("AcceptReturn", LEADER, input=wanted)
    front.advance(minutes=3)
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert front.paid() == []


def test_a_price_that_sinks_leaves_no_more_than_was_paid(front: Front) -> None:
    ticket = back_for(front)
    whole = order(order_id="O001", member=member(id="M001"), lines=[FRESH, OIL | {"paid_fen": 9_900}])
    front.event("OrderPlaced", **whole, placed_at=front._now(hours=-24), occurred_at=front._now())
    hand_in(front, ticket)
    front.advance(minutes=3)
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert front.paid() == []


def test_staff_give_up_what_waits_and_the_slip_is_void(front: Front) -> None:
    ticket = back_for(front)
    (payout,) = front.see(ticket)["payouts"]
    front.call("GiveUpPayout", AGENT, input={"payoutId": payout["id"], "why": "客人来电改主意"})
    front.settle()
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert slip_of(front, ticket)["state"] == "VOID"


def test_goods_that_come_while_what_waited_is_being_given_up_are_not_paid_for(front: Front) -> None:
    ticket = back_for(front)
    wanted = goods(front, ticket)
    (payout,) = front.see(ticket)["payouts"]
    front.call("GiveUpPayout", AGENT, input={"payoutId": payout["id"], "why": "客人来电改主意"})
    front.call("AcceptReturn", LEADER, input=wanted)
    front.settle()
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert front.paid() == []


# ---------------------------------------------------------------- the mall's warehouse


def received(front: Front, ticket: dict[str, Any], **changes: Any) -> None:
    told = {"version": 1, "occurred_at": front._now(), "key": slip_of(front, ticket)["code"], "quantity": 1}
    front.event("ReturnReceived", **(told | changes))
    front.settle()


def test_what_the_warehouse_receives_is_paid_once_however_often_it_is_told(front: Front) -> None:
    ticket = back_for(front)
    received(front, ticket)
    received(front, ticket)
    assert front.paid() == [BACK]
    assert front.see(ticket)["state"] == "RESOLVED"
    assert [entry["kind"] for entry in front.timeline(ticket)].count("GOODS_RETURNED") == 1


@pytest.mark.parametrize("how", [{"condition": "USED"}, {"quantity": 2}])
def test_what_the_warehouse_receives_otherwise_a_person_looks_at(front: Front, how: dict[str, Any]) -> None:
    """Nobody there can be asked to count again."""
    ticket = back_for(front)
    received(front, ticket, **how)
    assert state(front, ticket) == ("IN_REVIEW", 1, None)
    assert front.paid() == []


def test_goods_that_were_posted_before_the_member_changed_their_mind_are_a_task(front: Front) -> None:
    ticket = back_for(front)
    front.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    received(front, ticket)
    page = front.call("TicketQueue", AGENT, assignee="A01", first=50)
    assert "退货在凭证失效后送到，请决定怎么处理" in [edge["node"]["title"] for edge in page["edges"]]
    assert (front.see(ticket)["state"], front.paid()) == ("WITHDRAWN", [])


def test_a_slip_that_was_never_made_is_a_broken_event(front: Front) -> None:
    ticket = back_for(front)
    with pytest.raises(AssertionError, match="UNKNOWN_SLIP"):
        received(front, ticket, key="A" * 16)
    assert front.see(ticket)["state"] == "RETURNING"


# ---------------------------------------------------------------- clocks


def test_time_to_pay_counts_from_the_goods(front: Front) -> None:
    ticket = back_for(front)
    running = "query Clocks($id: ID!) { node(id: $id) { ... on Ticket { clocks { step metAt dueAt startedAt } } } }"

    def steps() -> set[str]:
        clocks = front.ask(running, AGENT, id=ticket["id"]).data["node"]["clocks"]
        return {clock["step"] for clock in clocks if clock["metAt"] is None}

    assert "REMEDY" not in steps()
    front.advance(days=3)
    assert "SLA_BREACHED" not in [line["kind"] for line in front.among_staff(ticket)]
    front.mall = lambda _request: None
    hand_in(front, ticket)
    assert "REMEDY" in steps()
