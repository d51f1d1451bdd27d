"""C2: beyond like for like: a quality problem brings something on top, whoever the member is."""

from typing import Any

import pytest

from fakes.front import Front

Paid = tuple[str, int, int]
POINTS: Paid = ("POINTS", 0, 100)


@pytest.fixture
def front() -> Front:
    return Front()


def parts(offer: dict[str, Any]) -> list[Paid]:
    return [(part["kind"], part["amount"]["fen"], part["points"]) for part in offer["parts"]]


@pytest.mark.parametrize("line_id", ["1", "2"])
@pytest.mark.parametrize("reason", ["DAMAGED", "LEAKING", "NOT_FRESH", "TASTE_OFF", "SHORT", "WRONG_ITEM"])
def test_every_option_of_a_quality_problem_has_something_on_top(front: Front, line_id: str, reason: str) -> None:
    for offer in front.verdict(line_id, reason)["menu"]:
        assert parts(offer)[-1] == POINTS
        assert offer["title"].endswith(",再送100积分"), "and says so"


@pytest.mark.parametrize("line_id", ["1", "2"])
def test_who_changed_their_mind_gets_what_they_are_owed(front: Front, line_id: str) -> None:
    for offer in front.verdict(line_id, "DISLIKE")["menu"]:
        assert POINTS not in parts(offer)


@pytest.mark.parametrize("remedy", ["FULL_REFUND", "HALF_REFUND_COUPON", "REISSUE"])
def test_it_is_paid_with_the_remedy_in_one_breath(front: Front, remedy: str) -> None:
    ticket = front.tap(offer=front.token_for(remedy))
    front.settle()
    assert front.paid().count(POINTS) == 1
    seen = front.see(ticket)
    last = seen["payouts"][-1]
    assert (last["kind"], last["points"]) == ("POINTS", 100)
    assert (seen["state"], {each["state"] for each in seen["payouts"]}) == ("RESOLVED", {"PAID"})
    assert any("再送100积分" in text for text in front.told(ticket)), "the member reads what came on top"


def test_the_default_brings_it_too(front: Front) -> None:
    front.tap("2")
    front.advance(hours=48)
    assert POINTS in front.paid()


def test_it_makes_nobody_wait(front: Front) -> None:
    """What is on top does not count against the instant limit."""
    assert front.verdict()["instant"] is True


def test_a_remedy_is_not_done_before_its_extra_is(front: Front) -> None:
    front.mall = lambda request: None if str(request.payout.kind) == "POINTS" else "CONFIRMED"
    ticket = front.tap()
    front.settle()
    assert front.see(ticket)["state"] == "PAYING"
    front.mall = lambda _request: "CONFIRMED"
    front.advance(minutes=30)
    assert front.see(ticket)["state"] == "RESOLVED"
    assert front.paid().count(POINTS) == 1
