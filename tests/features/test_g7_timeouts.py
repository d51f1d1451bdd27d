"""G7: what nobody answers is approved by itself at its deadline; where it must not be, somebody is called."""

from collections.abc import Callable, Sequence

import pytest

from care.accounts.figures import DAY_FEN, MEMBER_MONTH_FEN
from care.dynamo.writes import DynamoWrite
from care.tickets.authority.figures import LIMITS, Rank
from care.tickets.deadlines.figures import TIMEOUT_CASE_FEN
from care.tickets.decide_ticket import resolve
from care.tickets.timeline import Actor
from fakes.front import AGENT, ME
from fakes.late import MANAGER, Late
from fakes.shop import FRESH, OIL
from fakes.timed import Seen


@pytest.fixture
def shop() -> Late:
    return Late()


def refunds(shop: Late) -> list[int]:
    return [amount for kind, amount, _ in shop.paid() if kind == "REFUND"]


def test_what_nobody_answers_is_approved_by_itself(shop: Late) -> None:
    ticket = shop.in_review()
    assert shop.answer_by(ticket) == "03-03 10:10", "24 h, as the rule says"
    shop.open_budget()
    shop.until(3, 3, 10, 9)
    assert refunds(shop) == []
    shop.until(3, 3, 10, 11)
    seen = shop.see(ticket)
    assert (seen["state"], seen["remedy"], seen["chosenBy"]) == ("RESOLVED", "FULL_REFUND", "TIMEOUT")
    assert seen["answerBy"] is None
    assert refunds(shop) == [3980]
    assert shop.stops(ticket) == []
    (told,) = [text for text in shop.told(ticket) if "没能按时答复您" in text]
    assert "全额退款" in told


