"""G6, A2: staff work on cases together: notes, watchers, hands, merges, splits, links."""

from collections.abc import Callable
from typing import Any

import pytest

from api.relay import global_id
from api.texts.names import NAMES
from care.tickets.model import Priority
from fakes.front import AGENT, ME, NEIGHBOUR, line_of
from fakes.shop import OIL
from fakes.team import OTHER_AGENT, Team, Ticket


@pytest.fixture
def team() -> Team:
    return Team()


def reply(team: Team, ticket: Ticket, text: str, as_: str = ME) -> None:
    team.call("ReplyToTicket", as_, input={"ticketId": ticket["id"], "text": text})
    team.settle()


# ---------------------------------------------------------------- notes and watchers


def test_a_note_is_for_staff_and_is_no_step(team: Team) -> None:
    ticket = team.tap("2")
    before = team.see(ticket), team.told(ticket), team.seen(ticket)["step"]
    team.note(ticket, "上月也报过一次,注意核对照片")
    team.settle()
    assert (team.see(ticket), team.told(ticket), team.seen(ticket)["step"]) == before
    (line,) = team.inner(ticket)
    assert (line["kind"], line["actor"], line["actorId"], line["text"]) == (
        "NOTED", "STAFF", "A01", "上月也报过一次,注意核对照片",
    )  # fmt: skip


def test_whom_a_note_mentions_is_told_and_watches_from_then_on(team: Team) -> None:
    ticket = team.tap("2")
    team.note(ticket, "@A02 请跟进,邮箱是 a@b.com,也抄送@B01。@A01 自己")
    team.settle()
    assert team.seen(ticket)["watchers"] == ["A02", "B01", "A01"]
    assert [len(team.told_staff(who)) for who in ("A01", "A02", "B01")] == [0, 1, 1]
    assert "同事A01" in team.told_staff("A02")[0]
    assert "提到了您" in team.told_staff("A02")[0]
    assert team.inner(ticket)[0]["mentions"] == ["A02", "B01", "A01"]


def test_watchers_are_told_of_each_entry_but_their_own(team: Team) -> None:
    ticket = team.tap("2")
    watch = {"ticketId": ticket["id"], "watch": True}
    for who in (AGENT, OTHER_AGENT, "quality:Q01"):
        team.call("WatchTicket", who, input=watch)
    reply(team, ticket, "油还在漏")
    team.advance(seconds=1)
    reply(team, ticket, "马上为您看", AGENT)
    team.advance(seconds=1)
    team.note(ticket, "催一下仓库")
    team.settle()
    assert len(team.told_staff("A02")) == len(team.told_staff("Q01")) == 3
    assert len(team.told_staff("A01")) == 1
    team.call("WatchTicket", OTHER_AGENT, input=watch | {"watch": False})
    reply(team, ticket, "还在吗")
    assert (len(team.told_staff("A02")), len(team.told_staff("A01"))) == (3, 2)
    assert team.dead() == []


def test_a_case_has_twenty_watchers_at_most(team: Team) -> None:
    ticket = team.tap("2")
    watch = {"ticketId": ticket["id"], "watch": True}
    for number in range(20):
        team.call("WatchTicket", f"quality:Q{number:02}", input=watch)
    assert team.refused("WatchTicket", AGENT, input=watch) == "TOO_MANY_WATCHERS"
    team.note(ticket, "@A02 您看一下")
    assert len(team.seen(ticket)["watchers"]) == 20
    assert any("提到了您" in text for text in team.told_staff("A02")), "told, though there is no room to watch"


@pytest.mark.parametrize(("text", "offset"), [("@A03 请看", 0), ("请 @A01x 看", 2), ("给@小陈", 1), ("@A01 和@A0", 6)])
def test_an_unknown_mention_is_refused_with_its_place(team: Team, text: str, offset: int) -> None:
    ticket = team.tap("2")
    wanted = {"ticketId": ticket["id"], "text": text}
    (error,) = team.run("AddInternalNote", AGENT, input=wanted).data["addInternalNote"]["userErrors"]
    assert (error["code"], error["field"]) == ("UNKNOWN_MENTION", "text")
    assert f"第{offset}个字符" in error["message"]
    assert team.refused("AddInternalNote", AGENT, input=wanted) == "UNKNOWN_MENTION"


