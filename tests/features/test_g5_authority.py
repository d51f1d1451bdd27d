"""G5: agents and leaders pay inside their limits without asking; beyond, a manager is asked. Every use is on record."""

from typing import Any

import pytest

from fakes.counter import LEADER, MANAGER, OTHER_MANAGER, SENIOR, Counter
from fakes.front import AGENT, ME, line_of
from fakes.shop import OIL

Seen = dict[str, Any]


@pytest.fixture
def counter() -> Counter:
    return Counter()


def refunds(counter: Counter) -> list[int]:
    return [amount for kind, amount, _ in counter.paid() if kind == "REFUND"]


# ---------------------------------------------------------------- limits


def test_inside_the_limits_nobody_is_asked_and_the_use_is_on_record(counter: Counter) -> None:
    ticket = counter.tap("2")
    given = counter.gives(ticket, refundFen=5000)
    assert (given["ticket"]["state"], given["approval"]) == ("PAYING", None)
    counter.settle()
    assert refunds(counter) == [5000]
    seen = counter.see(ticket)
    assert (seen["state"], seen["remedy"], seen["chosenBy"]) == ("RESOLVED", "REFUND_AMOUNT", "STAFF")
    (use,) = counter.uses("staff:A01")
    assert (use["remedy"], use["cost"]["fen"], use["askedBy"]) == ("REFUND_AMOUNT", 5000, None)
    assert ("GIVEN", "REFUND_AMOUNT 5000 LESS") in counter.inner(ticket)
    (payout,) = counter.app.accounts.payouts_of(counter.ticket_model(ticket).source)
    assert payout.authorised_by == "staff:A01"


def test_above_the_case_limit_it_is_not_refused_a_manager_is_asked(counter: Counter) -> None:
    ticket = counter.dear()
    approval = counter.asks(ticket)
    assert (approval["nth"], approval["why"], approval["cost"]["fen"]) == (1, ["CASE_LIMIT"], 45_100)
    counter.settle()
    assert refunds(counter) == []
    seen = counter.see(ticket)
    assert (seen["state"], bool(seen["menu"])) == ("CHOOSING", True), "what was promised to the member still stands"
    assert counter.waiting("B01")[0]["ticket"]["id"] == ticket["id"]
    assert counter.asked_of(MANAGER)
    approved = counter.approves(ticket)
    assert (approved["ticket"]["state"], approved["approval"]["state"]) == ("PAYING", "APPROVED")
    counter.settle()
    assert refunds(counter) == [45_000]
    assert counter.see(ticket)["state"] == "RESOLVED"
    assert counter.waiting("B01") == []
    (use,) = counter.uses("staff:B01")
    assert (use["askedBy"], use["cost"]["fen"]) == ("staff:A01", 45_100), "it counts for the approver"
    assert counter.uses("staff:A01") == []
    assert "已批准" in str(counter.notices(AGENT))


def test_a_case_is_not_split_over_rounds(counter: Counter) -> None:
    counter.publish(authority__agent_1_case_fen=10_000)
    ticket = counter.tap("2")
    counter.gives(ticket, refundFen=6000)
    counter.settle()
    counter.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "还是不行"})
    counter.settle()
    assert counter.asks(ticket, refundFen=4001, overrideReason="补足")["why"] == ["CASE_LIMIT"]
    assert counter.gives(ticket, refundFen=4000)["approval"] is None


@pytest.mark.parametrize(
    ("figure", "why"),
    [("authority.agent_1_day_fen", "AGENT_DAY_CAP"), ("authority.agent_1_member_fen", "AGENT_MEMBER_CAP")],
)
def test_days_and_members_have_limits_of_their_own(counter: Counter, figure: str, why: str) -> None:
    counter.publish(**{figure: 10_000})
    counter.gives(counter.tap("2"), refundFen=8000)
    counter.settle()
    assert counter.asks(counter.dear(), refundFen=2001)["why"] == [why]
    assert counter.gives(counter.dear_again(), refundFen=2000)["approval"] is None


def test_a_new_day_has_a_new_limit(counter: Counter) -> None:
    counter.publish(**{"authority.agent_1_day_fen": 10_000})
    counter.gives(counter.tap("2"), refundFen=10_000)
    ticket = counter.dear()
    assert counter.asks(ticket, refundFen=1)["why"] == ["AGENT_DAY_CAP"]
    counter.advance(hours=15)
    assert counter.gives(ticket, refundFen=1)["approval"] is None


