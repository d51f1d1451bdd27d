"""Calls of the database: what a look at a hold, and every other decision of staff, may cost (issue 3, done when)."""

from collections.abc import Callable

import pytest

from fakes.counter import MANAGER, Counter
from fakes.front import AGENT, ME
from fakes.held_room import HeldRoom
from fakes.timed import Seen

READ, COMMIT = "fetch", "transact"


def warm(shop: HeldRoom | Counter) -> None:
    """Roster, loads and the script library have been read in this minute."""
    shop.app.directory.roster()
    shop.app.directory.loads.current()
    shop.app.scripts.current()


def calls(shop: HeldRoom | Counter, operation: str, as_: str, given: Seen) -> list[str]:
    """What one request asks of the database."""
    if operation == "RefuseTicket":
        given = given | {"seenStep": shop.call("TicketHold", AGENT, id=given["ticketId"])["step"]}
    warm(shop)
    shop.memory.calls.clear()
    shop.call(operation, as_, input=given)
    return list(shop.memory.calls)


@pytest.fixture
def room() -> HeldRoom:
    return HeldRoom()


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.mark.parametrize("begin", [HeldRoom.payment_held, HeldRoom.menu_held])
def test_lifting_a_hold_is_three_reads_and_a_transaction(room: HeldRoom, begin: Callable[[HeldRoom], Seen]) -> None:
    ticket = begin(room)
    assert calls(room, "LiftHold", "manager:B1", room.said(ticket)) == [READ] * 3 + [COMMIT]


def test_lifting_what_a_person_has_anyway_is_two(room: HeldRoom) -> None:
    ticket = room.payment_held()
    room.withdraw(ticket)
    room.reopen(ticket)
    assert calls(room, "LiftHold", "manager:B1", room.said(ticket)) == [READ] * 2 + [COMMIT]


@pytest.mark.parametrize("begin", [HeldRoom.payment_held, HeldRoom.menu_held])
def test_confirming_a_hold_is_one_read_and_a_transaction(room: HeldRoom, begin: Callable[[HeldRoom], Seen]) -> None:
    ticket = begin(room)
    assert calls(room, "ConfirmHold", "manager:B1", room.said(ticket)) == [READ, COMMIT]


def test_refusing_and_appealing_after_a_look_cost_what_they_cost_anyway(room: HeldRoom) -> None:
    ticket = room.payment_held()
    room.confirm(ticket)
    refusal = {"ticketId": ticket["id"], "reason": "FAULT_NOT_SEEN", "text": "照片上没有看到您说的情况"}
    assert calls(room, "RefuseTicket", "manager:B1", refusal) == [READ, COMMIT]
    appeal = {"ticketId": ticket["id"], "text": "请再看看"}
    assert calls(room, "AppealTicket", ME, appeal) == ["get", COMMIT]


def test_refusing_what_was_asked_is_one_read_and_a_transaction(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    assert calls(counter, "RefuseDecision", MANAGER, counter.answer(ticket, text="金额偏高")) == [READ, COMMIT]


def test_words_alone_are_one_read_and_a_transaction(counter: Counter) -> None:
    ticket = counter.tap("2")
    counter.call("WithdrawTicket", ME, input={"ticketId": ticket["id"]})
    counter.call("ReopenTicket", ME, input={"ticketId": ticket["id"]})
    warm(counter)
    assert counter.calls("DecideTicket", AGENT, counter.decision(ticket)) == [READ, COMMIT]


def test_a_case_that_has_been_asked_for_is_decided_by_another_at_the_same_price(counter: Counter) -> None:
    ticket = counter.dear()
    counter.asks(ticket)
    given = counter.decision(ticket, refundFen=100)
    assert counter.calls("DecideTicket", MANAGER, given) == [READ] * 3 + [COMMIT]
