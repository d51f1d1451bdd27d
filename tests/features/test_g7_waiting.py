"""G7: a case waits for what its member was asked, and not for ever: the waiting itself has an end."""

import pytest

from care.staff.notices import NOTICES
from care.tickets.deadlines.figures import PAUSE_HOURS
from fakes.front import AGENT, ME
from fakes.late import Late
from fakes.timed import Seen

ASKED = "请补一张照片"


@pytest.fixture
def shop() -> Late:
    """A manager and an agent are there."""
    shop = Late()
    shop.staff("B1", "MANAGER")
    shop.staff("A1", "AGENT")
    return shop


def ask(shop: Late, ticket: Seen) -> None:
    shop.say(ticket, ASKED, waitForMember=True)


def appealed(shop: Late) -> Seen:
    """In its second round, in which no time-out pays; the agent has it."""
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.appeal(ticket)
    return ticket


def nudges(shop: Late) -> list[tuple[str, str]]:
    """(who, text): who was told that a member is silent."""
    told = [notice for notice in shop.memory.all(NOTICES) if notice.kind == "member_silent"]
    return [(notice.staff_id, notice.text) for notice in sorted(told, key=lambda notice: notice.at)]


def ends(shop: Late, ticket: Seen) -> int:
    """How often staff read in the inner timeline that the waiting has ended by itself."""
    edges = shop.call("TicketTeam", AGENT, id=ticket["id"])["innerTimeline"]["edges"]
    return [edge["node"]["kind"] for edge in edges].count("WAIT_ENDED")


def test_an_appeal_whose_member_is_silent_goes_on(shop: Late) -> None:
    ticket = appealed(shop)
    shop.until(3, 2, 10, 40)
    ask(shop, ticket)
    paused = shop.clock_of(ticket, "ANSWER")
    assert paused["state"] == "PAUSED"
    shop.until(3, 5, 10, 39)
    assert (shop.watched(ticket)["waiting"], nudges(shop)) == (True, [])
    shop.until(3, 5, 10, 41)
    assert shop.watched(ticket)["waiting"] is False
    going = shop.clock_of(ticket, "ANSWER")
    assert (going["state"], going["businessSeconds"] - paused["businessSeconds"]) == ("RUNNING", 60)
    assert nudges(shop) == [
        (shop.assignee(ticket), f"工单“{ticket['title']}”等会员补充说明已满72小时，会员没有回复，请直接处理或结案")
    ]
    assert ends(shop, ticket) == 1
    shop.advance(days=3)
    assert shop.clock_of(ticket, "ANSWER")["breachedAt"] is not None, "who does nothing then is late"
    assert any("请您督办" in text for text in shop.called(ticket))
    assert (len(nudges(shop)), shop.dead()) == (1, [])


def test_the_member_reads_no_more_that_we_wait_for_them(shop: Late) -> None:
    ticket = appealed(shop)
    ask(shop, ticket)
    before = shop.timeline(ticket)
    assert shop.promise(ticket) == {"text": "等您补充说明后，我们接着为您处理", "dueAt": None}
    shop.advance(hours=PAUSE_HOURS.default, minutes=1)
    promise = shop.promise(ticket)
    assert promise is not None
    assert promise["dueAt"] is not None
    assert shop.timeline(ticket) == before, "that they were silent is for staff to read"


def test_how_long_we_wait_is_a_figure(shop: Late) -> None:
    ticket = appealed(shop)
    shop.figures({PAUSE_HOURS: 4})
    ask(shop, ticket)
    shop.advance(hours=4, minutes=1)
    assert [text for _, text in nudges(shop) if "已满4小时" in text]


def test_who_answers_in_time_hears_no_more_of_it(shop: Late) -> None:
    ticket = appealed(shop)
    ask(shop, ticket)
    shop.advance(days=1)
    shop.say(ticket, "补好了", ME)
    shop.advance(days=4)
    assert (nudges(shop), ends(shop, ticket)) == ([], 0)


def test_each_question_has_its_own_time(shop: Late) -> None:
    """The end that was planned for the first one passes the second one by."""
    ticket = appealed(shop)
    ask(shop, ticket)
    shop.advance(days=1)
    shop.say(ticket, "补好了", ME)
    ask(shop, ticket)
    shop.advance(days=2, minutes=1)
    assert shop.watched(ticket)["waiting"] is True
    shop.advance(days=1)
    assert (shop.watched(ticket)["waiting"], ends(shop, ticket)) == (False, 1)


def test_asking_once_more_meanwhile_gives_no_more_time(shop: Late) -> None:
    ticket = appealed(shop)
    ask(shop, ticket)
    shop.advance(days=2)
    ask(shop, ticket)
    shop.advance(days=1, minutes=1)
    assert (shop.watched(ticket)["waiting"], ends(shop, ticket)) == (False, 1)


def test_an_agent_who_says_something_else_waits_no_longer(shop: Late) -> None:
    ticket = appealed(shop)
    ask(shop, ticket)
    assert shop.states(ticket)["ANSWER"] == "PAUSED"
    shop.say(ticket, "不用补了，我们接着处理")
    assert (shop.watched(ticket)["waiting"], shop.states(ticket)["ANSWER"]) == (False, "RUNNING")
    shop.advance(days=4)
    assert ends(shop, ticket) == 0


