"""C1: a menu of at least two remedies with their terms; chosen once; unanswered, the stated default falls."""

from datetime import datetime, timedelta

import pytest

from fakes.front import ME, NEIGHBOUR, Front
from fakes.house import START
from fakes.shop import FRESH, OIL


@pytest.fixture
def front() -> Front:
    return Front()


@pytest.mark.parametrize(("reason", "default"), [("DAMAGED", "FULL_REFUND"), ("DISLIKE", "KEEP_POINTS")])
def test_the_menu_states_what_by_when_and_what_falls_otherwise(front: Front, reason: str, default: str) -> None:
    ticket = front.tap("2", reason)
    assert len(ticket["menu"]) >= 2
    for offer in ticket["menu"]:
        assert offer["title"]
        assert offer["doneWithinHours"] == (72 if offer["remedy"] in {"REISSUE", "EXCHANGE"} else 24)
        assert datetime.fromisoformat(offer["doneBy"]) == START + timedelta(hours=offer["doneWithinHours"])
        assert offer["expiresAt"] == ticket["chooseBy"]
    assert datetime.fromisoformat(ticket["chooseBy"]) == START + timedelta(hours=48)
    assert front.see(ticket)["defaultRemedy"] == default
    front.settle()
    (text,) = front.told(ticket)
    title = next(offer["title"] for offer in ticket["menu"] if offer["remedy"] == default)
    assert f"到3月4日10:00还没选，我们会先按“{title}”为您办理" in text


@pytest.mark.parametrize("remedy", ["FULL_REFUND", "HALF_REFUND_COUPON", "KEEP_COUPON"])
def test_the_member_chooses_any_of_it(front: Front, remedy: str) -> None:
    ticket = front.tap("2")
    chosen = front.pick(ticket, remedy)
    assert (chosen["state"], chosen["remedy"], chosen["chosenBy"]) == ("PAYING", remedy, "MEMBER")
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"


def test_a_choice_commits_once(front: Front) -> None:
    ticket = front.tap("2")
    front.pick(ticket, "KEEP_COUPON")
    for offer in ticket["menu"]:
        wanted = {"ticketId": ticket["id"], "offer": offer["token"]}
        assert front.refused("ChooseRemedy", ME, input=wanted) == "ALREADY_DECIDED"
    front.advance(hours=72)
    assert front.paid() == [("COUPON", 1000, 0), ("POINTS", 0, 100)], "and the default does not fall on top"


def test_the_same_choice_under_its_key_is_a_replay(front: Front) -> None:
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], "offer": ticket["menu"][0]["token"]}
    first, again = (front.call("ChooseRemedy", ME, input=wanted, idempotencyKey="choose-0001") for _ in range(2))
    assert (first["replayed"], again["replayed"], again["ticket"]) == (False, True, first["ticket"])
    front.settle()
    assert sorted(front.paid()) == [("POINTS", 0, 100), ("REFUND", 12_900, 0)]


@pytest.mark.parametrize(
    ("reason", "paid"),
    [("DAMAGED", [("REFUND", 12_900, 0), ("POINTS", 0, 100)]), ("DISLIKE", [("POINTS", 0, 200)])],
)
def test_an_unanswered_menu_falls_to_its_default_at_the_deadline(
    front: Front, reason: str, paid: list[tuple[str, int, int]]
) -> None:
    ticket = front.tap("2", reason)
    front.advance(hours=47, minutes=59)
    assert (front.see(ticket)["state"], front.paid()) == ("CHOOSING", [])
    front.advance(minutes=1)
    assert front.paid() == paid
    seen = front.see(ticket)
    assert (seen["state"], seen["chosenBy"]) == ("RESOLVED", "DEFAULT")
    assert any("还没来得及选" in text for text in front.told(ticket))


def test_at_the_deadline_it_is_too_late_to_choose(front: Front) -> None:
    ticket = front.tap("2")
    front.clock.move(timedelta(hours=48))
    wanted = {"ticketId": ticket["id"], "offer": ticket["menu"][1]["token"]}
    assert front.refused("ChooseRemedy", ME, input=wanted) == "OFFER_EXPIRED"
    front.settle()
    assert front.see(ticket)["chosenBy"] == "DEFAULT"


def test_the_default_keeps_under_the_same_cap_else_a_person_decides(front: Front) -> None:
    ticket = front.tap("2")
    front.mall_refunds("2", 1)
    front.advance(hours=48)
    seen = front.see(ticket)
    assert (seen["state"], seen["remedy"], front.paid()) == ("IN_REVIEW", None, [])
    assert front.dead() == []


def test_a_choice_above_what_is_left_by_now_is_not_refused_but_goes_to_a_person(front: Front) -> None:
    ticket = front.tap("2")
    front.mall_refunds("2", 6_451)
    wanted = {"ticketId": ticket["id"], "offer": ticket["menu"][0]["token"]}
    done = front.call("ChooseRemedy", ME, input=wanted, idempotencyKey="too-much-0001")
    assert (done["ticket"]["state"], done["ticket"]["remedy"]) == ("IN_REVIEW", None)
    again = front.call("ChooseRemedy", ME, input=wanted, idempotencyKey="too-much-0001")
    assert (again["replayed"], again["ticket"]) == (True, done["ticket"])
    front.settle()
    assert not [each for each in front.paid() if each[0] == "REFUND"]
    assert any("专人" in text for text in front.told(ticket))


def test_a_choice_within_what_is_left_is_paid(front: Front) -> None:
    ticket = front.tap("2")
    front.mall_refunds("2", 6_450)
    assert front.pick(ticket, "HALF_REFUND_COUPON")["state"] == "PAYING"


def test_a_line_cancelled_meanwhile_is_paid_neither_by_choice_nor_by_default(front: Front) -> None:
    ticket = front.tap("2")
    front.cancel("O001", line_ids=["2"], lines=[FRESH, OIL])
    wanted = {"ticketId": ticket["id"], "offer": ticket["menu"][0]["token"]}
    assert front.refused("ChooseRemedy", ME, input=wanted) == "LINE_CANCELLED"
    front.advance(hours=48)
    assert (front.see(ticket)["state"], front.paid()) == ("IN_REVIEW", [])


def test_a_menu_is_its_members_own(front: Front) -> None:
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], "offer": ticket["menu"][0]["token"]}
    assert front.refused("ChooseRemedy", NEIGHBOUR, input=wanted) == "NOT_FOUND"


def test_only_what_is_on_this_tickets_menu_can_be_chosen(front: Front) -> None:
    """An offer made before the tap, for another reason of the same line, is ours and yet not on the menu."""
    stranger = front.token_for("FULL_REFUND_COUPON", "2", "RANCID")
    ticket = front.tap("2")
    wanted = {"ticketId": ticket["id"], "offer": stranger}
    assert front.refused("ChooseRemedy", ME, input=wanted) == "OFFER_MISMATCH"


def test_a_menu_of_before_pays_nothing_once_a_person_has_the_case(front: Front) -> None:
    ticket = front.tap("2")
    front.pick(ticket, "KEEP_COUPON")
    front.settle()
    front.call("ReopenTicket", ME, input={"ticketId": ticket["id"]})
    for offer in ticket["menu"]:
        wanted = {"ticketId": ticket["id"], "offer": offer["token"]}
        assert front.refused("ChooseRemedy", ME, input=wanted) == "TICKET_NOT_OPEN"
