"""G6: an application is refused with a reason; the member appeals, once, and another person looks at it."""

import pytest

from care.accounts.figures import DAY_FEN
from care.policy.wording import BANNED, vague_words
from care.tickets.authority.figures import LIMITS, Rank
from care.tickets.authority.wishes import Wish
from care.tickets.deadlines.appeal_ticket import appeal_ticket
from care.tickets.deadlines.figures import MOST_REOPENS
from care.tickets.deadlines.reasons import REFUSAL_TEXTS
from care.tickets.decide_ticket import Decision, decide_ticket
from care.tickets.timeline import Actor
from fakes.front import AGENT, ME, NEIGHBOUR
from fakes.late import MANAGER, Late
from fakes.timed import Seen


@pytest.fixture
def shop() -> Late:
    """A manager and two agents are there."""
    shop = Late()
    shop.staff("B1", "MANAGER")
    shop.staff("A1", "AGENT")
    shop.staff("A2", "AGENT", level=3)
    return shop


def _input(ticket: Seen, **more: object) -> dict[str, object]:
    return {"ticketId": ticket["id"], "reason": "FAULT_NOT_SEEN", "text": "我们仔细看了照片", **more}


# ---------------------------------------------------------------- refusing


def test_a_manager_refuses_and_the_member_reads_why_and_what_they_can_do(shop: Late) -> None:
    ticket = shop.in_review()
    refused = shop.refuse(ticket)
    assert (refused["state"], refused["outcome"]) == ("RESOLVED", "REFUSED")
    seen = shop.see(ticket)
    refusal = seen["refusal"]
    assert (refusal["reason"], refusal["canAppeal"]) == ("FAULT_NOT_SEEN", True)
    assert shop.local(refusal["appealUntil"]) == "03-09 10:16"
    last = shop.timeline(ticket)[-1]
    assert (last["kind"], last["actor"], last["text"], last["note"]) == (
        "REFUSED", "STAFF", "我们仔细看了照片", "FAULT_NOT_SEEN",
    )  # fmt: skip
    told = shop.told(ticket)[-1]
    assert refusal["text"] in told
    assert "3月9日10:16前" in told
    assert shop.answer_by(ticket) is None, "a refusal is an answer"
    assert shop.states(ticket)["ANSWER"] == "MET"
    shop.figures({DAY_FEN: DAY_FEN.default})
    shop.advance(days=2)
    assert shop.paid() == []


@pytest.mark.parametrize("reason", ["DAMAGED", "RANCID"])
def test_what_is_guaranteed_is_refused_by_a_manager_only(shop: Late, reason: str) -> None:
    ticket = shop.in_review(reason=reason)
    assert shop.refused("RefuseTicket", "agent:A1", input=_input(ticket)) == "MANAGER_REQUIRED"
    stranger = shop.refused("RefuseTicket", "manager:B9", input=_input(ticket))
    assert stranger == "MANAGER_REQUIRED", "the directory knows no such manager"
    assert shop.refuse(ticket)["outcome"] == "REFUSED"


def test_what_no_window_guarantees_an_agent_refuses(shop: Late) -> None:
    ticket = shop.in_review("2", "KEEP_POINTS", reason="DISLIKE")
    assert shop.refuse(ticket, "agent:A1", reason="AS_DESCRIBED")["refusal"]["reason"] == "AS_DESCRIBED"


def test_a_menu_stands(shop: Late) -> None:
    ticket = shop.tap("2")
    shop.settle()
    assert shop.refused("RefuseTicket", MANAGER, input=_input(ticket)) == "MENU_STANDS"


def test_what_was_decided_is_not_refused(shop: Late) -> None:
    ticket = shop.tap()
    shop.settle()
    assert shop.refused("RefuseTicket", MANAGER, input=_input(ticket)) == "ALREADY_DECIDED"


def test_who_has_not_seen_the_case_as_it_is_does_not_refuse_it(shop: Late) -> None:
    ticket = shop.in_review()
    assert shop.refused("RefuseTicket", MANAGER, input=_input(ticket, seenStep=0)) == "CASE_CHANGED"


