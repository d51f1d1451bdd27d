"""G6: a ticket's life: append-only timeline, an assignee at all times, each change told, the loop kept."""

from collections.abc import Callable
from typing import Any

import pytest

from api.schema import schema
from fakes.front import AGENT, ME, NEIGHBOUR, Front, line_of
from fakes.shop import FRESH, OIL

Ticket = dict[str, Any]


@pytest.fixture
def front() -> Front:
    return Front()


def kinds(front: Front, ticket: Ticket) -> list[str]:
    return [entry["kind"] for entry in front.timeline(ticket)]


def say(front: Front, ticket: Ticket, text: str, as_: str = ME) -> None:
    front.call("ReplyToTicket", as_, input={"ticketId": ticket["id"], "text": text})
    front.advance(seconds=1)


def decide(front: Front, ticket: Ticket, remedy: str | None = None) -> None:
    front.call("DecideTicket", AGENT, input={"ticketId": ticket["id"], "text": "让您久等了", "remedy": remedy})
    front.advance(seconds=1)


def withdraw(front: Front, ticket: Ticket) -> None:
    front.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    front.advance(seconds=1)


def reopen(front: Front, ticket: Ticket, text: str | None = "还是不对", as_: str = ME) -> None:
    front.call("ReopenTicket", as_, input={"ticketId": ticket["id"], "text": text})
    front.advance(seconds=1)


def register(front: Front, staff_id: str, region: str = "华东") -> None:
    entry = {"staffId": staff_id, "name": f"客服{staff_id}", "roles": ["AGENT"], "regions": [region]}
    front.call("RegisterStaffMember", "manager:B1", input=entry)
    front.call("SetPresence", f"agent:{staff_id}", input={"present": True})


def test_from_the_tap_to_the_end_of_the_loop(front: Front) -> None:
    ticket = front.tap("2")
    states = [ticket["state"]]
    front.advance(minutes=1)
    front.pick(ticket, "FULL_REFUND")
    states.append(front.see(ticket)["state"])
    front.settle()
    states.append(front.see(ticket)["state"])
    front.advance(days=3)
    front.tap_closure(fine=True)
    states.append(front.see(ticket)["state"])
    assert states == ["CHOOSING", "PAYING", "RESOLVED", "CLOSED"]
    assert [(entry["kind"], entry["actor"], entry["note"]) for entry in front.timeline(ticket)] == [
        ("OPENED", "MEMBER", "DAMAGED"),
        ("CHOSEN", "MEMBER", "FULL_REFUND"),
        ("SETTLED", "SYSTEM", "FULL_REFUND"),
        ("CLOSED", "MEMBER", "CONFIRMED"),
    ]
    seen = front.see(ticket)
    assert seen["openedAt"] < seen["resolvedAt"] < seen["closedAt"]


def test_the_timeline_only_grows(front: Front) -> None:
    ticket = front.tap("2", text="油瓶漏了")
    steps: list[Callable[[], object]] = [
        lambda: say(front, ticket, "箱子也湿了"),
        lambda: say(front, ticket, "马上为您处理", AGENT),
        lambda: withdraw(front, ticket),
        lambda: reopen(front, ticket),
        lambda: decide(front, ticket, "HALF_REFUND_COUPON"),
        lambda: front.advance(days=3),
        lambda: front.tap_closure(fine=False),
        lambda: decide(front, ticket),
        lambda: front.advance(days=6, minutes=30),
    ]
    front.advance(seconds=1)
    before = front.timeline(ticket, AGENT)
    for step in steps:
        step()
        now = front.timeline(ticket, AGENT)
        assert now[: len(before)] == before, "what was written stays as it was"
        before = now
    assert [entry["kind"] for entry in before] == [
        "OPENED", "REPLIED", "REPLIED", "WITHDRAWN", "REOPENED", "CHOSEN", "SETTLED", "REOPENED", "RESOLVED", "CLOSED",
    ]  # fmt: skip
    assert [entry["text"] for entry in before if entry["text"]] == [
        "油瓶漏了", "箱子也湿了", "马上为您处理", "还是不对", "让您久等了", "让您久等了",
    ]  # fmt: skip


def test_the_timeline_is_read_page_by_page(front: Front) -> None:
    ticket = front.tap("2")
    for number in range(4):
        say(front, ticket, f"第{number}句")
    first = front.call("TicketDetail", ME, id=ticket["id"], first=3)["timeline"]
    rest = front.call("TicketDetail", ME, id=ticket["id"], first=3, after=first["pageInfo"]["endCursor"])["timeline"]
    assert [edge["node"] for page in (first, rest) for edge in page["edges"]] == front.timeline(ticket)


