"""G7: service-level clocks: every class, the strictest, first human reply, pauses, both times on record, reopening."""

from collections.abc import Callable

import pytest

from care.tickets.talk import reply_to_ticket
from care.tickets.timeline import Actor
from fakes.front import AGENT, ME
from fakes.timed import Seen, Timed


@pytest.fixture
def front() -> Timed:
    return Timed()


def test_own_channel_and_complaint_the_strictest_of_each_step_counts(front: Timed) -> None:
    """Reply 30 min (not the complaint's 2 h), the answer is the menu, remedy 24 h of service hours."""
    clocks = front.clocks(front.tap("2"))
    seen = {step: (each["slaClass"], each["targetMinutes"], each["state"]) for step, each in clocks.items()}
    assert seen == {
        "FIRST_REPLY": ("OWN_CHANNEL", 30, "RUNNING"),
        "ANSWER": ("OWN_CHANNEL", 60, "MET"),
        "REMEDY": ("COMPLAINT", 1440, "RUNNING"),
    }
    assert front.local(clocks["FIRST_REPLY"]["dueAt"]) == "03-02 10:30"
    assert front.local(clocks["FIRST_REPLY"]["warnAt"]) == "03-02 10:24", "at 80 %"
    assert front.local(clocks["REMEDY"]["dueAt"]) == "03-04 11:00", "10 h on Monday, 11.5 on Tuesday, 2.5 on Wednesday"


def test_where_the_complaints_target_is_the_stricter_one_it_counts(front: Timed) -> None:
    change = {"values": [{"key": "clocks.complaint_reply_minutes", "value": 20}], "why": "试行"}
    front.call("PublishSettings", "operator:O01", input=change | {"effectiveAt": "2026-03-02T10:30:00+08:00"})
    front.until(3, 2, 10, 31)
    clock = front.clock_of(front.tap("2"), "FIRST_REPLY")
    assert (clock["slaClass"], clock["targetMinutes"], front.local(clock["dueAt"])) == ("COMPLAINT", 20, "03-02 10:51")


def test_a_red_alert_runs_round_the_clock(front: Timed) -> None:
    front.until(3, 2, 22)
    ticket = front.claim_anew(line_id="3", reason="RANCID")
    clocks = front.clocks(ticket)
    assert clocks["AUTO_ACTION"]["state"] == "MET", "the menu is before the member"
    assert {step: (each["targetMinutes"], each["roundTheClock"]) for step, each in clocks.items()} == {
        "AUTO_ACTION": (5, True), "FIRST_OPINION": (240, True), "CLOSED_BY": (2880, True),
        "FIRST_REPLY": (30, False), "ANSWER": (60, False),
    }  # fmt: skip
    assert front.due(ticket, "FIRST_OPINION") == "03-03 02:00"
    assert front.due(ticket, "CLOSED_BY") == "03-04 22:00"
    assert front.due(ticket, "FIRST_REPLY") == "03-03 09:00", "a word waits for the morning"
    front.until(3, 3, 1)
    front.say(ticket, "我们已封存同批次")
    assert front.states(ticket)["FIRST_OPINION"] == "MET"
    assert front.states(ticket)["CLOSED_BY"] == "RUNNING"
    front.pick(ticket, "FULL_REFUND_COUPON")
    front.settle()
    assert front.states(ticket)["CLOSED_BY"] == "MET", "the work is done; the closure check comes later"


def test_money_alone_does_not_end_a_red_alert(front: Timed) -> None:
    """Paid in the request, settled a moment later; a person must have looked at it all the same."""
    ticket = front.tap("1", "SPOILED")
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    assert front.states(ticket) == {
        "ANSWER": "MET", "AUTO_ACTION": "MET", "FIRST_OPINION": "RUNNING", "CLOSED_BY": "RUNNING",
    }  # fmt: skip
    assert [each["id"] for each in front.duty()] == [ticket["id"]]
    front.advance(hours=3)
    front.say(ticket, "同批次已停售,正在送检")
    assert set(front.states(ticket).values()) == {"MET"}
    assert front.duty() == []