def test_nobody_refuses_what_is_about_themselves(shop: Late) -> None:
    also = {"staffId": "B1", "name": "同事B1", "roles": ["MANAGER"], "regions": [], "also": ["M001"]}
    shop.call("RegisterStaffMember", "manager:B0", input=also)
    assert shop.refused("RefuseTicket", MANAGER, input=_input(shop.in_review())) == "OWN_CASE"


@pytest.mark.parametrize("words", ["您这是恶意索赔", "公司规定不能退"])
def test_the_words_accuse_nobody(shop: Late, words: str) -> None:
    ticket = shop.in_review()
    assert shop.refused("RefuseTicket", MANAGER, input=_input(ticket, text=words)) == "WORDS_BANNED"


@pytest.mark.parametrize("words", ["", " ", "长" * 1001])
def test_the_words_have_bounds(shop: Late, words: str) -> None:
    assert shop.refused("RefuseTicket", MANAGER, input=_input(shop.in_review(), text=words)) == "BAD_INPUT"


def test_a_member_refuses_nothing(shop: Late) -> None:
    assert shop.refused("RefuseTicket", ME, input=_input(shop.in_review())) == "FORBIDDEN"


def test_the_reasons_are_plain_and_accuse_nobody() -> None:
    for text in REFUSAL_TEXTS.values():
        assert not any(word in text for word in BANNED)
        assert not list(vague_words(text))
        assert len(text) <= 30, "a message quotes it"


# ---------------------------------------------------------------- appealing