def test_a_case_has_an_assignee_at_all_times(front: Front) -> None:
    ticket = front.tap("2")
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: withdraw(front, ticket),
        lambda: reopen(front, ticket),
        lambda: decide(front, ticket),
        lambda: front.advance(days=7),
    ]
    for step in steps:
        step()
        assert front.assignee(ticket) == "duty", "nobody is present: the duty desk has it"


def test_whoever_is_present_in_the_region_gets_it_and_it_moves_on_when_they_have_left(front: Front) -> None:
    register(front, "A07", "西南")
    register(front, "A01")
    front.advance(minutes=2)
    ticket = front.tap("2")
    assert front.assignee(ticket) == "A01"
    (edge,) = front.call("TicketQueue", AGENT)["edges"]
    assert edge["node"]["id"] == ticket["id"]
    withdraw(front, ticket)
    assert front.call("TicketQueue", AGENT)["edges"] == []
    front.call("SetPresence", AGENT, input={"present": False})
    front.advance(minutes=2)
    reopen(front, ticket)
    assert front.assignee(ticket) == "A07"


def test_an_assignee_is_staffs_to_know(front: Front) -> None:
    query = (
        "query($id: ID!) { node(id: $id) { ... on Ticket { assignee timeline { edges { node { actor actorId } } } } } }"
    )
    ticket = front.tap("2")
    say(front, ticket, "马上为您处理", AGENT)
    mine = front.ask(query, ME, id=ticket["id"])
    assert (mine.codes, mine.data["node"]["assignee"]) == (["FORBIDDEN"], None)
    actors = [(edge["node"]["actor"], edge["node"]["actorId"]) for edge in mine.data["node"]["timeline"]["edges"]]
    assert actors == [("MEMBER", None), ("STAFF", None)], "a member is not told which one"
    assert front.timeline(ticket, AGENT)[1]["actorId"] == "A01"


def _choose(front: Front, ticket: Ticket) -> None:
    front.pick(ticket, "KEEP_COUPON")


def _fail(front: Front, ticket: Ticket) -> None:
    front.mall = lambda request: "FAILED" if request.payout.points == 0 else "CONFIRMED"
    front.pick(ticket, "KEEP_COUPON")
    front.settle()
    front.advance(minutes=2)


def _cancel(front: Front, _ticket: Ticket) -> None:
    front.cancel("O001", line_ids=["2"], lines=[FRESH, OIL])
    front.advance(minutes=3)


def _refund_and_wait(front: Front, _ticket: Ticket) -> None:
    front.mall_refunds("2", 1)
    front.advance(hours=48)


def _reopened(front: Front, ticket: Ticket) -> None:
    withdraw(front, ticket)
    reopen(front, ticket)


def _resolved(front: Front, ticket: Ticket) -> None:
    _cancel(front, ticket)
    decide(front, ticket)


def _closed(front: Front, ticket: Ticket) -> None:
    _choose(front, ticket)
    front.advance(days=6, hours=1)