def test_a_red_alert_that_nobody_looks_at_breaches_at_night_too(front: Timed) -> None:
    front.until(3, 2, 23)
    ticket = front.tap("1", "SPOILED")
    front.until(3, 3, 3, 1)
    assert front.local(front.clock_of(ticket, "FIRST_OPINION")["breachedAt"]) == "03-03 03:00"
    front.until(3, 4, 23, 1)
    assert front.local(front.clock_of(ticket, "CLOSED_BY")["breachedAt"]) == "03-04 23:00"


def test_a_case_that_is_paid_at_once_needs_no_reply(front: Timed) -> None:
    ticket = front.tap("1")
    assert front.states(ticket) == {"ANSWER": "MET", "REMEDY": "RUNNING"}
    front.settle()
    assert front.states(ticket) == {"ANSWER": "MET", "REMEDY": "MET"}
    front.advance(days=1)
    assert [entry["kind"] for entry in front.timeline(ticket, AGENT)] == ["OPENED", "CHOSEN", "SETTLED"]


def test_a_case_for_staff_is_an_own_channel_request(front: Timed) -> None:
    """Care for a silent member (P2). Nothing answers it by itself: the golden hour runs."""
    front.until(3, 3, 10)
    (edge,) = front.call("MyOpenSurveys", ME)["edges"]
    front.call("AnswerSurvey", ME, input={"surveyId": edge["node"]["id"], "score": 1})
    front.settle()
    (task,) = front.duty()
    clocks = front.clocks(task)
    assert {(each["slaClass"], each["state"]) for each in clocks.values()} == {("OWN_CHANNEL", "RUNNING")}
    assert (front.due(task, "FIRST_REPLY"), front.due(task, "ANSWER")) == ("03-03 10:30", "03-03 11:00")
    front.advance(minutes=10)
    front.decide_as_agent(task, careOutcome="RECOVERED")
    assert front.states(task) == {"FIRST_REPLY": "MET", "ANSWER": "MET"}
    front.advance(days=1)
    assert all(each["breachedAt"] is None for each in front.clocks(task).values())


def test_what_a_member_asks_after_the_answer_is_an_inquiry(front: Timed) -> None:
    ticket = front.tap("2")
    front.say(ticket, "您好,请在菜单里选一种")
    assert front.clock_of(ticket, "FIRST_REPLY")["slaClass"] == "OWN_CHANNEL"
    front.pick(ticket, "FULL_REFUND")
    front.settle()
    front.advance(hours=1)
    front.say(ticket, "钱退到哪里?", ME)
    asked = front.clocks(ticket)
    assert {step: (asked[step]["slaClass"], asked[step]["state"]) for step in ("FIRST_REPLY", "ANSWER")} == {
        "FIRST_REPLY": ("INQUIRY", "RUNNING"), "ANSWER": ("INQUIRY", "RUNNING"),
    }  # fmt: skip
    assert front.due(ticket, "FIRST_REPLY") == "03-02 11:30"
    assert front.due(ticket, "ANSWER") == "03-02 12:00"
    assert [each["id"] for each in front.duty()] == [ticket["id"]], "resolved, yet somebody waits for a word"
    front.say(ticket, "再催一下", ME)
    assert len(front.watched(ticket)["clocks"]) == 5, "asked twice, one answer is due"
    front.say(ticket, "原路退回您的支付账户")
    assert set(front.states(ticket).values()) == {"MET"}
    assert front.duty() == []


AUTOMATIC: dict[str, Callable[[Timed, Seen], object]] = {
    "its own messages": lambda front, _ticket: front.settle(),
    "what the member adds": lambda front, ticket: front.say(ticket, "箱子也湿了", ME),
}


@pytest.mark.parametrize("what", AUTOMATIC)
def test_nothing_but_a_persons_words_is_a_first_reply(front: Timed, what: str) -> None:
    ticket = front.tap("2")
    front.settle()
    AUTOMATIC[what](front, ticket)
    assert len(front.told(ticket)) == 1, "the member has had an automatic message"
    clock = front.clock_of(ticket, "FIRST_REPLY")
    assert (clock["state"], front.local(clock["dueAt"])) == ("RUNNING", "03-02 10:30"), "and it runs as from the start"
    front.say(ticket, "您好,我是小王")
    assert front.states(ticket)["FIRST_REPLY"] == "MET"