def test_points_cost_what_the_figure_says(counter: Counter) -> None:
    counter.publish(accounts__point_millifen=100_000, authority__agent_1_case_fen=19_999)
    approval = counter.asks(counter.tap("2"), remedy="KEEP_POINTS", overrideReason="客人喜欢积分")
    assert (approval["cost"]["fen"], approval["why"]) == (20_000 + 0, ["CASE_LIMIT"]) or approval["cost"][
        "fen"
    ] >= 20_000


def test_a_higher_level_goes_further(counter: Counter) -> None:
    counter.register("A01", ["AGENT"], level=3)
    assert counter.gives(counter.dear(), remedy="FULL_REFUND")["approval"] is None


def test_who_has_left_decides_nothing(counter: Counter) -> None:
    ticket = counter.tap("2")
    counter.register("A01", [])
    assert counter.refused("DecideTicket", AGENT, input=counter.decision(ticket, remedy="FULL_REFUND")) == "FORBIDDEN"


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"refundFen": 0}, "BAD_INPUT"),
        ({"refundFen": -1}, "BAD_INPUT"),
        ({"refundFen": 12_901}, "LINE_CAP_EXCEEDED"),
        ({"refundFen": 10.5}, "BAD_USER_INPUT"),
        ({"quantity": 0}, "BAD_INPUT"),
        ({"quantity": -1}, "BAD_INPUT"),
        ({"quantity": 2}, "BAD_INPUT"),
        ({"remedy": "FULL_REFUND", "refundFen": 100}, "BAD_INPUT"),
        ({"quantity": 1, "refundFen": 100}, "BAD_INPUT"),
        ({"remedy": "NO_SUCH"}, "BAD_INPUT"),
        ({"remedy": "FULL_REFUND", "text": " "}, "BAD_INPUT"),
        ({"remedy": "FULL_REFUND", "overrideReason": " "}, "BAD_INPUT"),
        ({"remedy": "FULL_REFUND", "closesChildren": True}, "BAD_INPUT"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(counter: Counter, what: Seen, code: str) -> None:
    ticket = counter.tap("2")
    assert counter.refused("DecideTicket", AGENT, input=counter.decision(ticket, **what)) == code


def test_a_line_has_one_remedy_a_round(counter: Counter) -> None:
    ticket = counter.tap("2")
    counter.gives(ticket, refundFen=100)
    again = counter.decision(ticket, remedy="KEEP_COUPON")
    assert counter.refused("DecideTicket", AGENT, input=again) == "ALREADY_DECIDED"


def test_three_thirds_are_what_was_paid(counter: Counter) -> None:
    counter.register("A01", ["AGENT"], level=3)
    odd = [counter.line(paid=10_000)]
    counter.place("O003", lines=odd)
    counter.sign("O003", lines=odd)
    ticket = counter.claim_line("O003", "4")
    for _ in range(3):
        counter.gives(ticket, quantity=1)
        counter.settle()
        counter.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "还有"})
        counter.settle()
    assert (sum(refunds(counter)), sorted(refunds(counter))) == (10_000, [3333, 3333, 3334])


# ---------------------------------------------------------------- the rule is advisory for staff


def test_beyond_the_rule_a_reason_is_needed_and_kept_for_staff_alone(counter: Counter) -> None:
    ticket = counter.tap("2")
    wanted = counter.decision(ticket, remedy="FULL_REFUND_POINTS")
    (error,) = counter.run("DecideTicket", AGENT, input=wanted).data["decideTicket"]["userErrors"]
    assert (error["code"], "不在可选方案之内" in error["message"]) == ("OVERRIDE_REASON_REQUIRED", True)
    counter.gives(ticket, remedy="FULL_REFUND_POINTS", overrideReason="客人住院,破例")
    (use,) = counter.uses("staff:A01")
    assert (use["overrideReason"], use["passed"]) == ("客人住院,破例", ["MENU"])
    shown = str(counter.see(ticket)) + str(counter.timeline(ticket))
    assert "破例" not in shown


def test_a_narrow_cap_binds_an_agent_and_a_manager_passes_it_with_a_reason(counter: Counter) -> None:
    counter.publish(accounts__member_month_fen=10_000)
    ticket = counter.dear()
    assert counter.asks(ticket, refundFen=10_001)["why"] == ["MEMBER_CAP"]
    wanted = counter.decision(ticket, refundFen=10_001)
    silent = wanted | {"overrideReason": None}
    assert counter.refused("DecideTicket", MANAGER, input=silent) == "OVERRIDE_REASON_REQUIRED"
    given = counter.gives(ticket, MANAGER, refundFen=10_001, overrideReason="老客户,情况属实")
    assert given["approval"] is None
    counter.settle()
    assert refunds(counter) == [10_001]


