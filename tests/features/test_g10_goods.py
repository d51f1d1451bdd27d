"""G10: goods have a life of their own: asked for, sent, failed, tried again, come back."""

from typing import Any

import pytest

from fakes.front import AGENT, Front

pytestmark = pytest.mark.usefixtures("nothing_on_top")


@pytest.fixture
def front() -> Front:
    return Front()


def _reissue(front: Front) -> dict[str, Any]:
    ticket = front.tap("2")
    front.pick(ticket, "REISSUE")
    return ticket


def test_the_same_goods_are_sent_once_more_and_the_lines_money_stays(front: Front) -> None:
    ticket = _reissue(front)
    front.settle()
    (request,) = front.app.asked
    assert (request.payout.kind, request.payout.sku, request.payout.quantity) == ("REISSUE", "SKU-OIL", 1)
    seen = front.see(ticket)
    assert (seen["state"], [payout["state"] for payout in seen["payouts"]]) == ("RESOLVED", ["PAID"])


def test_goods_that_cannot_be_sent_go_to_a_person_who_tries_again(front: Front) -> None:
    front.mall = lambda request: "FAILED" if request.payout.attempt == 1 else "CONFIRMED"
    ticket = _reissue(front)
    front.advance(minutes=5)
    seen = front.see(ticket)
    assert (seen["state"], seen["payouts"][0]["state"]) == ("IN_REVIEW", "FAILED")
    front.call("RetryPayout", AGENT, input={"payoutId": seen["payouts"][0]["id"]})
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    assert len(front.paid()) == 1


def test_goods_that_were_lost_on_their_way_are_reported(front: Front) -> None:
    ticket = _reissue(front)
    front.settle()
    told = {"version": 1, "key": front.app.asked[0].payout.id, "attempt": 1, "reason": "运输途中丢失"}
    front.event("GoodsReversed", **told, occurred_at=front._now())
    front.advance(minutes=3)
    seen = front.see(ticket)
    assert (seen["state"], seen["round"], seen["remedy"]) == ("IN_REVIEW", 1, None), "a person decides anew"