@pytest.mark.parametrize("text", ["", "  ", "长" * 1001])
def test_a_note_has_bounds(team: Team, text: str) -> None:
    wanted = {"ticketId": team.tap("2")["id"], "text": text}
    assert team.refused("AddInternalNote", AGENT, input=wanted) == "BAD_INPUT"


def test_a_note_mentions_ten_at_most(team: Team) -> None:
    ticket = team.tap("2")
    for number in range(11):
        entry = {"staffId": f"X{number:02}", "name": "同事", "roles": ["QUALITY"], "regions": []}
        team.call("RegisterStaffMember", "manager:B01", input=entry)
    team.advance(minutes=2)
    everyone = " ".join(f"@X{number:02}" for number in range(11))
    wanted = {"ticketId": ticket["id"], "text": everyone}
    assert team.refused("AddInternalNote", AGENT, input=wanted) == "BAD_INPUT"
    team.note(ticket, everyone.removesuffix(" @X10") + " @X00")


# ---------------------------------------------------------------- hands


def test_a_case_is_taken_over_and_handed_over_with_a_word(team: Team) -> None:
    ticket = team.tap("2")
    team.hand(ticket, None)
    assert team.assignee(ticket) == "A01"
    team.hand(ticket, "A02")
    assert team.assignee(ticket) == "A02"
    last = team.inner(ticket)[-1]
    assert (last["kind"], last["note"], last["text"]) == ("ASSIGNED", "A02", "您更熟悉这位会员")
    assert any("交给您处理" in text for text in team.told_staff("A02"))
    queue = [edge["node"]["id"] for edge in team.call("TicketQueue", OTHER_AGENT)["edges"]]
    assert ticket["id"] in queue
    assert len(team.timeline(ticket)) == 1, "who has it is not the member's to know"


def test_of_two_who_take_a_case_over_at_once_one_is_told(team: Team) -> None:
    ticket = team.tap("2")
    team.hand(ticket, "duty")
    wanted = {"ticketId": ticket["id"], "seenAssignee": "duty", "text": "我来"}
    team.meanwhile(lambda: team.rival_takes(ticket))
    (error,) = team.run("ReassignTicket", AGENT, input=wanted).data["reassignTicket"]["userErrors"]
    assert (error["code"], error["field"]) == ("CASE_CHANGED", "seenAssignee")
    assert team.assignee(ticket) == "A02"


def test_a_case_goes_to_who_can_care_for_it_and_not_to_whom_it_is_about(team: Team) -> None:
    ticket = team.tap("2")
    for staff_id, role in (("M001", "AGENT"), ("Q01", "QUALITY")):
        entry = {"staffId": staff_id, "name": "同事", "roles": [role], "regions": []}
        team.call("RegisterStaffMember", "manager:B01", input=entry)
    team.advance(minutes=2)
    wanted = {"ticketId": ticket["id"], "seenAssignee": team.assignee(ticket), "text": "请接手"}
    refused = {"M001": "OWN_CASE", "Q01": "BAD_INPUT", "A99": "BAD_INPUT"}
    for to, code in refused.items():
        assert team.refused("ReassignTicket", AGENT, input=wanted | {"to": to}) == code
    team.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    assert team.refused("ReassignTicket", AGENT, input=wanted | {"to": "A02"}) == "TICKET_NOT_OPEN"


# ---------------------------------------------------------------- merging


