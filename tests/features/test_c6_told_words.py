"""C6, G11: whatever staff and leaders tell a member in their own words, it accuses nobody and scolds nobody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fakes.counter import LEADER, Counter
from fakes.front import AGENT, ME

MANAGER = "manager:B01"
SCOLDS = "您好,再这样就是骗子行为"
Ticket = dict[str, Any]
SAID: dict[str, Callable[[Counter, Ticket], tuple[str, str, dict[str, Any]]]] = {
    "reply": lambda _, ticket: ("ReplyToTicket", AGENT, {"ticketId": ticket["id"], "text": SCOLDS}),
    "script in own words": lambda _, ticket: (
        "ReplyToTicket",
        AGENT,
        {"ticketId": ticket["id"], "script": "QUALITY_LOCATE", "text": SCOLDS},
    ),
    "decision": lambda counter, ticket: ("DecideTicket", AGENT, counter.decision(ticket, text=SCOLDS)),
    "leader": lambda counter, _: ("RefundAsLeader", LEADER, counter.leaders("1", 100, text=SCOLDS)),
    "refusal": lambda _, ticket: (
        "RefuseTicket",
        MANAGER,
        {"ticketId": ticket["id"], "reason": "AS_DESCRIBED", "text": SCOLDS},
    ),
    "reopened by staff": lambda _, ticket: ("ReopenTicket", AGENT, {"ticketId": ticket["id"], "text": SCOLDS}),
}


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.mark.parametrize("name", SAID)
def test_no_member_reads_an_accusation(counter: Counter, name: str) -> None:
    ticket = counter.tap("2")
    operation, as_, wanted = SAID[name](counter, ticket)
    assert counter.refused(operation, as_, input=wanted) == "WORDS_BANNED"
    reply = counter.run(operation, as_, input=wanted)
    assert not reply.errors, reply.errors
    (answer,) = reply.data.values()
    (error,) = answer["userErrors"]
    assert (error["field"], error["message"]) == ("text", "第8个字符处的“骗子”不能对会员说,请换一种说法")


def test_nor_do_those_of_a_hundred_cases_at_once(counter: Counter) -> None:
    ticket = counter.tap("2")
    wanted = {"action": "RESOLVE", "ticketIds": [ticket["id"]], "text": SCOLDS}
    assert counter.refused("BulkTickets", AGENT, input=wanted) == "WORDS_BANNED"


def test_the_list_that_operators_keep_counts_too(counter: Counter) -> None:
    at = (counter.clock.now() + timedelta(minutes=10)).isoformat()
    change = {"effectiveAt": at, "why": "新规", "banned": ["随便您"]}
    counter.call("PublishScripts", "operator:O01", input=change)
    ticket = counter.tap("2")
    counter.advance(minutes=11)
    wanted = {"ticketId": ticket["id"], "text": "那就随便您了"}
    assert counter.refused("ReplyToTicket", AGENT, input=wanted) == "WORDS_BANNED"
    wanted["text"] = SCOLDS
    assert counter.refused("ReplyToTicket", AGENT, input=wanted) == "WORDS_BANNED", "the house's own list stays"


def test_members_may_say_what_they_like_and_colleagues_among_themselves(counter: Counter) -> None:
    ticket = counter.tap("2")
    counter.call("ReplyToTicket", ME, input={"ticketId": ticket["id"], "text": "你们是骗子"})
    counter.call("AddInternalNote", AGENT, input={"ticketId": ticket["id"], "text": "会员说我们是骗子,请多担待"})
