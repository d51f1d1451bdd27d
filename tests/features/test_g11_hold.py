"""G11: a person looks before a claim is paid; the member reads what any review tells; a wrong hold is made good."""

import re
from typing import Any

import pytest

from care.accounts.figures import DAY_FEN
from fakes.front import AGENT, ME
from fakes.held import Held
from fakes.late import Late
from fakes.shop import FRESH, OIL
from fakes.timed import Seen

pytestmark = pytest.mark.usefixtures("nothing_on_top")

MANAGER = "manager:B1"


@pytest.fixture
def shop() -> Held:
    return Held()


def refunds(shop: Late) -> list[int]:
    return [amount for kind, amount, _ in shop.paid() if kind == "REFUND"]


def points(shop: Late) -> list[int]:
    return [each for kind, _, each in shop.paid() if kind == "POINTS"]


# ---------------------------------------------------------------- held


def test_what_would_have_been_paid_at_once_waits_for_a_look(shop: Held) -> None:
    ticket = shop.tap()
    shop.settle()
    assert (ticket["state"], refunds(shop)) == ("IN_REVIEW", [])
    hold = shop.look(ticket)["hold"]
    assert (hold["score"], hold["kept"], hold["remedy"]) == (15, "PAYMENT", "FULL_REFUND")
    assert [each["signal"] for each in hold["reasons"]] == ["NEW_ACCOUNT"]
    assert hold["reasons"][0]["text"] == "首单至今0天"
    assert shop.inner_kinds(ticket) == ["HELD"]


def test_a_menu_waits_too(shop: Held) -> None:
    ticket = shop.tap("2")
    shop.settle()
    assert (ticket["state"], ticket["menu"]) == ("IN_REVIEW", [])
    assert shop.look(ticket)["hold"]["kept"] == "MENU"
    shop.advance(days=3)
    assert refunds(shop) == []


def test_danger_is_never_held(shop: Held) -> None:
    ticket = shop.tap(reason="SPOILED")
    shop.settle()
    assert shop.look(ticket)["hold"] is None
    assert ticket["state"] == "PAYING"


def test_before_the_tap_nothing_knows_of_a_score(shop: Held) -> None:
    free = Held(score=1_000)
    assert _plain(shop.sheet()) == _plain(free.sheet())
    assert shop.verdict()["instant"] is True


def test_a_look_has_a_clock_of_its_own(shop: Held) -> None:
    ticket = shop.tap()
    assert shop.local(shop.look(ticket)["hold"]["reviewBy"]) == "03-02 10:57"
    shop.advance(hours=1)
    clock = shop.clock_of(ticket, "HOLD_REVIEW")
    assert (clock["slaClass"], clock["state"], shop.local(clock["breachedAt"])) == ("HOLD", "RUNNING", "03-02 10:57")
    shop.lift(ticket)
    assert shop.clock_of(ticket, "HOLD_REVIEW")["state"] == "MET"


# ---------------------------------------------------------------- what the member sees


def _reviewed() -> tuple[Held, Seen, dict[str, Any]]:
    shop = Held(score=1_000)
    shop.no_budget()
    asked = dict(shop.call("ApplyForAftercare", ME, input=shop.wish()))
    return shop, asked["ticket"], asked


def _held() -> tuple[Held, Seen, dict[str, Any]]:
    shop = Held()
    shop.figures({DAY_FEN: DAY_FEN.default})
    asked = dict(shop.call("ApplyForAftercare", ME, input=shop.wish()))
    return shop, asked["ticket"], asked


def _plain(told: Any) -> Any:
    """Without what is different by itself: tokens."""
    return re.sub(r"'token': '[^']*'", "", str(told))


def test_a_held_case_looks_like_any_reviewed_one() -> None:
    (one, reviewed, answer), (other, held, same) = _reviewed(), _held()
    assert _plain(answer) == _plain(same)
    for minutes in (0, 40, 50, 24 * 60):
        one.advance(minutes=minutes)
        other.advance(minutes=minutes)
        assert _plain(one.see(reviewed)) == _plain(other.see(held))
        assert one.told(reviewed) == other.told(held)
        assert _plain(one.call("MyTickets", ME)) == _plain(other.call("MyTickets", ME))
    assert other.look(held)["hold"] is not None
    assert one.look(reviewed)["hold"] is None
    kinds = [(each["kind"], each["note"]) for each in other.timeline(held)]
    assert ("REVIEW_NEEDED", "IN_REVIEW") in kinds