@pytest.mark.usefixtures("nothing_on_top")
def test_a_merged_claim_keeps_its_money_and_follows(team: Team) -> None:
    child, parent = team.claims()
    team.hand(parent, "A02")
    merged = team.merge(child, parent)
    assert (merged["state"], merged["assignee"], merged["parent"]["id"]) == ("CHOOSING", "A02", parent["id"])
    assert [each["id"] for each in team.seen(parent)["children"]] == [child["id"]]
    assert [line["kind"] for line in team.inner(child)] == ["MERGED"]
    assert team.inner(parent)[-1]["other"]["id"] == child["id"]
    assert len(team.timeline(child)) == 1
    reply(team, child, "这一单也漏了")
    said = team.inner(parent)[-1]
    assert (said["kind"], said["actor"], said["text"]) == ("CHILD_SAID", "MEMBER", "这一单也漏了")
    team.hand(parent, "A01")
    team.settle()
    assert team.assignee(child) == "A01"
    team.pick(child, "FULL_REFUND")
    team.settle()
    assert team.states(child, parent) == ["RESOLVED", "CHOOSING"]
    assert team.paid() == [("REFUND", 12900, 0)]


def test_staffs_own_case_ends_as_it_is_merged(team: Team) -> None:
    ticket = team.tap("2")
    task = team.split(ticket)
    assert team.merge(task, ticket)["state"] == "CLOSED"
    assert team.seen(task)["outcome"] == "MERGED"
    assert team.seen(task)["parent"]["id"] == ticket["id"]


def test_a_merge_is_undone_while_both_are_open(team: Team) -> None:
    child, parent = team.claims()
    team.merge(child, parent)
    alone = team.call("UnmergeTicket", AGENT, input={"ticketId": child["id"]})["ticket"]
    assert (alone["parent"], team.seen(parent)["children"]) == (None, [])
    assert team.refused("UnmergeTicket", AGENT, input={"ticketId": child["id"]}) == "MERGE_NOT_ALLOWED"
    team.merge(parent, child)
    team.call("WithdrawTicket", ME, input={"ticketId": child["id"]})
    assert team.refused("UnmergeTicket", AGENT, input={"ticketId": parent["id"]}) == "TICKET_NOT_OPEN"


def _itself(team: Team) -> tuple[Ticket, Ticket]:
    ticket = team.tap("2")
    return ticket, ticket


def _neighbours(team: Team) -> tuple[Ticket, Ticket]:
    team.place("O009", "M002", lines=[OIL])
    team.sign("O009", "M002", lines=[OIL])
    team.advance(minutes=3)
    return team.tap("2"), team.claim("O009", NEIGHBOUR)


def _withdrawn(team: Team) -> tuple[Ticket, Ticket]:
    child, parent = team.claims()
    team.call("WithdrawTicket", ME, input={"ticketId": child["id"]})
    return child, parent


def _into_withdrawn(team: Team) -> tuple[Ticket, Ticket]:
    parent, child = _withdrawn(team)
    return child, parent


def _into_task(team: Team) -> tuple[Ticket, Ticket]:
    ticket = team.tap("2")
    return ticket, team.split(ticket)


def _parent_of_another(team: Team) -> tuple[Ticket, Ticket]:
    one, two = team.claims()
    task = team.split(one)
    team.merge(task, one)
    return one, two


def _into_child(team: Team) -> tuple[Ticket, Ticket]:
    one, two = team.claims()
    team.merge(one, two)
    return team.split(two), one


NOT_ALLOWED: dict[str, Callable[[Team], tuple[Ticket, Ticket]]] = {
    "SELF": _itself,
    "OTHER_MEMBER": _neighbours,
    "CHILD_ENDED": _withdrawn,
    "PARENT_ENDED": _into_withdrawn,
    "PARENT_IS_NO_CLAIM": _into_task,
    "CHILD_HAS_CHILDREN": _parent_of_another,
    "PARENT_HAS_PARENT": _into_child,
}


@pytest.mark.parametrize("why", NOT_ALLOWED)
def test_what_cannot_be_merged_says_why(team: Team, why: str) -> None:
    wanted = team.merging(*NOT_ALLOWED[why](team))
    (error,) = team.run("MergeTickets", AGENT, input=wanted).data["mergeTickets"]["userErrors"]
    assert (error["code"], error["field"]) == ("MERGE_NOT_ALLOWED", "parentId")
    assert NAMES[why][0] in error["message"]
    assert team.refused("MergeTickets", AGENT, input=wanted) == "MERGE_NOT_ALLOWED"