def test_a_budget_binds_managers_too_and_what_is_approved_counts_as_over_it(counter: Counter) -> None:
    counter.publish(budget__day_fen=0)
    ticket = counter.tap("2")
    assert counter.asks(ticket, MANAGER, refundFen=100)["why"] == ["BUDGET_EXHAUSTED:DAY"]
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket)) == "SELF_APPROVAL"
    counter.approves(ticket, OTHER_MANAGER)
    counter.settle()
    assert refunds(counter) == [100]
    (over,) = [item for home, item in counter.memory.items.items() if home[2] == "OVER"]
    assert over["spent_fen"] == {"N": "100"}
    (use,) = counter.uses("staff:B02")
    assert use["passed"] == ["LESS", "BUDGET_EXHAUSTED:DAY"]


# ---------------------------------------------------------------- nobody's own


def test_nobody_decides_or_approves_what_is_about_themselves(counter: Counter) -> None:
    ticket = counter.dear()
    wanted = counter.decision(ticket, remedy="FULL_REFUND")
    assert counter.refused("DecideTicket", "agent:M001", input=wanted) == "OWN_CASE"
    assert counter.refused("DecideTicket", "agent:L001", input=wanted) == "OWN_CASE"
    counter.register("A02", ["AGENT"], also=["M001"])
    assert counter.refused("DecideTicket", "agent:A02", input=wanted) == "OWN_CASE"
    counter.register("B02", ["MANAGER"], also=["L001"])
    counter.asks(ticket)
    assert counter.refused("ApproveDecision", OTHER_MANAGER, input=counter.answer(ticket)) == "OWN_CASE"
    refusal = counter.answer(ticket, text="不批")
    assert counter.refused("RefuseDecision", OTHER_MANAGER, input=refusal) == "OWN_CASE"


def test_only_another_manager_says_who_somebody_also_is(counter: Counter) -> None:
    entry = {"staffId": "A01", "name": "同事A01", "roles": ["AGENT"], "also": ["M001"]}
    assert counter.refused("RegisterStaffMember", "operator:O01", input=entry) == "FORBIDDEN"
    mine = {"staffId": "B01", "name": "同事B01", "roles": ["MANAGER"], "also": ["M009"]}
    assert counter.refused("RegisterStaffMember", MANAGER, input=mine) == "FORBIDDEN"
    counter.call("RegisterStaffMember", MANAGER, input=entry)
    unsaid = {"staffId": "A01", "name": "小陈", "roles": ["AGENT"]}
    kept = counter.call("RegisterStaffMember", "operator:O01", input=unsaid)["staffMember"]
    assert kept["also"] == ["M001"], "what is left out stays"


# ---------------------------------------------------------------- approvals


def test_only_a_manager_of_the_directory_answers(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    assert counter.refused("ApproveDecision", AGENT, input=counter.answer(ticket)) == "FORBIDDEN"
    assert counter.refused("ApproveDecision", "manager:B77", input=counter.answer(ticket)) == "FORBIDDEN"
    counter.register("B02", ["OPERATOR"])
    assert counter.refused("ApproveDecision", OTHER_MANAGER, input=counter.answer(ticket)) == "FORBIDDEN"
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket, 2)) == "NOT_FOUND"


def test_an_approver_has_limits_too(counter: Counter) -> None:
    counter.publish(authority__manager_1_case_fen=45_099)
    ticket = counter.dear()
    counter.asks(ticket)
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket)) == "BEYOND_AUTHORITY"
    assert counter.approves(ticket, SENIOR)["ticket"]["state"] == "PAYING"


def test_a_manager_who_asks_does_not_approve(counter: Counter) -> None:
    counter.publish(authority__manager_1_case_fen=40_000)
    ticket = counter.dear()
    counter.asks(ticket, MANAGER)
    counter.register("B01", ["MANAGER"], level=3)
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket)) == "SELF_APPROVAL"
    refusal = counter.answer(ticket, text="算了")
    assert counter.refused("RefuseDecision", MANAGER, input=refusal) == "SELF_APPROVAL"