def test_another_person_looks_at_it_and_may_grant_it(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    shop.refuse(ticket)
    shop.advance(hours=1)
    appealed = shop.appeal(ticket)
    assert (appealed["state"], appealed["round"], appealed["refusal"]["canAppeal"]) == ("IN_REVIEW", 1, False)
    assert shop.assignee(ticket) == "A2", "the only manager refused it: the highest agent"
    assert shop.states(ticket)["ANSWER"] == "RUNNING", "the clocks start anew"
    assert "由另一位同事从头看" in shop.told(ticket)[-1]
    assert appealed["promise"]["dueAt"] is not None
    assert shop.timeline(ticket)[-1]["text"] == "请再看一遍第二张照片"
    shop.call("DecideTicket", "agent:A2", input={"ticketId": ticket["id"], "text": "对不起", "remedy": "FULL_REFUND"})
    shop.settle()
    seen = shop.see(ticket)
    assert (seen["state"], seen["refusal"]) == ("RESOLVED", None)
    assert shop.paid()[0] == ("REFUND", 3980, 0)
    assert any("的申诉，另一位同事核实好了" in text for text in shop.told(ticket))


def test_a_manager_looks_at_it_first(shop: Late) -> None:
    shop.staff("B2", "MANAGER")
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.appeal(ticket)
    assert shop.assignee(ticket) == "B2"


def test_who_refused_it_does_not_judge_the_appeal_however_it_comes_to_them(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    shop.refuse(ticket)
    shop.appeal(ticket)
    hand = {"ticketId": ticket["id"], "seenAssignee": "A2", "text": "我自己来", "to": "B1"}
    assert shop.refused("ReassignTicket", MANAGER, input=hand) == "SAME_PERSON"
    decision = {"ticketId": ticket["id"], "text": "给您退款", "remedy": "FULL_REFUND"}
    assert shop.refused("DecideTicket", MANAGER, input=decision) == "SAME_PERSON"
    assert shop.refused("RefuseTicket", MANAGER, input=_input(ticket)) == "SAME_PERSON"
    assert shop.see(ticket)["state"] == "IN_REVIEW"


def test_nor_do_they_by_approving_what_another_would_give(shop: Late) -> None:
    """However the asking came to them: the approval waits for a manager who has not refused the case."""
    ticket = shop.in_review("2", remedy="FULL_REFUND", reason="LEAKING")
    shop.refuse(ticket)
    shop.appeal(ticket)
    decision = {"ticketId": ticket["id"], "text": "对不起", "remedy": "FULL_REFUND"}
    asked = shop.call("DecideTicket", "agent:A2", input=decision)["approval"]
    assert asked["state"] == "ASKED"
    answer = {"ticketId": ticket["id"], "nth": asked["nth"]}
    assert shop.refused("ApproveDecision", MANAGER, input=answer) == "SAME_PERSON"
    assert shop.refused("RefuseDecision", MANAGER, input=answer | {"text": "还是不退"}) == "SAME_PERSON"
    bulk = {"ticketIds": [ticket["id"]], "action": "RESOLVE", "text": "请您放心"}
    (done,) = shop.call("BulkTickets", MANAGER, input=bulk)["results"]
    assert done["code"] == "SAME_PERSON"
    shop.staff("B2", "MANAGER")
    shop.call("ApproveDecision", "manager:B2", input=answer)
    shop.settle()
    assert shop.see(ticket)["state"] == "RESOLVED"


def test_an_appeal_is_not_ended_by_words(shop: Late) -> None:
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.appeal(ticket)
    words = {"ticketId": ticket["id"], "text": "请您放心"}
    assert shop.refused("DecideTicket", "agent:A2", input=words) == "APPEAL_OPEN"
    bulk = {"ticketIds": [ticket["id"]], "action": "RESOLVE", "text": "请您放心"}
    (done,) = shop.call("BulkTickets", "agent:A2", input=bulk)["results"]
    assert done["code"] == "APPEAL_OPEN"


def test_where_nobody_else_is_there_somebody_is_called() -> None:
    shop = Late()
    shop.staff("B1", "MANAGER")
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.appeal(ticket)
    assert shop.assignee(ticket) == "duty"
    shop.open_budget()
    shop.advance(days=3)
    assert any("申诉找不到可以接手的另一个人" in text for text in shop.called(ticket))
    assert shop.paid() == [], "no appeal is decided by itself"
    assert shop.see(ticket)["state"] == "IN_REVIEW"


def test_whose_appeal_is_late_hears_it_once(shop: Late) -> None:
    """No default answers an appeal, so nothing else would tell them."""
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.appeal(ticket)
    late = "没能按时答复您，对不起"
    assert not any(late in text for text in shop.told(ticket))
    shop.advance(days=3)
    (text,) = (text for text in shop.told(ticket) if late in text)
    assert "我们会在3月4日11:16前为您处理好" in text, "what is promised next, and not what has just passed"


def test_a_case_is_appealed_once_and_the_second_refusal_is_final(shop: Late) -> None:
    shop.staff("B2", "MANAGER")
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.appeal(ticket)
    again = {"ticketId": ticket["id"], "text": "再看一次"}
    assert shop.refused("AppealTicket", ME, input=again) == "APPEAL_USED"
    shop.advance(minutes=1)
    shop.refuse(ticket, "manager:B2")
    assert shop.refused("AppealTicket", ME, input=again) == "APPEAL_USED"
    refusal = shop.see(ticket)["refusal"]
    assert (refusal["canAppeal"], refusal["appealUntil"]) == (False, None)
    assert "换了一位同事从头看过" in shop.told(ticket)[-1]


def test_two_taps_at_once_are_one_appeal(shop: Late) -> None:
    ticket = shop.in_review()
    shop.refuse(ticket)
    me = Actor(role="member", id="M001")
    shop.meanwhile(lambda: appeal_ticket(shop.app.desk, me, shop.raw(ticket), "再看看", shop.request("other-tap")))
    wanted = {"ticketId": ticket["id"], "text": "再看看"}
    (error,) = shop.run("AppealTicket", ME, input=wanted).data["appealTicket"]["userErrors"]
    assert error["code"] == "APPEAL_USED"
    assert shop.see(ticket)["round"] == 1


def test_the_same_tap_again_is_answered_alike(shop: Late) -> None:
    ticket = shop.in_review()
    shop.refuse(ticket)
    call = {"input": {"ticketId": ticket["id"], "text": "再看看"}, "idempotencyKey": "one-tap-0001"}
    first, second = (shop.call("AppealTicket", ME, **call) for _ in range(2))
    assert (first["replayed"], second["replayed"], second["ticket"]["round"]) == (False, True, 1)


def test_an_appeal_has_its_time(shop: Late) -> None:
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.advance(days=7)
    assert shop.refused("AppealTicket", ME, input={"ticketId": ticket["id"], "text": "再看看"}) == "APPEAL_TOO_LATE"


def test_only_the_member_appeals_and_only_a_refusal(shop: Late) -> None:
    ticket = shop.in_review()
    wanted = {"ticketId": ticket["id"], "text": "再看看"}
    assert shop.refused("AppealTicket", ME, input=wanted) == "NOT_REFUSED"
    shop.refuse(ticket)
    assert shop.refused("AppealTicket", NEIGHBOUR, input=wanted) == "NOT_FOUND"
    assert shop.refused("AppealTicket", AGENT, input=wanted) == "FORBIDDEN"


# ---------------------------------------------------------------- given less than the rule does


def _given_less(shop: Late) -> Seen:
    """The rule gives 129 yuan back; an agent gives 20 and says why."""
    ticket = shop.tap("2")
    why = {"text": "先退您20元", "refundFen": 2000, "overrideReason": "客户说只坏了一点"}
    shop.call("DecideTicket", "agent:A1", input={"ticketId": ticket["id"], **why})
    shop.settle()
    assert shop.see(ticket)["state"] == "RESOLVED"
    return ticket


def test_who_was_given_less_than_the_rule_does_has_another_person_give_the_rest(shop: Late) -> None:
    ticket = _given_less(shop)
    assert shop.see(ticket)["chooseBy"] is None, "there is nothing to choose any more"
    assert (shop.local(shop.see(ticket)["appealUntil"]) or "").startswith("03-09 10:")
    appealed = shop.appeal(ticket)
    assert (appealed["state"], appealed["round"], shop.assignee(ticket)) == ("IN_REVIEW", 1, "B1")
    assert shop.see(ticket)["appealUntil"] is None
    decision = {"ticketId": ticket["id"], "text": "对不起", "remedy": "FULL_REFUND"}
    assert shop.refused("DecideTicket", "agent:A1", input=decision) == "SAME_PERSON"
    shop.call("DecideTicket", MANAGER, input=decision)
    shop.settle()
    assert [(kind, fen) for kind, fen, _ in shop.paid() if kind == "REFUND"] == [("REFUND", 2000), ("REFUND", 10_900)]
    assert shop.dead() == []


def test_less_is_appealed_once_and_in_time(shop: Late) -> None:
    shop.staff("B2", "MANAGER")
    ticket, late = _given_less(shop), shop.claim_anew("O009")
    shop.appeal(ticket)
    shop.call(
        "DecideTicket",
        MANAGER,
        input={"ticketId": ticket["id"], "text": "再退您1元", "refundFen": 100, "overrideReason": "照片看得很清楚"},
    )
    shop.settle()
    assert shop.see(ticket)["appealUntil"] is None
    assert shop.refused("AppealTicket", ME, input={"ticketId": ticket["id"], "text": "再看看"}) == "APPEAL_USED"
    assert shop.see(late)["appealUntil"] is None, "nothing was decided"


def test_less_is_not_appealed_when_the_time_has_passed(shop: Late) -> None:
    ticket = _given_less(shop)
    shop.advance(days=7)
    assert shop.refused("AppealTicket", ME, input={"ticketId": ticket["id"], "text": "再看看"}) == "APPEAL_TOO_LATE"


def test_words_do_not_take_the_appeal_away(shop: Late) -> None:
    ticket = _given_less(shop)
    shop.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "不够"})
    shop.call("DecideTicket", "agent:A1", input={"ticketId": ticket["id"], "text": "我们会改进包装"})
    shop.settle()
    assert shop.appeal(ticket)["state"] == "IN_REVIEW"
    assert shop.assignee(ticket) == "B1"