def test_money_on_its_way_keeps_cases_apart(team: Team) -> None:
    child, parent = team.claims()
    team.pick(child, "FULL_REFUND")
    assert team.refused("MergeTickets", AGENT, input=team.merging(child, parent)) == "CASE_BUSY"
    assert team.refused("MergeTickets", AGENT, input=team.merging(parent, child)) == "CASE_BUSY"


def test_two_merges_at_once_make_no_circle(team: Team) -> None:
    one, two = team.claims()
    there = team.merging(one, two)
    team.meanwhile(lambda: team.rival_merges(two, one))
    (error,) = team.run("MergeTickets", AGENT, input=there).data["mergeTickets"]["userErrors"]
    assert error["code"] == "MERGE_NOT_ALLOWED"
    assert (team.seen(one)["parent"], team.seen(two)["parent"]["id"]) == (None, one["id"])


@pytest.mark.parametrize("moved", [0, 1])
def test_who_merges_has_seen_both_as_they_are(team: Team, moved: int) -> None:
    pair = team.claims()
    wanted = team.merging(*pair)
    team.meanwhile(lambda: team.rival_ranks(pair[moved], Priority.URGENT))
    (error,) = team.run("MergeTickets", AGENT, input=wanted).data["mergeTickets"]["userErrors"]
    assert (error["code"], error["field"]) == ("CASE_CHANGED", ("seenStep", "seenParentStep")[moved])


def test_what_follows_a_case_that_somebody_has_begun_stays_with_it_when_the_backlog_drains(team: Team) -> None:
    child, parent = team.claims()
    for each in (child, parent):
        if team.seen(each)["assignee"] != "A01":
            team.hand(each, "A01")
    team.call("ReplyToTicket", AGENT, input={"ticketId": parent["id"], "text": "您好,我来处理"})
    team.merge(child, parent)
    team.call("SetPresence", AGENT, input={"present": False})
    for present in (False, True):
        team.call("SetPresence", OTHER_AGENT, input={"present": present})
        team.settle()
    assert [team.seen(each)["assignee"] for each in (child, parent)] == ["A01", "A01"]


# ---------------------------------------------------------------- the parent's end


def _merged_in_review(team: Team) -> tuple[Ticket, Ticket]:
    """The parent is on a person's desk; the child's menu waits."""
    child, parent = team.claims()
    team.call("WithdrawTicket", ME, input={"ticketId": parent["id"]})
    team.call("ReopenTicket", ME, input={"ticketId": parent["id"], "text": "还是想处理"})
    team.merge(child, parent)
    return child, parent


def test_a_parent_resolved_by_words_resolves_its_children_if_staff_say_so(team: Team) -> None:
    child, parent = _merged_in_review(team)
    team.resolve(parent, closesChildren=True)
    assert team.states(parent, child) == ["RESOLVED", "RESOLVED"]
    assert team.seen(child)["outcome"] == "FOLLOWED"
    assert any("处理好了" in text for text in team.told(child))
    assert team.dead() == []


def test_else_a_child_goes_on(team: Team) -> None:
    child, parent = _merged_in_review(team)
    team.resolve(parent)
    assert team.states(parent, child) == ["RESOLVED", "CHOOSING"]
    team.pick(child, "KEEP_COUPON")
    team.settle()
    assert team.states(child) == ["RESOLVED"]


def test_a_remedy_is_for_one_line_and_closes_no_other(team: Team) -> None:
    _child, parent = _merged_in_review(team)
    wanted = {"ticketId": parent["id"], "text": "退款", "remedy": "FULL_REFUND", "closesChildren": True}
    assert team.refused("DecideTicket", AGENT, input=wanted) == "BAD_INPUT"


def test_one_closure_check_asks_about_all_and_closes_all(team: Team) -> None:
    child, parent = _merged_in_review(team)
    team.resolve(parent, closesChildren=True)
    team.advance(days=3, hours=1)
    (check,) = [edge["node"] for edge in team.call("MyOpenClosureChecks", ME)["edges"]]
    team.call("AnswerClosureCheck", ME, input={"checkId": check["id"], "fine": True})
    team.settle()
    assert team.states(parent, child) == ["CLOSED", "CLOSED"]
    team.advance(days=10)
    assert team.call("MyOpenClosureChecks", ME)["edges"] == []
    assert team.dead() == []