def test_a_refused_ask_is_told_and_not_laid_before_another_equal(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    assert counter.refuses(ticket)["approval"]["state"] == "REFUSED"
    assert "未批准" in str(counter.notices(AGENT))
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket)) == "APPROVAL_SUPERSEDED"
    counter.asks(ticket)
    assert counter.refused("ApproveDecision", OTHER_MANAGER, input=counter.answer(ticket, 2)) == "ASKED_BEFORE"
    assert counter.approves(ticket, SENIOR, 2)["ticket"]["state"] == "PAYING"


def test_less_than_what_was_refused_any_manager_may_approve(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    counter.refuses(ticket)
    counter.asks(ticket, refundFen=30_000)
    assert counter.approves(ticket, OTHER_MANAGER, 2)["ticket"]["state"] == "PAYING"


def test_a_round_has_three_askings(counter: Counter) -> None:
    ticket = counter.dear()
    for nth in (1, 2, 3):
        assert counter.asks(ticket)["nth"] == nth
    wanted = counter.decision(ticket, remedy="FULL_REFUND")
    assert counter.refused("DecideTicket", AGENT, input=wanted) == "ASKED_TOO_OFTEN"
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket, 2)) == "APPROVAL_SUPERSEDED"
    assert counter.approves(ticket, nth=3)["ticket"]["state"] == "PAYING"


def test_what_the_member_does_meanwhile_makes_it_void(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    counter.pick(ticket, "KEEP_COUPON")
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket)) == "APPROVAL_SUPERSEDED"
    assert counter.waiting("B01") == []
    counter.settle()
    assert refunds(counter) == []


def test_a_withdrawal_and_words_make_it_void_too(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    counter.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket)) == "APPROVAL_SUPERSEDED"


def test_an_order_that_has_changed_is_asked_anew(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    counter.mall_gives("O002", "3", 100)
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket)) == "OFFER_STALE"
    assert counter.asks(ticket)["cost"]["fen"] == 45_000
    assert counter.approves(ticket, nth=2)["ticket"]["state"] == "PAYING"


def test_a_cancelled_line_makes_it_void(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    counter.cancel_dear()
    assert counter.see(ticket)["state"] == "IN_REVIEW"
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket)) == "APPROVAL_SUPERSEDED"
    wanted = counter.decision(ticket, remedy="FULL_REFUND")
    assert counter.refused("DecideTicket", AGENT, input=wanted) == "LINE_CANCELLED"


def test_an_unanswered_approval_climbs_and_expires_and_is_never_paid_by_itself(counter: Counter) -> None:
    counter.register("B01", ["MANAGER"], standIn="B03")
    ticket = counter.dear()
    counter.asks(ticket)

    def told() -> list[str]:
        return [name for name in (MANAGER, OTHER_MANAGER, SENIOR) if counter.asked_of(name)]

    assert told() == [MANAGER]
    counter.advance(minutes=31)
    assert told() == [MANAGER, SENIOR], "the stand-in"
    counter.advance(minutes=31)
    assert told() == [MANAGER, OTHER_MANAGER, SENIOR]
    assert [each["ticket"]["id"] for each in counter.waiting("B02")] == [ticket["id"]]
    counter.advance(hours=24)
    assert refunds(counter) == []
    assert counter.refused("ApproveDecision", MANAGER, input=counter.answer(ticket)) == "APPROVAL_SUPERSEDED"
    assert ("APPROVAL_EXPIRED", "FULL_REFUND 45100") in counter.inner(ticket)
    assert "超时未审批" in str(counter.notices(AGENT))


def test_without_a_manager_it_waits_on_the_duty_desk_and_somebody_is_called(counter: Counter) -> None:
    for name in ("B01", "B02", "B03"):
        counter.register(name, [])
    ticket = counter.dear()
    counter.asks(ticket)
    counter.settle()
    assert [each["ticket"]["id"] for each in counter.waiting("duty")] == [ticket["id"]]
    counter.register("B08", ["MANAGER"])
    assert counter.approves(ticket, "manager:B08")["ticket"]["state"] == "PAYING"


# ---------------------------------------------------------------- leaders


def test_a_leader_gives_twenty_yuan_in_one_tap(counter: Counter) -> None:
    given = counter.by_leader("2", 2000, text="给您退20元")
    assert (given["ticket"]["state"], given["ticket"]["chosenBy"], given["approval"]) == ("PAYING", "LEADER", None)
    counter.settle()
    assert refunds(counter) == [2000]
    seen = counter.see(given["ticket"])
    assert seen["state"] == "RESOLVED"
    assert {entry["actor"] for entry in counter.timeline(given["ticket"]) if entry["kind"] in ("OPENED", "CHOSEN")} == {
        "LEADER"
    }
    assert counter.told(given["ticket"]), "the member is told"
    (use,) = counter.uses("leader:L001")
    assert use["cost"]["fen"] == 2000