def test_a_bot_is_no_person(front: Timed) -> None:
    """Whatever writes to the case without being staff, the first reply stays due."""
    ticket = front.tap("2")
    bot = Actor(role="system", id="robot")
    reply_to_ticket(front.app.desk, bot, front.raw(ticket), "机器人为您服务", front.request("ReplyToTicket"))
    assert front.states(ticket)["FIRST_REPLY"] == "RUNNING"


def test_whoever_settles_the_case_alone_needs_no_reply_any_more(front: Timed) -> None:
    ticket = front.tap("2")
    front.advance(minutes=10)
    front.pick(ticket, "FULL_REFUND")
    assert front.states(ticket)["FIRST_REPLY"] == "DROPPED"
    front.advance(days=1)
    assert "SLA_BREACHED" not in [line["kind"] for line in front.among_staff(ticket)]


def test_met_in_wall_time_and_in_business_time(front: Timed) -> None:
    front.until(3, 2, 20, 50)
    ticket = front.tap("2")
    front.until(3, 3, 8, 40)
    running = front.clock_of(ticket, "FIRST_REPLY")
    assert (running["wallSeconds"], running["businessSeconds"]) == (11 * 3600 + 50 * 60, 20 * 60)
    front.say(ticket, "早上好")
    front.advance(hours=5)
    met = front.clock_of(ticket, "FIRST_REPLY")
    assert (met["wallSeconds"], met["businessSeconds"]) == (11 * 3600 + 50 * 60, 20 * 60), "and so it stays"
    assert (met["state"], met["breachedAt"], front.local(met["metAt"])) == ("MET", None, "03-03 08:40")


def test_breached_in_wall_time_and_in_business_time(front: Timed) -> None:
    front.until(3, 2, 20, 50)
    ticket = front.tap("2")
    front.until(3, 3, 9, 10)
    front.say(ticket, "让您久等了")
    late = front.clock_of(ticket, "FIRST_REPLY")
    assert (late["state"], front.local(late["breachedAt"])) == ("MET", "03-03 08:50")
    assert (late["wallSeconds"], late["businessSeconds"]) == (12 * 3600 + 20 * 60, 50 * 60)


def test_the_agents_clocks_pause_while_the_ticket_waits_for_the_member(front: Timed) -> None:
    front.mall = lambda _request: None
    ticket = front.tap("2")
    front.advance(minutes=10)
    front.say(ticket, "请补拍一张瓶口的照片", waitForMember=True)
    assert front.watched(ticket)["waiting"] is True
    paused = front.clock_of(ticket, "REMEDY")
    assert (paused["state"], paused["dueAt"], paused["businessSeconds"]) == ("PAUSED", None, 600)
    front.advance(days=1)
    assert front.clock_of(ticket, "REMEDY")["businessSeconds"] == 600
    assert front.promise(ticket) == {"text": "等您补充说明后，我们接着为您处理", "dueAt": None}
    front.say(ticket, "瓶口裂了", ME)
    assert front.watched(ticket)["waiting"] is False
    assert front.due(ticket, "REMEDY") == "03-05 11:00", "23 h 50 min of service hours were left at 10:10"
    front.until(3, 5, 10, 59)
    assert front.clock_of(ticket, "REMEDY")["breachedAt"] is None, "what was planned before the pause fires in vain"
    front.until(3, 5, 11, 1)
    assert front.local(front.clock_of(ticket, "REMEDY")["breachedAt"]) == "03-05 11:00"


def test_only_the_agents_clocks_pause(front: Timed) -> None:
    ticket = front.claim_anew(line_id="3", reason="RANCID")
    front.say(ticket, "请告诉我们生产日期", waitForMember=True)
    assert front.states(ticket)["CLOSED_BY"] == "RUNNING"
    assert front.due(ticket, "CLOSED_BY") == "03-04 10:00"


def test_a_member_cannot_stop_the_clocks(front: Timed) -> None:
    ticket = front.tap("2")
    front.say(ticket, "等等", ME, waitForMember=True)
    assert front.watched(ticket)["waiting"] is False
    assert front.states(ticket)["REMEDY"] == "RUNNING"


