"""P7: every kind of resolution is asked about, after its delay, in its words; nothing else closes a claim."""

from datetime import timedelta
from typing import Any

import pytest

from care.contact.model import Message
from care.contact.store import MESSAGES
from care.outreach.store import CHECKS
from care.tickets.model import TicketState
from care.tickets.store import TICKETS
from fakes.front import AGENT, ME, Front
from fakes.late import Late

KINDS = {
    "FULL_REFUND": ("MONEY", 3, "现在都解决了吗"),
    "REISSUE": ("GOODS", 5, "给您重新寄的"),
    "KEEP_COUPON": ("BENEFIT", 3, "给您补的心意"),
    "KEEP_POINTS": ("BENEFIT", 3, "给您补的心意"),
    "APOLOGY": ("WORDS", 2, "我们向您道了歉"),
}


@pytest.fixture
def front() -> Front:
    return Front()


def given(front: Front, remedy: str) -> dict[str, Any]:
    """A case that an agent resolved by a remedy."""
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], "text": "给您办好了", "remedy": remedy, "overrideReason": "会员就要这个"}
    front.call("DecideTicket", AGENT, input=wanted)
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    return ticket


def handed_in(front: Front, remedy: str, reason: str) -> dict[str, Any]:
    ticket = front.tap("2", reason)
    front.pick(ticket, remedy)
    front.settle()
    code = front.call("MyReturnSlip", ME, id=ticket["id"])["returnSlip"]["code"]
    front.call("AcceptReturn", "leader:L001", input={"code": code, "quantity": 1})
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    return ticket


def checks(front: Front) -> list[dict[str, Any]]:
    return [edge["node"] for edge in front.call("MyOpenClosureChecks", ME)["edges"]]


def words(front: Front) -> list[Message]:
    return [each for each in front.app.memory.all(MESSAGES) if each.template.startswith("closure_check")]


def asked_after(front: Front, days: int, kind: str, says: str) -> None:
    front.advance(hours=24 * days - 1)
    assert checks(front) == []
    front.advance(hours=12)
    (check,) = checks(front)
    assert check["resolution"] == kind
    texts = [edge["node"]["text"] for edge in front.call("MyMessages", ME, first=50)["edges"]]
    assert sum(says in text for text in texts) == 1


@pytest.mark.parametrize("remedy", KINDS)
def test_each_kind_is_asked_about_in_its_time_and_words(front: Front, remedy: str) -> None:
    given(front, remedy)
    asked_after(front, KINDS[remedy][1], KINDS[remedy][0], KINDS[remedy][2])


def test_goods_that_were_handed_in_are_asked_about_by_their_refund(front: Front) -> None:
    handed_in(front, "RETURN_REFUND", "DISLIKE")
    asked_after(front, 3, "RETURN", "您退回的")


def test_a_final_refusal_is_asked_about_once_the_time_for_an_appeal_is_over() -> None:
    late = Late()
    ticket = late.in_review()
    late.staff("B1", "MANAGER")
    late.refuse(ticket)
    late.advance(hours=24 * 2)
    assert checks(late) == []
    late.advance(hours=24 * 12)
    (message,) = words(late)
    assert message.template == "closure_check_refused"


def test_a_withdrawn_case_is_not_asked_about(front: Front) -> None:
    """Nothing was given that could fail to hold, and the member can open it again."""
    ticket = front.tap("2")
    front.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    front.advance(hours=24 * 10)
    assert words(front) == []
    front.call("ReopenTicket", ME, input={"ticketId": ticket["id"]})
    assert front.see(ticket)["state"] == "IN_REVIEW"


@pytest.mark.parametrize("remedy", KINDS)
def test_still_not_brings_each_back_to_a_person_with_priority(front: Front, remedy: str) -> None:
    ticket = given(front, remedy)
    front.advance(hours=24 * KINDS[remedy][1] + 12)
    front.tap_closure(fine=False)
    (found,) = [each for each in front.app.memory.all(TICKETS) if each.member_id == "M001" and each.line_id == "2"]
    assert (found.state, found.priority, found.round) == (TicketState.IN_REVIEW, "HIGH", 1)
    assert front.see(ticket)["state"] == "IN_REVIEW"


@pytest.mark.parametrize("remedy", KINDS)
def test_none_closes_but_through_its_check(front: Front, remedy: str) -> None:
    given(front, remedy)
    front.advance(hours=24 * 20)
    closed = [each for each in front.app.memory.all(TICKETS) if each.state is TicketState.CLOSED]
    (check,) = front.app.memory.all(CHECKS)
    assert [each.id for each in closed] == [check.ticket_id]
    assert check.state == "SILENT"
    assert check.silent_at - check.asked_at == timedelta(days=3)