def test_still_not_opens_again_what_was_resolved_with_it(team: Team) -> None:
    child, parent = _merged_in_review(team)
    team.resolve(parent, closesChildren=True)
    team.advance(days=3, hours=1)
    team.tap_closure(fine=False)
    assert team.states(parent, child) == ["IN_REVIEW", "IN_REVIEW"]
    assert team.seen(child)["parent"]["id"] == parent["id"]
    assert any("重新打开" in text for text in team.told(child))
    team.resolve(parent, closesChildren=True)
    assert team.states(parent, child) == ["RESOLVED", "RESOLVED"]


def test_a_parent_is_asked_about_once_its_last_child_has_ended(team: Team) -> None:
    child, parent = _merged_in_review(team)
    team.mall = lambda _request: None
    team.pick(child, "KEEP_COUPON")
    team.resolve(parent, closesChildren=True)
    assert team.states(parent, child) == ["RESOLVED", "PAYING"], "the child ends by its own money"
    team.advance(days=5)
    assert team.call("MyOpenClosureChecks", ME)["edges"] == []
    team.mall = lambda _request: "CONFIRMED"
    team.advance(days=1)
    assert team.states(parent, child) == ["RESOLVED", "RESOLVED"]
    team.advance(days=3, hours=1)
    team.tap_closure(fine=True)
    assert team.states(parent, child) == ["CLOSED", "CLOSED"]


def test_a_child_that_the_member_opens_again_goes_by_itself(team: Team) -> None:
    child, parent = _merged_in_review(team)
    team.resolve(parent, closesChildren=True)
    team.call("ReopenTicket", ME, input={"ticketId": child["id"], "text": "这一件没有处理"})
    team.settle()
    assert team.seen(child)["parent"] is None
    team.resolve(child)
    team.advance(days=4)
    assert len(team.call("MyOpenClosureChecks", ME)["edges"]) == 2


def test_of_a_withdrawn_parent_the_children_are_asked_about_themselves(team: Team) -> None:
    child, parent = _merged_in_review(team)
    team.pick(child, "KEEP_COUPON")
    team.settle()
    team.advance(days=4)
    assert team.call("MyOpenClosureChecks", ME)["edges"] == []
    team.call("WithdrawTicket", ME, input={"ticketId": parent["id"]})
    team.advance(days=4)
    team.tap_closure(fine=True)
    assert team.states(child) == ["CLOSED"]


def test_many_children_follow_page_by_page(team: Team) -> None:
    known = {"memberId": global_id("Member", "M001"), "why": "一次买了十几单送人"}
    team.call("VouchForMember", "manager:B01", input=known)  # so many claims would be held, and what is held not merged
    parent = team.tap("2")
    children = []
    for number in range(12):
        order = f"P{number:03}"
        team.place(order, lines=[OIL])
        team.sign(order, lines=[OIL])
        team.advance(minutes=3)
        children.append(team.claim(order))
        team.merge(children[-1], parent)
    team.call("WithdrawTicket", ME, input={"ticketId": parent["id"]})
    team.call("ReopenTicket", ME, input={"ticketId": parent["id"], "text": "还是想处理"})
    team.settle()
    team.resolve(parent, closesChildren=True)
    assert team.states(*children) == ["RESOLVED"] * 12
    team.advance(days=3, hours=1)
    team.tap_closure(fine=True)
    assert team.states(*children) == ["CLOSED"] * 12
    assert team.dead() == []


# ---------------------------------------------------------------- split, link, priority


def test_a_further_question_becomes_a_task_that_pays_nothing(team: Team) -> None:
    ticket = team.tap("2")
    task = team.split(ticket)
    assert (task["kind"], task["state"], task["title"]) == ("TASK", "IN_REVIEW", "发票抬头要改")
    for one, other in ((ticket, task), (task, ticket)):
        assert [edge["node"]["id"] for edge in team.seen(one)["links"]["edges"]] == [other["id"]]
        assert team.inner(one)[0]["text"] == "她顺便问了发票"
    wanted = {"ticketId": task["id"], "text": "退款", "remedy": "FULL_REFUND"}
    assert team.refused("DecideTicket", AGENT, input=wanted) == "BAD_INPUT"
    assert team.call("TicketDetail", ME, id=task["id"]) is None, "staff's own case is not the member's to see"