def test_still_not_of_less_than_the_rule_gives_is_the_appeal(shop: Late) -> None:
    ticket = _given_less(shop)
    shop.advance(days=3, hours=1)
    shop.tap_closure(fine=False)
    assert shop.timeline(ticket)[-1]["kind"] == "APPEALED"
    assert shop.assignee(ticket) == "B1"


def test_what_the_rule_gives_is_not_appealed(shop: Late) -> None:
    ticket = shop.tap("2")
    decision = {"ticketId": ticket["id"], "text": "给您退款", "remedy": "FULL_REFUND"}
    shop.call("DecideTicket", "agent:A2", input=decision)
    shop.settle()
    assert shop.see(ticket)["appealUntil"] is None
    assert shop.refused("AppealTicket", ME, input={"ticketId": ticket["id"], "text": "再看看"}) == "NOT_REFUSED"


# ---------------------------------------------------------------- how it ends


def test_a_refused_member_appeals_instead_of_reopening_and_staff_may_reopen(shop: Late) -> None:
    ticket = shop.in_review()
    shop.refuse(ticket)
    assert shop.refused("ReopenTicket", ME, input={"ticketId": ticket["id"]}) == "APPEAL_INSTEAD"
    shop.call("ReopenTicket", MANAGER, input={"ticketId": ticket["id"], "text": "我看漏了"})
    seen = shop.see(ticket)
    assert (seen["state"], seen["refusal"]) == ("IN_REVIEW", None)
    shop.open_budget()
    shop.call("DecideTicket", MANAGER, input={"ticketId": ticket["id"], "text": "给您退款", "remedy": "FULL_REFUND"})
    assert shop.see(ticket)["state"] == "PAYING", "whoever refused it may change their mind"