@pytest.mark.parametrize("who", [ME, "leader:L001"])
def test_nobody_but_who_looks_reads_of_it(shop: Held, who: str) -> None:
    ticket = shop.tap()
    query = "query Look($id: ID!) { node(id: $id) { ... on Ticket { hold { score } } } }"
    reply = shop.ask(query, who, id=ticket["id"])
    assert not (reply.data and reply.data["node"] and reply.data["node"]["hold"])
    wanted = shop.said(ticket)
    for name in ("LiftHold", "ConfirmHold"):
        assert shop.run(name, who, input=wanted).errors


def test_no_choice_of_the_members_meets_a_hold(shop: Held) -> None:
    token = shop.token_for("FULL_REFUND", "2")
    ticket = shop.tap("2")
    wanted = {"ticketId": ticket["id"], "offer": token}
    assert shop.refused("ChooseRemedy", ME, input=wanted) == "OFFER_MISMATCH"


# ---------------------------------------------------------------- lifted


def test_lifting_pays_what_was_kept_back_with_an_apology(shop: Held) -> None:
    ticket = shop.tap()
    shop.advance(minutes=20)
    lifted = shop.lift(ticket)
    assert (lifted["state"], lifted["remedy"], lifted["hold"]) == ("PAYING", "FULL_REFUND", None)
    shop.settle()
    assert (refunds(shop), points(shop)) == ([3980], [200])
    assert shop.see(ticket)["state"] == "RESOLVED"
    assert "让您久等了" in shop.told(ticket)[1]
    assert shop.inner_kinds(ticket) == ["HELD", "HOLD_LIFTED"]


def test_lifting_opens_the_menu_anew(shop: Held) -> None:
    ticket = shop.tap("2")
    shop.advance(hours=30)
    lifted = shop.lift(ticket)
    assert lifted["state"] == "CHOOSING"
    seen = shop.see(ticket)
    assert {part["points"] for offer in seen["menu"] for part in offer["parts"] if part["kind"] == "POINTS"} >= {200}
    assert all("积分" in offer["title"] for offer in seen["menu"])
    shop.advance(hours=47)
    assert refunds(shop) == [], "its whole time from now on"
    shop.advance(hours=2)
    assert refunds(shop) != []
    assert points(shop) == [200]


def test_the_same_reasons_do_not_hold_again(shop: Held) -> None:
    shop.lift(shop.tap())
    assert shop.tap("2")["state"] == "CHOOSING"


def test_what_has_no_room_is_decided_by_hand(shop: Held) -> None:
    ticket = shop.tap()
    shop.no_budget()
    assert shop.lift(ticket)["state"] == "IN_REVIEW"
    shop.settle()
    assert (refunds(shop), shop.look(ticket)["hold"]) == ([], None)
    shop.open_budget()
    given = {"ticketId": ticket["id"], "text": "马上为您退", "remedy": "FULL_REFUND"}
    given["seenStep"] = shop.look(ticket)["step"]
    assert shop.call("DecideTicket", MANAGER, input=given)["ticket"]["state"] == "PAYING"


def test_what_is_cancelled_meanwhile_is_not_paid(shop: Held) -> None:
    ticket = shop.tap()
    shop.cancel("O001", line_ids=["1"], lines=[FRESH, OIL])
    shop.settle()
    assert shop.lift(ticket)["state"] == "IN_REVIEW"
    shop.settle()
    assert refunds(shop) == []


def test_lifting_again_gives_nothing_more(shop: Held) -> None:
    ticket = shop.tap()
    wanted = shop.said(ticket)
    shop.call("LiftHold", MANAGER, idempotencyKey="lift-once-0001", input=wanted)
    again = shop.call("LiftHold", MANAGER, idempotencyKey="lift-once-0001", input=wanted)
    assert again["replayed"] is True
    assert shop.refused("LiftHold", MANAGER, input=wanted) == "NOT_HELD"
    shop.settle()
    assert (refunds(shop), points(shop)) == ([3980], [200])


