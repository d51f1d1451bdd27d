"""G11: two who act on one hold at the same moment: one wins, and the other is told by a code of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from care.accounts.figures import DAY_FEN
from care.kernel.agenda import Lane
from care.tickets.authority.figures import LIMITS, Rank
from care.tickets.authority.wishes import Wish
from care.tickets.choose_remedy import choose_remedy
from care.tickets.deadlines.appeal_ticket import appeal_ticket
from care.tickets.deadlines.model import RefusalReason
from care.tickets.deadlines.refuse_ticket import Refusal, refuse_ticket
from care.tickets.decide_ticket import Decision, decide_ticket
from care.tickets.talk import reopen_ticket, withdraw_ticket
from care.tickets.timeline import Actor
from care.trust.model import Day, Standing
from care.trust.store import standing_at
from fakes.front import ME
from fakes.held_room import HeldRoom
from fakes.shop import FRESH, MEMBER, OIL
from fakes.timed import Seen

pytestmark = pytest.mark.usefixtures("nothing_on_top")

MANAGER, RIVAL = "manager:B1", Actor(role="staff", id="B2")
NOTHING: tuple[list[int], list[int]] = ([], [])
MADE_GOOD = ([3980], [200])
Rival = Callable[[HeldRoom, Seen], object]


@pytest.fixture
def room() -> HeldRoom:
    room = HeldRoom()
    room.staff("B2", "MANAGER", level=3)
    return room


def code(room: HeldRoom, operation: str, as_: str, **given: Any) -> str | None:
    """What the one is told who comes second; None: nothing stands against it."""
    reply = room.run(operation, as_, input=given)
    assert not reply.errors
    (answer,) = reply.data.values()
    return next((error["code"] for error in answer["userErrors"]), None)


def paid(room: HeldRoom) -> tuple[list[int], list[int]]:
    """Refunds in fen, and points."""
    room.settle()
    return room.amounts(), room.amounts("POINTS")


# ---------------------------------------------------------------- two who look


@pytest.mark.parametrize("mine", ["LiftHold", "ConfirmHold"])
@pytest.mark.parametrize("begin", [HeldRoom.payment_held, HeldRoom.menu_held])
def test_whoever_lifts_first_has_lifted(room: HeldRoom, begin: Callable[[HeldRoom], Seen], mine: str) -> None:
    ticket = begin(room)
    said = room.said(ticket)
    room.meanwhile(lambda: room.rival_lifts(ticket))
    assert code(room, mine, MANAGER, **said) == "NOT_HELD"
    assert room.inner_kinds(ticket) == ["HELD", "HOLD_LIFTED"]
    room.advance(days=3)
    assert paid(room) in (MADE_GOOD, ([12_900], [200])), "made good once"


@pytest.mark.parametrize("mine", ["LiftHold", "ConfirmHold"])
@pytest.mark.parametrize("begin", [HeldRoom.payment_held, HeldRoom.menu_held])
def test_whoever_confirms_first_has_confirmed(room: HeldRoom, begin: Callable[[HeldRoom], Seen], mine: str) -> None:
    ticket = begin(room)
    said = room.said(ticket)
    room.meanwhile(lambda: room.rival_confirms(ticket))
    assert code(room, mine, MANAGER, **said) == "NOT_HELD"
    assert room.inner_kinds(ticket)[:2] == ["HELD", "HOLD_CONFIRMED"]
    room.advance(days=3)
    assert paid(room) == NOTHING
    assert "HOLD_LIFTED" not in room.inner_kinds(ticket)


def test_what_a_colleague_has_decided_after_the_look_is_not_decided_again(room: HeldRoom) -> None:
    ticket = room.payment_held()
    said = room.said(ticket)

    def confirms_and_refuses() -> None:
        room.rival_confirms(ticket)
        refused(room, ticket)

    room.meanwhile(confirms_and_refuses)
    assert code(room, "LiftHold", MANAGER, **said) == "NOT_HELD"
    assert (room.see(ticket)["refusal"]["canAppeal"], paid(room)) == (True, NOTHING)


def refused(room: HeldRoom, ticket: Seen) -> None:
    raw = room.raw(ticket)
    refusal = Refusal(
        ticket_id=raw, reason=RefusalReason.FAULT_NOT_SEEN, words="照片上没有看到", seen_step=room.ticket(raw).step
    )
    refuse_ticket(room.app.desk, RIVAL, refusal, room.request("refuse"))


# ---------------------------------------------------------------- one looks, the member acts


def withdraws(room: HeldRoom, ticket: Seen) -> None:
    withdraw_ticket(room.app.desk, MEMBER, room.raw(ticket), room.request("withdraw"))


def withdraws_and_reopens(room: HeldRoom, ticket: Seen) -> None:
    withdraws(room, ticket)
    reopen_ticket(room.app.desk, MEMBER, room.raw(ticket), "还是想申请", room.request("reopen"))


@pytest.mark.parametrize(("mine", "step"), [("LiftHold", "HOLD_LIFTED"), ("ConfirmHold", "HOLD_CONFIRMED")])
@pytest.mark.parametrize(("rival", "told"), [(withdraws, "NOT_HELD"), (withdraws_and_reopens, "CASE_CHANGED")])
def test_a_look_at_what_the_member_takes_back_just_now_is_void(
    room: HeldRoom, mine: str, step: str, rival: Rival, told: str
) -> None:
    ticket = room.payment_held()
    said = room.said(ticket)
    room.meanwhile(lambda: rival(room, ticket))
    assert code(room, mine, MANAGER, **said) == told
    assert step not in room.inner_kinds(ticket)
    assert paid(room) == NOTHING


def test_what_was_lifted_and_paid_just_now_is_not_withdrawn(room: HeldRoom) -> None:
    ticket = room.payment_held()
    room.meanwhile(lambda: room.rival_lifts(ticket))
    assert code(room, "WithdrawTicket", ME, ticketId=ticket["id"]) == "ALREADY_DECIDED"
    assert paid(room) == MADE_GOOD


def test_a_menu_that_is_lifted_just_now_can_still_be_withdrawn(room: HeldRoom) -> None:
    ticket = room.menu_held()
    room.meanwhile(lambda: room.rival_lifts(ticket))
    assert code(room, "WithdrawTicket", ME, ticketId=ticket["id"]) is None
    room.advance(days=5)
    assert (room.see(ticket)["state"], paid(room)) == ("WITHDRAWN", NOTHING)


def test_of_an_appeal_and_a_second_tap_after_a_confirmed_hold_one_counts(room: HeldRoom) -> None:
    ticket = room.payment_held()
    room.confirm(ticket)
    room.refuse(ticket)
    me, raw = MEMBER, room.raw(ticket)
    room.meanwhile(lambda: appeal_ticket(room.app.desk, me, raw, "请再看看", room.request("tap")))
    assert code(room, "AppealTicket", ME, ticketId=ticket["id"], text="请再看看") == "APPEAL_USED"
    assert (room.see(ticket)["round"], room.look(ticket)["hold"]) == (1, None)


def test_an_appeal_finds_no_refusal_while_the_look_is_going_on(room: HeldRoom) -> None:
    ticket = room.payment_held()
    said = {"ticketId": ticket["id"], "text": "请再看看"}
    assert room.refused("AppealTicket", ME, input=said) == "NOT_REFUSED"
    room.confirm(ticket)
    assert room.refused("AppealTicket", ME, input=said) == "NOT_REFUSED"


# ---------------------------------------------------------------- one acts, and the photo is judged


def judged(room: HeldRoom, _ticket: Seen) -> None:
    """What follows from the photo that waits."""
    room.sweep(Lane.NOW)


def chooses(room: HeldRoom, ticket: Seen) -> None:
    model = room.ticket(room.raw(ticket))
    choose_remedy(room.app.desk, "M001", model.id, room.token(model, "FULL_REFUND"), room.request("choose"))


def decides(room: HeldRoom, ticket: Seen) -> None:
    raw = room.raw(ticket)
    step, wish = room.ticket(raw).step, Wish(remedy="FULL_REFUND")
    decision = Decision(ticket_id=raw, words="退款", seen_step=step, wish=wish)
    decide_ticket(room.app.desk, RIVAL, decision, room.request("decide"))


def with_its_menu(room: HeldRoom) -> Seen:
    ticket = room.tap("2")
    room.settle()
    room.awaits(ticket)
    return ticket


def counted(room: HeldRoom) -> Day:
    """What has been counted of M001, today."""
    standing: Standing | None = room.memory.get(*standing_at("M001"))
    assert standing is not None
    (day,) = standing.days.values()
    return day


def test_a_choice_that_comes_just_after_the_hold_is_told_so(room: HeldRoom) -> None:
    ticket = with_its_menu(room)
    room.meanwhile(lambda: judged(room, ticket))
    offer = ticket["menu"][0]["token"]
    assert code(room, "ChooseRemedy", ME, ticketId=ticket["id"], offer=offer) == "TICKET_NOT_OPEN"
    assert room.look(ticket)["hold"] is not None
    assert paid(room) == NOTHING
    assert room.accusations(ticket) == []


def test_a_decision_that_comes_just_after_the_hold_is_told_so(room: HeldRoom) -> None:
    ticket = with_its_menu(room)
    step = room.look(ticket)["step"]
    room.meanwhile(lambda: judged(room, ticket))
    given = {"ticketId": ticket["id"], "text": "退款", "remedy": "FULL_REFUND", "seenStep": step}
    assert code(room, "DecideTicket", MANAGER, **given) == "CASE_CHANGED"
    assert paid(room) == NOTHING


def test_an_approval_that_comes_just_after_the_hold_pays_nothing(room: HeldRoom) -> None:
    room.staff("A1", "AGENT", level=1)
    room.figures({LIMITS[Rank.AGENT_1].case: 100})
    ticket = with_its_menu(room)
    given = {"ticketId": ticket["id"], "text": "退款", "remedy": "FULL_REFUND"}
    assert room.call("DecideTicket", "agent:A1", input=given)["approval"]["state"] == "ASKED"
    room.meanwhile(lambda: judged(room, ticket))
    assert code(room, "ApproveDecision", MANAGER, ticketId=ticket["id"], nth=1) == "CASE_HELD"
    assert paid(room) == NOTHING


@pytest.mark.parametrize("rival", [chooses, decides])
def test_what_is_paid_just_before_the_photo_is_judged_is_not_held(room: HeldRoom, rival: Rival) -> None:
    ticket = with_its_menu(room)
    room.meanwhile(lambda: rival(room, ticket))
    judged(room, ticket)
    assert paid(room)[0] == [12_900]
    assert (room.look(ticket)["hold"], room.see(ticket)["state"]) == (None, "RESOLVED")
    assert len(room.photos_of(ticket)) == 1, "the photo joins all the same"
    assert room.dead() == []


def test_what_is_withdrawn_just_before_the_photo_is_judged_is_not_held(room: HeldRoom) -> None:
    ticket = with_its_menu(room)
    room.meanwhile(lambda: withdraws(room, ticket))
    judged(room, ticket)
    assert (room.look(ticket)["hold"], room.see(ticket)["state"]) == (None, "WITHDRAWN")
    assert room.dead() == []


def test_of_two_photos_that_are_judged_at_one_moment_one_holds(room: HeldRoom) -> None:
    ticket = with_its_menu(room)
    room.awaits(ticket)
    room.meanwhile(lambda: judged(room, ticket))
    judged(room, ticket)
    room.settle()
    assert room.inner_kinds(ticket) == ["HELD"]
    assert counted(room).repeated_photos == 2, "each is counted"


def test_a_photo_that_is_judged_as_the_hold_is_lifted_holds_nothing_again(room: HeldRoom) -> None:
    ticket = room.menu_held()
    room.awaits(ticket)
    room.meanwhile(lambda: room.rival_lifts(ticket))
    judged(room, ticket)
    assert (room.see(ticket)["state"], room.look(ticket)["hold"]) == ("CHOOSING", None)
    assert len(room.photos_of(ticket)) == 2
    assert counted(room).repeated_photos == 2, "neither loses what the other wrote"
    assert room.tap()["state"] == "PAYING", "the word of who lifted counts"


def test_a_photo_that_is_judged_as_the_hold_is_confirmed_holds_nothing_again(room: HeldRoom) -> None:
    ticket = room.menu_held()
    room.awaits(ticket)
    room.meanwhile(lambda: room.rival_confirms(ticket))
    judged(room, ticket)
    assert room.look(ticket)["hold"] is None, "nobody's look is overruled by a score"
    assert len(room.photos_of(ticket)) == 2


# ---------------------------------------------------------------- one looks, and time, the mall or a budget moves


def due_now(room: HeldRoom, ticket: Seen) -> None:
    """The answer is overdue; what follows from that has not happened yet."""
    due = datetime.fromisoformat(room.see(ticket)["answerBy"])
    room.advance(seconds=(due - room.clock.now()).total_seconds() - 60)
    room.clock.move_to(due)


@pytest.mark.parametrize("first", ["lift", "time"])
def test_lifted_at_the_deadline_it_is_paid_once(room: HeldRoom, first: str) -> None:
    ticket = room.payment_held()
    due_now(room, ticket)
    if first == "time":
        said = room.said(ticket)
        room.meanwhile(lambda: room.sweep(Lane.CLOCKS))
        assert code(room, "LiftHold", MANAGER, **said) is None, "that time was up is nobody's step"
    else:
        room.meanwhile(lambda: room.rival_lifts(ticket))
        room.sweep(Lane.CLOCKS)
    assert paid(room) == MADE_GOOD
    room.advance(days=4)
    assert (paid(room), room.dead()) == (MADE_GOOD, [])


def test_confirmed_at_the_deadline_it_is_not_paid(room: HeldRoom) -> None:
    ticket = room.payment_held()
    due_now(room, ticket)
    room.meanwhile(lambda: room.rival_confirms(ticket))
    room.sweep(Lane.CLOCKS)
    room.advance(days=4)
    assert (paid(room), set(room.stops(ticket))) == (NOTHING, {"ON_HOLD"})


def test_what_the_mall_cancels_as_the_hold_is_lifted_is_not_paid(room: HeldRoom) -> None:
    ticket = room.payment_held()
    said = room.said(ticket)
    room.meanwhile(lambda: room.cancel("O001", line_ids=["1"], lines=[FRESH, OIL]))
    assert code(room, "LiftHold", MANAGER, **said) is None
    assert (room.see(ticket)["state"], paid(room)) == ("IN_REVIEW", NOTHING)


def test_what_a_rival_leaves_no_room_for_is_decided_by_hand(room: HeldRoom) -> None:
    """Of two holds that are lifted at once, and a budget that has room for one: one is paid, one waits for a person."""
    first = room.payment_held()
    room.place("O002", lines=[FRESH, OIL])
    room.sign("O002", lines=[FRESH, OIL])
    second = room.claim_anew("O003", "1")
    room.settle()
    assert [room.look(each)["hold"]["kept"] for each in (first, second)] == ["PAYMENT", "PAYMENT"]
    room.figures({DAY_FEN: 6000})
    said = room.said(first)
    room.meanwhile(lambda: room.rival_lifts(second))
    assert code(room, "LiftHold", MANAGER, **said) is None
    assert paid(room) == MADE_GOOD
    assert [room.see(each)["state"] for each in (first, second)] == ["IN_REVIEW", "RESOLVED"]