def test_still_not_is_the_appeal_however_late(shop: Late) -> None:
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.advance(days=6, hours=23)
    assert shop.call("MyOpenClosureChecks", ME)["edges"] == [], "not before the time for an appeal has passed"
    shop.advance(hours=2)
    shop.tap_closure(fine=False)
    seen = shop.see(ticket)
    assert (seen["state"], seen["round"]) == ("IN_REVIEW", 1)
    assert shop.assignee(ticket) == "A2"
    assert shop.timeline(ticket)[-1]["kind"] == "APPEALED"
    assert shop.refused("AppealTicket", ME, input={"ticketId": ticket["id"], "text": "再看看"}) == "APPEAL_USED"


def test_who_is_still_not_content_after_the_appeal_is_called_back(shop: Late) -> None:
    shop.staff("B2", "MANAGER")
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.appeal(ticket)
    shop.refuse(ticket, "manager:B2")
    shop.advance(days=3, hours=1)
    shop.tap_closure(fine=False)
    seen = shop.see(ticket)
    assert seen["state"] == "CLOSED"
    assert shop.call("TicketTeam", AGENT, id=ticket["id"])["outcome"] == "DISPUTED"
    (task,) = [each for each in shop.tasks() if each["title"].startswith("请回电")]
    assert task["priority"] == "HIGH"
    assert "区域负责人会给您打电话" in shop.told(ticket)[-1]
    assert shop.dead() == []


def test_a_refusal_that_nobody_answers_closes_and_can_still_be_appealed_in_time(shop: Late) -> None:
    ticket = shop.in_review()
    shop.refuse(ticket)
    shop.advance(days=11)
    assert shop.see(ticket)["state"] == "CLOSED"
    assert shop.see(ticket)["refusal"]["canAppeal"] is False


def test_who_opens_it_again_and_again_is_called_back(shop: Late) -> None:
    ticket = shop.in_review()
    for _ in range(MOST_REOPENS.default + 1):
        shop.decide_as_agent(ticket)
        shop.call("ReopenTicket", ME, input={"ticketId": ticket["id"], "text": "还是不行"})
        shop.settle()
    seen = shop.see(ticket)
    assert (seen["state"], seen["round"]) == ("CLOSED", MOST_REOPENS.default)
    assert [each["title"][:3] for each in shop.tasks() if each["title"].startswith("请回电")] == ["请回电"]
    assert seen["timeline"]["edges"][-1]["node"]["text"] == "还是不行"