# ---------------------------------------------------------------- confirmed


def test_a_confirmed_hold_is_decided_by_hand_and_never_by_itself(shop: Held) -> None:
    ticket = shop.tap()
    before = (_plain(shop.see(ticket)), shop.told(ticket))
    confirmed = shop.confirm(ticket)
    assert (confirmed["state"], confirmed["hold"]) == ("IN_REVIEW", None)
    assert (_plain(shop.see(ticket)), shop.told(ticket)) == before, "to the member nothing has changed"
    shop.advance(days=3)
    assert refunds(shop) == []
    assert shop.stops(ticket)[0] == "ON_HOLD"
    refusal = {"ticketId": ticket["id"], "reason": "FAULT_NOT_SEEN", "text": "照片上没有看到您说的情况"}
    refusal["seenStep"] = shop.look(ticket)["step"]
    assert shop.call("RefuseTicket", MANAGER, input=refusal)["ticket"]["state"] == "RESOLVED"


def test_nobody_decides_before_the_look(shop: Held) -> None:
    ticket = shop.tap()
    seen = {"ticketId": ticket["id"], "seenStep": shop.look(ticket)["step"]}
    given = {**seen, "text": "退给您", "remedy": "FULL_REFUND"}
    assert shop.refused("DecideTicket", MANAGER, input=given) == "CASE_HELD"
    assert shop.refused("DecideTicket", MANAGER, input={**seen, "text": "抱歉"}) == "CASE_HELD"
    refusal = {**seen, "reason": "FAULT_NOT_SEEN", "text": "照片上没有看到您说的情况"}
    assert shop.refused("RefuseTicket", MANAGER, input=refusal) == "CASE_HELD"


def test_time_pays_nothing_that_is_held(shop: Held) -> None:
    ticket = shop.tap()
    shop.advance(days=4)
    assert refunds(shop) == []
    assert shop.stops(ticket) == ["ON_HOLD"] * 3
    assert len(shop.called(ticket)) >= 1, "it never ends in silence"


# ---------------------------------------------------------------- who may


def test_who_may_look(shop: Held) -> None:
    ticket = shop.tap()
    low = shop.staff("A1", "AGENT", level=1)
    high = shop.staff("A2", "AGENT", level=2)
    own = shop.staff("B2", "MANAGER", also=["M001"])
    wanted = shop.said(ticket)
    assert shop.refused("LiftHold", AGENT, input=wanted) == "BEYOND_AUTHORITY", "not in the directory"
    assert shop.refused("LiftHold", low, input=wanted) == "BEYOND_AUTHORITY"
    assert shop.refused("LiftHold", own, input=wanted) == "OWN_CASE"
    assert shop.refused("ConfirmHold", own, input=wanted) == "OWN_CASE"
    assert shop.refused("LiftHold", high, input=wanted | {"seenStep": 99}) == "CASE_CHANGED"
    assert shop.refused("LiftHold", high, input=wanted | {"why": " "}) == "BAD_INPUT"
    assert shop.lift(ticket, high)["state"] == "PAYING"


# ---------------------------------------------------------------- withdrawn and opened again


def test_withdrawing_and_reopening_does_not_wash_a_hold_off(shop: Held) -> None:
    ticket = shop.tap()
    shop.withdraw(ticket)
    assert shop.look(ticket)["hold"] is None
    shop.reopen(ticket)
    looked = shop.look(ticket)
    assert looked["hold"]["reviewBy"] is not None
    assert shop.lift(ticket)["state"] == "IN_REVIEW", "a later round is a person's"
    shop.settle()
    assert refunds(shop) == []


def test_a_case_is_held_once(shop: Held) -> None:
    ticket = shop.tap()
    shop.confirm(ticket)
    shop.withdraw(ticket)
    shop.reopen(ticket)
    assert shop.look(ticket)["hold"] is None