def test_a_split_that_is_sent_again_is_one(team: Team) -> None:
    ticket = team.tap("2")
    wanted = {"ticketId": ticket["id"], "title": "发票", "text": "她顺便问了发票"}
    first, again = (
        team.call("SplitTicket", AGENT, input=wanted, idempotencyKey="one-split")["ticket"]["id"] for _ in range(2)
    )
    assert first == again
    assert len(team.seen(ticket)["links"]["edges"]) == 1


@pytest.mark.parametrize("change", [{"title": " "}, {"title": "长" * 61}, {"text": ""}])
def test_a_split_has_bounds(team: Team, change: dict[str, str]) -> None:
    wanted = {"ticketId": team.tap("2")["id"], "title": "发票", "text": "她顺便问了发票", **change}
    assert team.refused("SplitTicket", AGENT, input=wanted) == "BAD_INPUT"


def test_a_link_lies_at_both_and_can_be_undone(team: Team) -> None:
    one, two = team.claims()
    link = {"ticketId": one["id"], "otherId": two["id"]}
    for _again in range(2):
        team.call("LinkTickets", AGENT, input=link)
    assert [edge["node"]["id"] for edge in team.seen(two)["links"]["edges"]] == [one["id"]]
    assert [line["kind"] for line in team.inner(one)] == ["LINKED"], "said again, it adds nothing"
    team.call("UnlinkTickets", OTHER_AGENT, input={"ticketId": two["id"], "otherId": one["id"]})
    assert team.seen(one)["links"]["edges"] == team.seen(two)["links"]["edges"] == []
    assert team.refused("LinkTickets", AGENT, input=link | {"otherId": one["id"]}) == "BAD_INPUT"
    missing = {"ticketId": one["id"], "otherId": line_of("1")}
    assert team.refused("LinkTickets", AGENT, input=missing) == "BAD_INPUT"


def test_a_priority_moves_the_case_in_its_queue(team: Team) -> None:
    one, two = team.claims()
    for ticket in (one, two):
        team.hand(ticket, "A01")
    team.call("SetTicketPriority", AGENT, input={"ticketId": two["id"], "priority": "URGENT"})
    queue = [edge["node"] for edge in team.call("TicketQueue", AGENT)["edges"]]
    assert (queue[0]["id"], queue[0]["priority"]) == (two["id"], "URGENT")
    stale = {"ticketId": two["id"], "priority": "NORMAL", "seenStep": 0}
    assert team.refused("SetTicketPriority", AGENT, input=stale) == "CASE_CHANGED"
    team.call("WithdrawTicket", ME, input={"ticketId": one["id"]})
    ended = {"ticketId": one["id"], "priority": "URGENT"}
    assert team.refused("SetTicketPriority", AGENT, input=ended) == "TICKET_NOT_OPEN"


def test_of_two_who_decide_at_once_the_second_is_told(team: Team) -> None:
    """What the second saw is no longer so: they do not decide by accident on what the first has left."""
    ticket = team.tap("2")
    seen = team.seen(ticket)["step"]
    team.meanwhile(lambda: team.rival_ranks(ticket, Priority.HIGH))
    wanted: dict[str, Any] = {"ticketId": ticket["id"], "text": "退款", "remedy": "FULL_REFUND", "seenStep": seen}
    (error,) = team.run("DecideTicket", AGENT, input=wanted).data["decideTicket"]["userErrors"]
    assert (error["code"], error["field"]) == ("CASE_CHANGED", "seenStep")
    assert team.paid() == []
    reply(team, ticket, "请快一点")
    team.note(ticket, "客户很急")
    team.call("DecideTicket", AGENT, input=wanted | {"seenStep": team.seen(ticket)["step"]})