def test_a_decision_ends_the_waiting(front: Timed) -> None:
    ticket = front.tap("2")
    front.say(ticket, "请补拍一张照片", waitForMember=True)
    front.mall = lambda _request: None
    front.advance(days=1)
    front.decide_as_agent(ticket, "FULL_REFUND")
    assert front.watched(ticket)["waiting"] is False
    assert front.due(ticket, "REMEDY") == "03-05 11:00"


def test_a_case_that_comes_back_to_a_person_is_due_again(front: Timed) -> None:
    front.mall = lambda _request: "FAILED"
    ticket = front.tap("1")
    front.advance(minutes=2)
    assert front.see(ticket)["state"] == "IN_REVIEW"
    assert front.states(ticket) == {"ANSWER": "RUNNING", "REMEDY": "RUNNING", "FIRST_REPLY": "RUNNING"}


def test_reopening_starts_anew_and_keeps_what_was(front: Timed) -> None:
    ticket = front.tap("2")
    front.advance(minutes=5)
    front.say(ticket, "您好")
    front.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    assert front.states(ticket) == {"FIRST_REPLY": "MET", "ANSWER": "MET", "REMEDY": "DROPPED"}
    front.advance(minutes=55)
    front.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "还是不行"})
    rounds = [(each["round"], each["step"], each["state"]) for each in front.watched(ticket)["clocks"]]
    assert rounds == [
        (0, "FIRST_REPLY", "MET"), (0, "ANSWER", "MET"), (0, "REMEDY", "DROPPED"),
        (1, "FIRST_REPLY", "RUNNING"), (1, "ANSWER", "RUNNING"), (1, "REMEDY", "RUNNING"),
    ]  # fmt: skip
    assert (front.due(ticket, "FIRST_REPLY"), front.due(ticket, "ANSWER")) == ("03-02 11:30", "03-02 12:00")


def test_a_reopened_red_alert_is_one_still(front: Timed) -> None:
    ticket = front.claim_anew(line_id="3", reason="RANCID")
    front.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    front.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "还是不行"})
    fresh = {each["step"] for each in front.watched(ticket)["clocks"] if each["round"] == 1}
    assert fresh == {"FIRST_REPLY", "ANSWER", "FIRST_OPINION", "CLOSED_BY"}


def test_the_promise_is_the_first_clock_that_is_still_to_come(front: Timed) -> None:
    ticket = front.tap("2")
    assert ticket["promise"] == {"text": "客服会在3月2日10:30前回复您", "dueAt": "2026-03-02T10:30:00+08:00"}
    front.say(ticket, "您好")
    said = front.promise(ticket)
    assert said is not None
    assert said["text"] == "我们会在3月4日11:00前为您处理好"
    front.pick(ticket, "FULL_REFUND")
    front.settle()
    assert front.promise(ticket) is None


def test_who_hands_a_case_over_tells_the_member_by_when(front: Timed) -> None:
    ticket = front.tap("2")
    front.say(ticket, "您好")
    front.mall_refunds("2", 1)
    front.until(3, 4, 10)
    assert any("我们会在3月4日11:00前" in text for text in front.told(ticket)), front.told(ticket)


def test_a_broken_promise_is_owned_up_to(front: Timed) -> None:
    change = {"values": [{"key": "clocks.complaint_remedy_minutes", "value": 5}], "why": "试行"}
    front.call("PublishSettings", "operator:O01", input=change | {"effectiveAt": "2026-03-02T10:30:00+08:00"})
    front.until(3, 2, 10, 31)
    ticket = front.tap("2")
    front.advance(minutes=40)
    assert front.promise(ticket) == {"text": "比约定的时间晚了，对不起，我们正在优先处理", "dueAt": None}


def test_clocks_are_staffs_to_see(front: Timed) -> None:
    ticket = front.tap("2")
    reply = front.run("TicketClocks", ME, id=ticket["id"])  # assignee and clocks
    assert (reply.codes, reply.data["node"]["clocks"]) == (["FORBIDDEN"] * 2, None)