def test_an_appeal_does_not_follow_the_case_it_was_merged_into_to_who_refused_it(shop: Late) -> None:
    parent, child = shop.claim_anew("O009"), shop.in_review()
    shop.refuse(child)
    shop.appeal(child)
    steps = [shop.call("TicketTeam", AGENT, id=each["id"])["step"] for each in (child, parent)]
    merging = {"childId": child["id"], "parentId": parent["id"], "seenStep": steps[0], "seenParentStep": steps[1]}
    shop.call("MergeTickets", "agent:A2", input=merging)
    hand = {"ticketId": parent["id"], "seenAssignee": shop.assignee(parent), "text": "我来跟", "to": "B1"}
    shop.call("ReassignTicket", MANAGER, input=hand)
    shop.settle()
    assert (shop.assignee(parent), shop.assignee(child)) == ("B1", "A2")
    assert shop.dead() == []


def test_an_appeal_is_not_resolved_with_the_case_that_it_follows(shop: Late) -> None:
    parent, child = shop.claim_anew("O009"), shop.in_review()
    shop.refuse(child)
    shop.appeal(child)
    for operation in ("WithdrawTicket", "ReopenTicket"):
        shop.call(operation, ME, input={"ticketId": parent["id"]})
    steps = [shop.call("TicketTeam", AGENT, id=each["id"])["step"] for each in (child, parent)]
    merging = {"childId": child["id"], "parentId": parent["id"], "seenStep": steps[0], "seenParentStep": steps[1]}
    shop.call("MergeTickets", "agent:A2", input=merging)
    words = {"ticketId": parent["id"], "text": "都处理好了", "closesChildren": True}
    shop.call("DecideTicket", "agent:A2", input=words)
    shop.settle()
    assert (shop.see(parent)["state"], shop.see(child)["state"]) == ("RESOLVED", "IN_REVIEW")


def test_an_appeal_goes_on_by_itself(shop: Late) -> None:
    parent, child = shop.claim_anew("O009"), shop.in_review()
    steps = [shop.call("TicketTeam", AGENT, id=each["id"])["step"] for each in (child, parent)]
    merging = {"childId": child["id"], "parentId": parent["id"], "seenStep": steps[0], "seenParentStep": steps[1]}
    shop.call("MergeTickets", "agent:A2", input=merging)
    shop.refuse(child)
    shop.appeal(child)
    assert shop.call("TicketTeam", AGENT, id=child["id"])["parent"] is None
    assert shop.states(child)["ANSWER"] == "RUNNING"


def test_a_refusal_makes_the_approval_that_was_waited_for_void(shop: Late) -> None:
    ticket = shop.in_review("2", "FULL_REFUND")
    shop.figures({DAY_FEN: DAY_FEN.default, LIMITS[Rank.AGENT_1].case: 128_99})
    wanted = {"ticketId": ticket["id"], "text": "给您全额退款", "remedy": "FULL_REFUND"}
    approval = shop.call("DecideTicket", "agent:A1", input=wanted)["approval"]
    shop.refuse(ticket)
    verdict = {"ticketId": ticket["id"], "nth": approval["nth"]}
    assert shop.refused("ApproveDecision", "manager:B1", input=verdict) == "APPROVAL_SUPERSEDED"
    assert shop.paid() == []


def test_of_two_who_decide_at_once_one_is_told(shop: Late) -> None:
    ticket = shop.in_review()
    shop.open_budget()
    step = shop.call("TicketTeam", AGENT, id=ticket["id"])["step"]
    agent, request = Actor(role="staff", id="A1"), shop.request("DecideTicket")
    decision = Decision(ticket_id=shop.raw(ticket), words="给您退款", seen_step=step, wish=Wish(remedy="FULL_REFUND"))
    shop.meanwhile(lambda: decide_ticket(shop.app.desk, agent, decision, request))
    (error,) = shop.run("RefuseTicket", MANAGER, input=_input(ticket, seenStep=step)).data["refuseTicket"]["userErrors"]
    assert error["code"] == "ALREADY_DECIDED"
    shop.settle()
    assert shop.paid()[0] == ("REFUND", 3980, 0)