def test_a_decision_leaves_nothing_to_end(shop: Late) -> None:
    ticket = appealed(shop)
    ask(shop, ticket)
    wish = {"remedy": "APOLOGY", "text": "给您赔不是了", "overrideReason": "会员要的就是一句话"}
    shop.call("DecideTicket", "agent:A1", input={"ticketId": ticket["id"], **wish})
    shop.advance(days=4)
    assert (nudges(shop), ends(shop, ticket)) == ([], 0)


def test_in_the_first_round_clocks_and_deadline_go_on_together(shop: Late) -> None:
    ticket = shop.in_review()
    shop.until(3, 2, 10, 40)
    ask(shop, ticket)
    assert (shop.answer_by(ticket), shop.states(ticket)["REMEDY"]) == (None, "PAUSED")
    shop.until(3, 5, 10, 41)
    assert (shop.answer_by(ticket) is None, shop.states(ticket)["REMEDY"]) == (False, "RUNNING")
    assert len(nudges(shop)) == 1


def test_after_the_last_pause_of_the_deadline_the_waiting_ends_too(shop: Late) -> None:
    ticket = shop.in_review()
    for _ in range(2):
        ask(shop, ticket)
        shop.say(ticket, "补好了", ME)
    ask(shop, ticket)
    shop.advance(hours=PAUSE_HOURS.default, minutes=1)
    assert (shop.watched(ticket)["waiting"], ends(shop, ticket)) == (False, 1)


def test_an_open_menu_does_not_wait_for_ever_either(shop: Late) -> None:
    """Its default falls while we wait; the mall is silent, and the case goes on."""
    shop.mall = lambda _request: None
    ticket = shop.tap("2")
    ask(shop, ticket)
    assert shop.states(ticket)["REMEDY"] == "PAUSED"
    shop.advance(hours=PAUSE_HOURS.default, minutes=1)
    assert shop.watched(ticket)["waiting"] is False
    assert shop.states(ticket)["REMEDY"] == "RUNNING"


def test_goods_that_come_back_end_the_waiting(shop: Late) -> None:
    shop.mall = lambda _request: None
    ticket = shop.tap("2", "DISLIKE")
    shop.pick(ticket, "RETURN_REFUND")
    ask(shop, ticket)
    assert shop.watched(ticket)["waiting"] is True
    slip = shop.call("MyReturnSlip", ME, id=ticket["id"])["returnSlip"]
    shop.call("AcceptReturn", "agent:A1", input={"code": slip["code"], "quantity": 1})
    assert (shop.see(ticket)["state"], shop.watched(ticket)["waiting"]) == ("PAYING", False)


def test_what_is_asked_after_the_end_ends_without_a_word(shop: Late) -> None:
    """Of a case that has been settled nothing is left to be decided."""
    ticket = shop.tap("1")
    shop.settle()
    assert shop.see(ticket)["state"] == "RESOLVED"
    ask(shop, ticket)
    shop.advance(hours=PAUSE_HOURS.default, minutes=1)
    assert (shop.watched(ticket)["waiting"], nudges(shop)) == (False, [])


# ---------------------------------------------------------------- nothing waits for nobody


@pytest.mark.usefixtures("nothing_on_top")
def test_a_case_that_follows_another_and_is_decided_anew_has_a_clock_of_its_own(shop: Late) -> None:
    """It was paid by itself; the mall takes that back when the case that it follows has been resolved."""
    parent, child = shop.in_review(), shop.claim_anew()
    shop.open_budget()
    steps = {"seenStep": 0, "seenParentStep": shop.call("TicketTeam", AGENT, id=parent["id"])["step"]}
    shop.call("MergeTickets", AGENT, input={"childId": child["id"], "parentId": parent["id"], **steps})
    given = {"text": "给您添麻烦了", "remedy": "KEEP_COUPON", "overrideReason": "情况属实"}
    shop.call("DecideTicket", "agent:A1", input={"ticketId": child["id"], **given})
    shop.settle()
    shop.call("DecideTicket", "agent:A1", input={"ticketId": parent["id"], "text": "已经电话说好"})
    shop.settle()
    assert [shop.see(each)["state"] for each in (parent, child)] == ["RESOLVED", "RESOLVED"]
    (asked,) = [each for each in shop.app.asked if each.payout.source == f"ticket:{shop.raw(child)}:0"]
    told = {"version": 1, "key": asked.payout.id, "attempt": 1, "occurred_at": shop.clock.now().isoformat()}
    shop.event("BenefitReversed", **told, reason="券已停用")
    shop.advance(minutes=10)
    assert shop.see(child)["state"] == "IN_REVIEW"
    assert shop.states(child)["ANSWER"] == "RUNNING"
    due = shop.due(child, "ANSWER")
    shop.say(child, "我们正在看")
    assert shop.due(child, "ANSWER") == due, "each later step leaves it as it is"
    shop.advance(days=1)
    assert shop.clock_of(child, "ANSWER")["breachedAt"] is not None
    assert shop.called(child)