def test_two_hundred_yuan_ask_a_manager(counter: Counter) -> None:
    asked = counter.by_leader("3", 20_000)
    assert (asked["ticket"]["state"], asked["approval"]["state"]) == ("IN_REVIEW", "ASKED")
    counter.settle()
    assert refunds(counter) == []
    counter.approves(asked["ticket"])
    counter.settle()
    assert refunds(counter) == [20_000]


def test_a_leader_decides_on_the_members_open_case(counter: Counter) -> None:
    counter.publish(**{"authority.leader_case_fen": 20_000, "authority.leader_member_fen": 20_000})
    ticket = counter.tap("2")
    given = counter.by_leader("2", 12_900)
    assert (given["ticket"]["id"], given["ticket"]["state"]) == (ticket["id"], "PAYING")
    assert counter.refused("RefundAsLeader", LEADER, input=counter.leaders("2", 100)) == "ALREADY_APPLIED"


def test_a_leader_takes_no_promise_away_by_giving_less(counter: Counter) -> None:
    """C3: a menu that gives 129 yuan back stands until a manager has looked."""
    ticket = counter.tap("2")
    assert counter.by_leader("2", 2000)["approval"]["state"] == "ASKED"
    assert counter.waiting("B01")[0]["why"] == ["LESS"]
    assert counter.see(ticket)["state"] == "CHOOSING"


@pytest.mark.parametrize(
    "wish", [{"refundFen": 12_899}, {"refundFen": 1}, {"quantity": 1}, {"remedy": "FULL_REFUND", "quantity": 1}]
)
def test_less_than_the_rule_gives_needs_a_reason_on_record(counter: Counter, wish: dict[str, Any]) -> None:
    """C3, G1: never under the floor but by somebody who says why."""
    counter.place("O003", lines=[OIL | {"quantity": 2}])
    counter.sign("O003", lines=[OIL | {"quantity": 2}])
    ticket = counter.tap(lineId=line_of("2", "O003"))
    silent = counter.decision(ticket, **wish) | {"overrideReason": None}
    before = counter.see(ticket)
    assert counter.refused("DecideTicket", AGENT, input=silent) == "OVERRIDE_REASON_REQUIRED"
    assert counter.see(ticket) == before
    counter.gives(ticket, **wish)
    (use,) = counter.uses("staff:A01")
    assert (use["overrideReason"], use["passed"]) == ("与客户说好了", ["LESS"])


def test_what_the_rule_gives_needs_no_reason(counter: Counter) -> None:
    given = counter.gives(counter.tap("2"), refundFen=12_900, overrideReason=None)
    assert given["ticket"]["state"] == "PAYING"


@pytest.mark.parametrize(
    ("fen", "code"),
    [(0, "BAD_INPUT"), (-5, "BAD_INPUT"), (12_901, "LINE_CAP_EXCEEDED"), (1.5, "BAD_USER_INPUT")],
)
def test_what_a_leader_cannot_mean_is_refused(counter: Counter, fen: int, code: str) -> None:
    assert counter.refused("RefundAsLeader", LEADER, input=counter.leaders("2", fen)) == code


@pytest.mark.parametrize("before", [0, 12_900])
def test_what_is_not_left_names_the_leaders_own_input(counter: Counter, before: int) -> None:
    if before:
        counter.mall_gives("O001", "2", before)
    (error,) = counter.run("RefundAsLeader", LEADER, input=counter.leaders("2", 12_901)).data["refundAsLeader"][
        "userErrors"
    ]
    expected = ("NOTHING_LEFT", "reason") if before else ("LINE_CAP_EXCEEDED", "amountFen")
    assert (error["code"], error["field"]) == expected


def test_leaders_have_windows_and_communities(counter: Counter) -> None:
    other = counter.leaders("2", 100)
    assert counter.refused("RefundAsLeader", "leader:L002", input=other) == "NOT_FOUND"
    assert counter.refused("RefundAsLeader", ME, input=other) == "FORBIDDEN"
    counter.advance(days=8)
    assert counter.refused("RefundAsLeader", LEADER, input=other) == "WINDOW_CLOSED"