CHANGES: dict[str, tuple[Callable[[Front, Ticket], object], list[str]]] = {
    "opened": (lambda _front, _ticket: None, []),
    "chosen and paid": (_choose, ["已经为您办理", "已经放进您的账户"]),
    "not paid": (_fail, ["已经为您办理", "还没有全部办好"]),
    "default": (lambda front, _ticket: front.advance(hours=48), ["还没来得及选", "退款已经到账，积分已经放进您的账户"]),
    "handed over: cancelled": (_cancel, ["专人在看"]),
    "handed over: above the cap": (_refund_and_wait, ["专人在看"]),
    "answered": (lambda front, ticket: say(front, ticket, "马上", AGENT), ["有了新的回复"]),
    "withdrawn": (withdraw, ["已经按您的意思撤回"]),
    "reopened": (_reopened, ["已经按您的意思撤回", "已经重新打开"]),
    "resolved by words": (_resolved, ["专人", "处理好了"]),
    "decided": (lambda front, ticket: decide(front, ticket, "KEEP_COUPON"), ["已经为您办理", "优惠券和积分已经放进"]),
    "closed": (_closed, ["已经为您办理", "已经放进您的账户", "售后已经完成"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_notifies_the_member_once(front: Front, change: str) -> None:
    ticket = front.tap("2")
    front.advance(minutes=1)
    happens, words = CHANGES[change]
    happens(front, ticket)
    front.advance(seconds=1)
    told = front.told(ticket)
    words = ["给您准备了几种解决办法", *words]
    assert len(told) == len(words), told
    assert all(any(word in text for text in told) for word in words), told
    assert front.dead() == []


def test_a_withdrawn_case_is_reopened_not_applied_for_again(front: Front) -> None:
    ticket = front.tap("2")
    withdraw(front, ticket)
    assert front.see(ticket)["state"] == "WITHDRAWN"
    assert front.refused("ApplyForAftercare", ME, input=front.wish("2")) == "ALREADY_APPLIED"
    reopen(front, ticket)
    seen = front.see(ticket)
    assert (seen["state"], seen["round"], seen["remedy"], seen["menu"]) == ("IN_REVIEW", 1, None, [])
    front.advance(days=3)
    assert front.paid() == [], "the default of the withdrawn menu does not fall"


def test_a_case_is_reopened_for_15_days_after_its_end(front: Front) -> None:
    ticket = front.tap()
    front.advance(days=7)
    assert front.see(ticket)["state"] == "CLOSED"
    front.advance(days=13, hours=23)
    reopen(front, ticket)
    decide(front, ticket)
    front.advance(days=6, hours=1)
    assert front.see(ticket)["state"] == "CLOSED"
    front.advance(days=15, hours=1)
    assert front.refused("ReopenTicket", ME, input={"ticketId": ticket["id"]}) == "REOPEN_TOO_LATE"


def test_a_reopened_case_goes_before_others(front: Front) -> None:
    front.advance(minutes=2)
    first = front.tap("1", "SPOILED")
    second = front.tap("2")
    front.advance(days=1)
    withdraw(front, second)
    reopen(front, second)
    front.place("O002", lines=[FRESH, OIL])
    front.sign("O002", lines=[FRESH, OIL])
    front.call("ApplyForAftercare", ME, input={"lineId": line_of("2", "O002"), "reason": "DAMAGED"})
    queue = [edge["node"] for edge in front.call("TicketQueue", AGENT, assignee="duty")["edges"]]
    assert [each["priority"] for each in queue] == ["URGENT", "HIGH", "NORMAL"]
    assert [each["id"] for each in queue[:2]] == [first["id"], second["id"]], "nobody has looked at the red alert (G7)"
    reopen(front, first)
    queue = [edge["node"] for edge in front.call("TicketQueue", AGENT, assignee="duty")["edges"]]
    assert [each["priority"] for each in queue] == ["URGENT", "HIGH", "NORMAL"]


def test_nothing_closes_a_case_but_the_check_of_the_loop(front: Front) -> None:
    """No mutation says close; whatever staff do, it ends RESOLVED and waits for the member's word or silence."""
    mutations = schema().core.mutation_type
    assert mutations is not None
    assert [name for name in mutations.fields if "close" in name.lower()] == ["closeCampaign"]
    ticket = front.tap("2")
    decide(front, ticket, "APOLOGY")
    say(front, ticket, "请您放心", AGENT)
    assert front.see(ticket)["state"] == "RESOLVED"
    front.advance(days=1, hours=23)
    assert front.call("MyOpenClosureChecks", ME)["edges"] == []
    assert front.see(ticket)["state"] == "RESOLVED"
    front.advance(hours=1)
    assert len(front.call("MyOpenClosureChecks", ME)["edges"]) == 1
    front.advance(days=2, hours=23)
    assert front.see(ticket)["state"] == "RESOLVED"
    front.advance(hours=2)
    assert front.see(ticket)["state"] == "CLOSED"
    assert front.timeline(ticket)[-1]["note"] == "SILENT"


@pytest.mark.parametrize(
    ("operation", "more"), [("ReplyToTicket", {"text": "嗨"}), ("WithdrawTicket", {}), ("ReopenTicket", {})]
)
def test_another_member_can_do_nothing_to_it(front: Front, operation: str, more: dict[str, str]) -> None:
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], **more}
    assert front.refused(operation, NEIGHBOUR, input=wanted) == "NOT_FOUND"


def test_an_ended_case_takes_no_words(front: Front) -> None:
    ticket = front.tap("2")
    withdraw(front, ticket)
    for who in (ME, AGENT):
        wanted = {"ticketId": ticket["id"], "text": "还在吗"}
        assert front.refused("ReplyToTicket", who, input=wanted) == "TICKET_NOT_OPEN"
    assert kinds(front, ticket) == ["OPENED", "WITHDRAWN"]


@pytest.mark.parametrize("text", ["", " \n ", "长" * 1001])
def test_words_have_bounds(front: Front, text: str) -> None:
    ticket = front.tap("2")
    assert front.refused("ReplyToTicket", ME, input={"ticketId": ticket["id"], "text": text}) == "BAD_INPUT"
    assert front.refused("DecideTicket", AGENT, input={"ticketId": ticket["id"], "text": text}) == "BAD_INPUT"


def test_the_words_of_an_application_have_bounds_too(front: Front) -> None:
    assert front.refused("ApplyForAftercare", ME, input=front.wish(text="长" * 1001)) == "BAD_INPUT"
    assert front.timeline(front.tap(text=""))[0]["text"] is None