def test_the_clocks_say_that_nobody_answered(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    shop.until(3, 3, 10, 11)
    answer = shop.clock_of(ticket, "ANSWER")
    assert (answer["state"], shop.local(answer["breachedAt"])) == ("MET", "03-02 11:10")
    assert shop.states(ticket)["FIRST_REPLY"] == "DROPPED"


def test_what_the_member_had_chosen_is_approved_not_the_default(shop: Late) -> None:
    ticket = shop.in_review("2", "HALF_REFUND_COUPON")
    shop.open_budget()
    shop.advance(days=2, hours=1)
    seen = shop.see(ticket)
    assert (seen["remedy"], seen["chosenBy"]) == ("HALF_REFUND_COUPON", "TIMEOUT")
    assert refunds(shop) == [6450]


def test_the_member_is_told_by_when_at_the_latest(shop: Late) -> None:
    ticket = shop.in_review()
    shop.until(3, 2, 21)
    promise = shop.promise(ticket)
    assert promise is not None
    assert promise["dueAt"] == shop.see(ticket)["answerBy"], "the golden hour has passed; this still stands"
    assert promise["text"] == "我们最迟在3月3日10:10前答复您"


Gate = Callable[[Late, Seen], object]


def _cancelled(shop: Late, _ticket: Seen) -> None:
    shop.open_budget()
    shop.cancel("O001", line_ids=["2"], lines=[FRESH, OIL])


def _dear(shop: Late, _ticket: Seen) -> None:
    shop.figures({TIMEOUT_CASE_FEN: 128_99, DAY_FEN: DAY_FEN.default})


def _sunk(shop: Late, _ticket: Seen) -> None:
    shop.open_budget()
    shop.mall_refunds("2", 1)


GATES: dict[str, tuple[Gate, str]] = {
    "the budget is exhausted still": (lambda _shop, _ticket: None, "BUDGET_EXHAUSTED:DAY"),
    "the member has had enough this month": (
        lambda shop, _ticket: shop.figures({MEMBER_MONTH_FEN: 100_00, DAY_FEN: DAY_FEN.default}),
        "MEMBER_CAP",
    ),
    "the line was cancelled": (_cancelled, "LINE_CANCELLED"),
    "it costs more than time may give": (_dear, "ABOVE_LIMIT"),
    "no room is left under the line's cap as it commits": (_sunk, "LINE_CAP_EXCEEDED"),
}


@pytest.mark.parametrize("gate", GATES)
def test_what_must_not_be_paid_by_itself_climbs(shop: Late, gate: str) -> None:
    """Nothing is paid, nothing refused, nothing is silent: staff read why, somebody is called, the member is told."""
    closes, why = GATES[gate]
    ticket = shop.in_review("2", "FULL_REFUND")
    closes(shop, ticket)
    shop.until(3, 4, 10, 11)
    assert shop.stops(ticket) == [why]
    seen = shop.see(ticket)
    assert (seen["state"], seen["remedy"]) == ("IN_REVIEW", None)
    assert refunds(shop) == []
    assert shop.watched(ticket)["priority"] == "HIGH"
    assert shop.answer_by(ticket) == "03-04 14:10", "a while later again"
    assert len([text for text in shop.told(ticket) if "没能按时答复您" in text]) == 1
    shop.until(3, 4, 13)
    assert any(why in text for text in shop.called(ticket)), "nobody on call has acknowledged it: the desk reads it"
    assert shop.dead() == []


def test_three_times_then_only_those_who_are_called(shop: Late) -> None:
    ticket = shop.in_review()
    shop.until(3, 5, 12)
    assert shop.stops(ticket) == ["BUDGET_EXHAUSTED:DAY"] * 3
    assert shop.answer_by(ticket) is None
    assert shop.promise(ticket) == {"text": "比约定的时间晚了，对不起，我们正在优先处理", "dueAt": None}
    shop.open_budget()
    shop.advance(days=3)
    assert refunds(shop) == [], "from then on a person decides"
    assert shop.called(ticket)
    assert shop.assignee(ticket)


def test_a_budget_that_is_open_again_lets_the_second_time_pay(shop: Late) -> None:
    ticket = shop.in_review()
    shop.until(3, 3, 10, 30)
    assert shop.stops(ticket) == ["BUDGET_EXHAUSTED:DAY"]
    shop.open_budget()
    shop.until(3, 3, 14, 11)
    assert shop.see(ticket)["chosenBy"] == "TIMEOUT"
    assert refunds(shop) == [3980]


def test_the_member_cannot_tell_the_gates_apart() -> None:
    """State, promise, messages and the whole timeline are the same, whatever stood in the way."""
    worlds = []
    for gate in ("the budget is exhausted still", "it costs more than time may give"):
        world = Late()
        ticket = world.in_review("2", "FULL_REFUND")
        if gate == "the budget is exhausted still":
            world.advance(minutes=10)
        else:
            _dear(world, ticket)
        world.until(3, 4, 10, 30)
        seen = world.see(ticket)
        worlds.append((seen["state"], seen["answerBy"], seen["promise"], seen["timeline"], world.told(ticket)))
    assert worlds[0] == worlds[1]


# ---------------------------------------------------------------- what is an answer


def test_a_decision_is_an_answer(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    shop.decide_as_agent(ticket, "FULL_REFUND")
    assert shop.answer_by(ticket) is None
    shop.advance(days=3)
    assert refunds(shop) == [3980], "once"
    assert shop.see(ticket)["chosenBy"] == "STAFF"


def test_a_kind_word_is_none(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    shop.say(ticket, "您好,正在看")
    assert shop.answer_by(ticket) == "03-03 10:10"
    shop.until(3, 3, 10, 11)
    assert refunds(shop) == [3980]


def test_the_deadline_waits_for_the_member(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    shop.until(3, 2, 12, 10)
    shop.say(ticket, "请补一张照片", waitForMember=True)
    assert shop.answer_by(ticket) is None
    shop.until(3, 3, 12, 10)
    assert refunds(shop) == []
    shop.say(ticket, "补好了", ME)
    assert shop.answer_by(ticket) == "03-04 10:10", "22 h were left"
    shop.until(3, 4, 10, 11)
    assert refunds(shop) == [3980]


def test_it_waits_for_three_days_at_most(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    shop.until(3, 2, 12, 10)
    shop.say(ticket, "请补一张照片", waitForMember=True)
    shop.until(3, 5, 12, 11)
    assert shop.answer_by(ticket) == "03-06 10:10"
    assert shop.stops(ticket) == [], "nothing stood in its way"
    shop.until(3, 6, 10, 11)
    assert refunds(shop) == [3980]


def test_it_waits_twice_at_most(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    for _ in range(2):
        shop.say(ticket, "请补一张照片", waitForMember=True)
        assert shop.answer_by(ticket) is None
        shop.say(ticket, "补好了", ME)
    due = shop.answer_by(ticket)
    shop.say(ticket, "再补一张", waitForMember=True)
    assert shop.answer_by(ticket) == due, "asking a third time stops nothing"


def test_a_pending_approval_is_not_passed_over_and_its_refusal_leaves_an_hour(shop: Late) -> None:
    manager, agent = shop.staff("B1", "MANAGER"), shop.staff("A1", "AGENT")
    ticket = shop.in_review("2", "FULL_REFUND")
    shop.figures({DAY_FEN: DAY_FEN.default, LIMITS[Rank.AGENT_1].case: 128_99})
    shop.until(3, 4, 10)
    due = shop.answer_by(ticket)
    wanted = {"ticketId": ticket["id"], "text": "给您全额退款", "remedy": "FULL_REFUND"}
    approval = shop.call("DecideTicket", agent, input=wanted)["approval"]
    assert approval["state"] == "ASKED"
    assert shop.answer_by(ticket) == due
    shop.until(3, 4, 10, 30)
    assert shop.stops(ticket) == ["APPROVAL_PENDING"]
    again = shop.answer_by(ticket)
    shop.until(3, 4, 14)
    verdict = {"ticketId": ticket["id"], "nth": approval["nth"], "text": "先看证据"}
    shop.call("RefuseDecision", manager, input=verdict)
    assert (again, shop.answer_by(ticket)) == ("03-04 14:14", "03-04 15:00")
    shop.until(3, 4, 15, 1)
    assert refunds(shop) == [12_900], "nobody has answered since"


# ---------------------------------------------------------------- only where nobody has answered yet


def test_a_later_round_is_never_decided_by_time(shop: Late) -> None:
    ticket = shop.in_review()
    shop.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    shop.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "还是要"})
    shop.open_budget()
    assert shop.answer_by(ticket) is None
    shop.advance(days=7)
    assert refunds(shop) == []


def test_a_task_has_no_default(shop: Late) -> None:
    shop.in_review()
    shop.advance(days=7)
    assert shop.tasks()
    assert all(task["state"] == "IN_REVIEW" for task in shop.tasks())
    assert shop.dead() == []


# ---------------------------------------------------------------- at the same moment


def test_an_agent_who_decides_as_the_time_is_up_is_first(shop: Late) -> None:
    """Between the firing's decision and its commit: the firing decides again, and finds nothing to do."""
    ticket = shop.in_review()
    shop.open_budget()
    rivals = [lambda: _resolve(shop, ticket)]
    transact = shop.memory.transact

    def rival_first(writes: Sequence[DynamoWrite]) -> None:
        if rivals and any(write.name == "agenda.take:review.default" for write in writes):
            rivals.pop()()
        transact(writes)

    shop.memory.transact = rival_first  # type: ignore[method-assign]
    shop.until(3, 3, 10, 11)
    assert rivals == []
    seen = shop.see(ticket)
    assert (seen["state"], seen["remedy"]) == ("RESOLVED", None)
    assert refunds(shop) == []
    assert shop.dead() == []


def _resolve(shop: Late, ticket: Seen) -> None:
    found, agent = shop.app.desk.ticket(shop.raw(ticket)), Actor(role="staff", id="A9")
    shop.app.uow.run(lambda batch: resolve(shop.app.desk, batch, found, agent, "已经电话说好"))


def test_an_agent_who_comes_second_is_told(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    step = shop.call("TicketTeam", AGENT, id=ticket["id"])["step"]
    shop.until(3, 3, 10, 11)
    change = {"ticketId": ticket["id"], "text": "我们看过了", "seenStep": step}
    assert shop.refused("DecideTicket", AGENT, input=change | {"remedy": "FULL_REFUND"}) == "ALREADY_DECIDED"
    assert shop.refused("RefuseTicket", MANAGER, input=change | {"reason": "NOT_COVERED"}) == "ALREADY_DECIDED"
    assert refunds(shop) == [3980]