def test_a_leader_gives_nothing_to_themselves(counter: Counter) -> None:
    counter.advance(minutes=1)
    detail = {"leader_id": "L001", "community": "阳光花园", "region": "华东", "occurred_at": counter._now()}
    counter.event("LeaderChanged", **detail, member_id="M001")
    assert counter.refused("RefundAsLeader", LEADER, input=counter.leaders("2", 100)) == "OWN_CASE"


# ---------------------------------------------------------------- two at once


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(counter: Counter) -> None:
    ticket = counter.tap("2")
    counter.meanwhile(lambda: counter.rival_gives(ticket, "B02", 700))
    wanted = counter.decision(ticket, refundFen=900)
    (error,) = counter.run("DecideTicket", AGENT, input=wanted).data["decideTicket"]["userErrors"]
    assert error["code"] == "ALREADY_DECIDED"
    counter.settle()
    assert refunds(counter) == [700]


def test_of_an_ask_and_a_decision_the_second_is_told(counter: Counter) -> None:
    ticket = counter.dear()
    counter.meanwhile(lambda: counter.rival_gives(ticket, "A01", 40_000))
    wanted = counter.decision(ticket, refundFen=900)
    (error,) = counter.run("DecideTicket", "agent:A02", input=wanted).data["decideTicket"]["userErrors"]
    assert error["code"] == "CASE_CHANGED"


def test_of_two_approvals_at_once_one_pays(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    counter.meanwhile(lambda: counter.rival_approves(ticket, "B02"))
    (error,) = counter.run("ApproveDecision", MANAGER, input=counter.answer(ticket)).data["approveDecision"][
        "userErrors"
    ]
    assert error["code"] == "APPROVAL_SUPERSEDED"
    counter.settle()
    assert refunds(counter) == [45_000]


def test_an_approval_and_the_members_choice_at_once_pay_once(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    counter.meanwhile(lambda: counter.rival_picks(ticket, "KEEP_COUPON"))
    (error,) = counter.run("ApproveDecision", MANAGER, input=counter.answer(ticket)).data["approveDecision"][
        "userErrors"
    ]
    assert error["code"] == "APPROVAL_SUPERSEDED"
    counter.settle()
    assert refunds(counter) == []


def test_the_last_of_a_days_limit_is_given_once(counter: Counter) -> None:
    """Two decisions of one agent in two cases: the second finds the limit used, and asks."""
    counter.publish(**{"authority.agent_1_day_fen": 1000})
    first, second = counter.tap("2"), counter.dear()
    counter.meanwhile(lambda: counter.rival_gives(first, "A01", 1000))
    assert counter.asks(second, refundFen=1000)["why"] == ["AGENT_DAY_CAP"]
    counter.settle()
    assert refunds(counter) == [1000]


def test_the_same_call_again_is_a_replay(counter: Counter) -> None:
    ticket = counter.dear()
    asked = {"input": counter.decision(ticket, remedy="FULL_REFUND"), "idempotencyKey": "ask-00001"}
    first, again = (counter.call("DecideTicket", AGENT, **asked) for _ in range(2))
    assert (first["replayed"], again["replayed"], again["approval"]["nth"]) == (False, True, 1)
    one = {"input": counter.answer(ticket), "idempotencyKey": "approve-1"}
    first, again = (counter.call("ApproveDecision", MANAGER, **one) for _ in range(2))
    assert (first["replayed"], again["replayed"], again["approval"]["state"]) == (False, True, "APPROVED")
    counter.settle()
    assert refunds(counter) == [45_000]


# ---------------------------------------------------------------- calls


def test_a_staff_decision_is_three_reads_and_a_transaction_at_most(counter: Counter) -> None:
    cheap, dear = counter.tap("2"), counter.dear()
    counter.app.scripts.current()  # read once in a minute
    calls = counter.calls
    assert calls("DecideTicket", AGENT, counter.decision(cheap, refundFen=100)) == ["fetch"] * 3 + ["transact"]
    assert calls("DecideTicket", AGENT, counter.decision(dear, remedy="FULL_REFUND")) == ["fetch"] * 3 + ["transact"]
    assert calls("ApproveDecision", MANAGER, counter.answer(dear)) == ["fetch"] * 3 + ["transact"]


def test_a_leaders_tap_is_two_reads_and_a_transaction(counter: Counter) -> None:
    counter.by_leader("3", 100)  # policy, figures and roster are at hand
    assert counter.calls("RefundAsLeader", LEADER, counter.leaders("2", 2000)) == ["fetch", "fetch", "transact"]
