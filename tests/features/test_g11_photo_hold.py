"""G11, G8: a photo that somebody else had sent before: a person looks first, the member reads what any review tells."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from care.accounts.figures import DAY_FEN
from fakes.front import AGENT, ME
from fakes.held_room import KNOWN, HeldRoom
from fakes.photos import photo
from fakes.timed import Seen

pytestmark = pytest.mark.usefixtures("nothing_on_top")

MANAGER = "manager:B1"


@pytest.fixture
def room() -> HeldRoom:
    return HeldRoom()


def signals(room: HeldRoom, ticket: Seen) -> list[str]:
    return [each["signal"] for each in room.look(ticket)["hold"]["reasons"]]


# ---------------------------------------------------------------- held


def test_a_photo_that_a_neighbour_sent_holds_the_open_menu(room: HeldRoom) -> None:
    ticket = room.tap("2")
    room.settle()
    assert room.see(ticket)["menu"]
    room.send_known(ticket)
    seen, hold = room.see(ticket), room.look(ticket)["hold"]
    assert (seen["state"], seen["menu"]) == ("IN_REVIEW", [])
    assert (hold["kept"], hold["remedy"], hold["score"]) == ("MENU", "FULL_REFUND", 55)
    assert signals(room, ticket) == ["REPEATED_PHOTO", "NEW_ACCOUNT"]
    assert room.clock_of(ticket, "HOLD_REVIEW")["state"] == "RUNNING"
    assert room.inner_kinds(ticket) == ["HELD"]
    token = {"ticketId": ticket["id"], "offer": ticket["menu"][0]["token"]}
    assert room.refused("ChooseRemedy", ME, input=token) == "TICKET_NOT_OPEN"
    room.advance(days=4)
    assert room.paid() == []
    assert room.called(ticket), "it never ends in silence"


def test_named_by_the_application_it_holds_what_would_have_been_paid_at_once(room: HeldRoom) -> None:
    ticket = room.payment_held()
    hold = room.look(ticket)["hold"]
    assert (ticket["state"], hold["kept"], hold["remedy"]) == ("IN_REVIEW", "PAYMENT", "FULL_REFUND")
    assert signals(room, ticket) == ["REPEATED_PHOTO", "NEW_ACCOUNT"]
    assert room.paid() == []


def test_a_photo_of_ones_own_of_that_line_holds_nothing(room: HeldRoom) -> None:
    ticket = room.tap("2")
    room.upload(photo(77), ticketId=ticket["id"])
    room.upload(photo(77), ticketId=ticket["id"])
    assert room.look(ticket)["hold"] is None
    assert room.see(ticket)["state"] == "CHOOSING"


def test_danger_is_not_held_whatever_the_photo(room: HeldRoom) -> None:
    ticket = room.tap("2", "RANCID")
    room.send_known(ticket)
    assert len(room.photos_of(ticket)) == 1
    assert room.look(ticket)["hold"] is None


def test_what_a_person_has_anyway_is_held_without_a_word(room: HeldRoom) -> None:
    room.no_budget()
    ticket = room.tap()
    room.settle()
    room.advance(minutes=1)
    told, before = room.told(ticket), room.see(ticket)
    room.send_known(ticket)
    assert room.look(ticket)["hold"]["kept"] == "NOTHING"
    assert room.told(ticket) == told
    after = room.see(ticket)
    added = after["timeline"]["edges"][len(before["timeline"]["edges"]) :]
    assert [edge["node"]["kind"] for edge in added] == ["EVIDENCE_ADDED"]
    assert after | {"timeline": None} == before | {"timeline": None}
    room.open_budget()
    assert room.lift(ticket)["state"] == "IN_REVIEW", "a person had it, and has it again"
    room.settle()
    assert room.paid() == []
    given = {"ticketId": ticket["id"], "text": "马上为您退", "remedy": "FULL_REFUND"}
    room.call("DecideTicket", MANAGER, input=given)
    room.settle()
    assert room.amounts() == [3980]


def test_a_case_that_has_been_paid_is_not_held_afterwards(room: HeldRoom) -> None:
    ticket = room.tap()
    room.send_known(ticket)
    assert room.see(ticket)["state"] == "RESOLVED"
    assert room.look(ticket)["hold"] is None
    assert room.amounts() == [3980]


@pytest.mark.parametrize("again", [False, True])
def test_what_a_person_has_cleared_does_not_stop_the_time_out(room: HeldRoom, *, again: bool) -> None:
    """The default found no room, and nobody answered since; a photo that came after the look is another matter."""
    ticket = room.menu_held()
    room.lift(ticket)
    room.no_budget()
    room.advance(hours=48)
    assert room.see(ticket)["state"] == "IN_REVIEW"
    if again:
        room.send_known(ticket, quality=70)
    room.open_budget()
    room.advance(days=3)
    assert room.amounts() == ([] if again else [12_900])
    assert room.dead() == []


# ---------------------------------------------------------------- what the member reads


@pytest.mark.parametrize("begin", [HeldRoom.menu_held, HeldRoom.payment_held])
@pytest.mark.parametrize("end", [HeldRoom.lift, HeldRoom.confirm, HeldRoom.withdraw])
def test_nothing_that_the_member_reads_accuses_or_tells_of_it(
    room: HeldRoom, begin: Callable[[HeldRoom], Seen], end: Callable[[HeldRoom, Seen], object]
) -> None:
    ticket = begin(room)
    assert room.accusations(ticket) == []
    room.advance(hours=3)
    assert room.accusations(ticket) == []
    end(room, ticket)
    for _ in range(5):
        room.advance(days=1)
        assert room.accusations(ticket) == []
    reply = room.run("EvidenceReview", ME, id=room.photos_of(ticket)[0]["id"])
    assert reply.codes == ["FORBIDDEN"]


def test_to_the_member_it_is_as_when_a_chosen_remedy_goes_to_a_person() -> None:
    """One's photo is their own, and no budget has room; the other's was sent before. They read the same."""
    one, other = HeldRoom(), HeldRoom()
    one.no_budget()
    other.figures({DAY_FEN: DAY_FEN.default})
    reviewed, held = one.tap("2"), other.tap("2")
    for shop, ticket, seed in ((one, reviewed, 77), (other, held, KNOWN)):
        shop.settle()
        shop.upload(photo(seed), ticketId=ticket["id"])
    one.pick(reviewed, "FULL_REFUND")
    one.settle()
    assert one.look(reviewed)["hold"] is None
    assert other.look(held)["hold"] is not None
    for minutes in (0, 40, 24 * 60, 48 * 60):
        one.advance(minutes=minutes)
        other.advance(minutes=minutes)
        assert plain(one.see(reviewed)) == plain(other.see(held))
        assert sorted(one.told(reviewed)) == sorted(other.told(held))


def plain(told: Any) -> str:
    """Without what is different by itself."""
    return re.sub(r"'(token|endCursor)': '[^']*'", "", str(told))


# ---------------------------------------------------------------- made good


def test_a_lifted_payment_is_made_with_an_apology_once(room: HeldRoom) -> None:
    ticket = room.payment_held()
    room.advance(minutes=20)
    assert room.lift(ticket)["state"] == "PAYING"
    room.settle()
    assert (room.amounts(), room.amounts("POINTS")) == ([3980], [200])
    assert room.see(ticket)["state"] == "RESOLVED"
    room.send_known(ticket, quality=40)
    room.advance(days=9)
    assert (len(room.paid()), room.look(ticket)["hold"]) == (2, None)


def test_a_lifted_menu_has_its_whole_time_anew_and_the_old_deadline_is_void(room: HeldRoom) -> None:
    ticket = room.menu_held()
    room.advance(hours=30)
    assert room.lift(ticket)["state"] == "CHOOSING"
    menu = room.see(ticket)["menu"]
    assert {each["remedy"] for each in menu} == {each["remedy"] for each in ticket["menu"]}
    assert all("积分" in each["title"] for each in menu)
    room.advance(hours=47)
    assert room.paid() == [], "the deadline of the first menu has passed, and nothing fell"
    room.advance(hours=2)
    assert (room.amounts(), room.amounts("POINTS")) == ([12_900], [200])
    room.advance(days=9)
    assert len(room.paid()) == 2


def test_from_a_lifted_menu_the_member_chooses_and_gets_the_apology_too(room: HeldRoom) -> None:
    ticket = room.menu_held()
    room.lift(ticket)
    stale = {"ticketId": ticket["id"], "offer": next(each["token"] for each in ticket["menu"])}
    assert room.refused("ChooseRemedy", ME, input=stale) == "OFFER_MISMATCH", "it was without the apology"
    room.pick({**ticket, "menu": room.see(ticket)["menu"]}, "HALF_REFUND_COUPON")
    room.settle()
    assert (room.amounts(), room.amounts("POINTS")) == ([6450], [200])


def test_after_a_lift_the_next_claim_is_not_held_by_the_same_photo(room: HeldRoom) -> None:
    room.lift(room.menu_held())
    assert room.tap()["state"] == "PAYING"


def test_a_confirmed_hold_pays_nothing_by_itself_and_its_refusal_can_be_appealed(room: HeldRoom) -> None:
    room.staff("A9", "AGENT", level=3)
    ticket = room.menu_held()
    assert room.confirm(ticket)["state"] == "IN_REVIEW"
    room.advance(days=3)
    assert room.paid() == []
    refused = room.refuse(ticket)
    assert (refused["state"], refused["outcome"]) == ("RESOLVED", "REFUSED")
    assert room.accusations(ticket) == []
    appealed = room.appeal(ticket)
    assert (appealed["state"], room.look(ticket)["hold"]) == ("IN_REVIEW", None)
    assert room.assignee(ticket) != "B1"
    given = {"ticketId": ticket["id"], "text": "这次看清楚了", "remedy": "FULL_REFUND"}
    given["overrideReason"] = "家人替她拍的"
    room.call("DecideTicket", f"agent:{room.assignee(ticket)}", input=given)
    room.settle()
    assert room.amounts() == [12_900]
    assert room.accusations(ticket) == []


def test_staff_see_whose_photo_it_was(room: HeldRoom) -> None:
    ticket = room.menu_held()
    (sent,) = room.photos_of(ticket, AGENT)
    before = room.call("EvidenceReview", AGENT, id=sent["id"])["seenBefore"]
    assert [each["id"] for each in before] == [room.theirs["id"]]
