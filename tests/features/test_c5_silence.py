"""C5: a payout that the mall never answers ends: a manager has it asked again, or gives it up; a late word counts."""

from typing import Any

import pytest

from care.accounts.mall import MallAnswer
from care.accounts.model import Outcome
from fakes.front import AGENT, ME, Front

pytestmark = pytest.mark.usefixtures("nothing_on_top")

MANAGER = "manager:B01"
GIVEN_UP = "商城一直没有答复"


@pytest.fixture
def front() -> Front:
    silent = Front()
    silent.mall = lambda _request: None
    return silent


def _silent(front: Front) -> tuple[dict[str, Any], dict[str, Any]]:
    """A case whose refund has had no answer for a day."""
    ticket = front.tap()
    front.advance(hours=25)
    seen = front.see(ticket)
    (payout,) = seen["payouts"]
    assert (seen["state"], payout["state"]) == ("IN_REVIEW", "PENDING")
    return ticket, payout


def _unanswered_at(front: Front, payout: dict[str, Any]) -> str | None:
    query = "query Since($id: ID!) { node(id: $id) { ... on Payout { unansweredAt } } }"
    found: str | None = front.ask(query, AGENT, id=payout["id"]).data["node"]["unansweredAt"]
    return found


def _confirm(front: Front, number: int = 0) -> None:
    request = front.app.asked[number]
    told = {"version": 1, "key": request.payout.id, "attempt": request.payout.attempt}
    front.event("RefundConfirmed", **told, occurred_at=front._now())
    front.settle()


def _balance(front: Front) -> dict[str, int]:
    sums: dict[str, int] = {}
    for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
        for edge in front.call("Ledger", MANAGER, day=day)["edges"]:
            line = edge["node"]
            if line["cause"] != "ALLOCATED":
                sums[line["debit"]] = sums.get(line["debit"], 0) + line["amount"]
                sums[line["credit"]] = sums.get(line["credit"], 0) - line["amount"]
    return {name: amount for name, amount in sums.items() if amount}


def _tasks(front: Front) -> list[str]:
    page = front.call("TicketQueue", AGENT, assignee="duty", first=50)
    return [edge["node"]["title"] for edge in page["edges"] if edge["node"]["kind"] == "TASK"]


def _give_up(front: Front, payout: dict[str, Any]) -> None:
    done = front.call("GiveUpPayout", MANAGER, input={"payoutId": payout["id"], "why": GIVEN_UP})["payout"]
    assert (done["state"], done["givenUpBy"], done["givenUpWhy"]) == ("CANCELLED", "B01", GIVEN_UP)
    front.settle()


def _decide(front: Front, ticket: dict[str, Any], remedy: str = "REISSUE") -> dict[str, Any]:
    wanted = {"ticketId": ticket["id"], "text": "马上为您补发一份", "remedy": remedy, "overrideReason": "退款没有到账"}
    return dict(front.call("DecideTicket", AGENT, input=wanted))


def test_before_a_day_has_passed_nobody_ends_it(front: Front) -> None:
    ticket = front.tap()
    front.advance(hours=23)
    (payout,) = front.see(ticket)["payouts"]
    assert _unanswered_at(front, payout) is None
    wanted = {"payoutId": payout["id"]}
    assert front.refused("GiveUpPayout", MANAGER, input=wanted | {"why": GIVEN_UP}) == "PAYOUT_NOT_OPEN"
    assert front.refused("RetryPayout", MANAGER, input=wanted) == "PAYOUT_NOT_FAILED"


def test_after_it_a_manager_may_and_an_agent_is_told_so(front: Front) -> None:
    _ticket, payout = _silent(front)
    assert _unanswered_at(front, payout) is not None
    wanted = {"payoutId": payout["id"]}
    assert front.refused("GiveUpPayout", AGENT, input=wanted | {"why": GIVEN_UP}) == "PAYOUT_UNANSWERED"
    assert front.refused("RetryPayout", AGENT, input=wanted) == "PAYOUT_UNANSWERED"
    assert front.refused("GiveUpPayout", MANAGER, input=wanted | {"why": " "}) == "BAD_INPUT"
    assert front.refused("GiveUpPayout", ME, input=wanted | {"why": GIVEN_UP}) == "FORBIDDEN"


def test_what_is_given_up_is_decided_anew_and_asked_no_more(front: Front) -> None:
    ticket, payout = _silent(front)
    _give_up(front, payout)
    seen = front.see(ticket)
    assert (seen["state"], seen["round"], seen["remedy"]) == ("IN_REVIEW", 1, None)
    assert _balance(front) == {}
    asked = len(front.app.asked)
    front.advance(hours=13)
    assert len(front.app.asked) == asked
    front.mall = lambda _request: "CONFIRMED"
    _decide(front, ticket, "FULL_REFUND")
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    assert [each["state"] for each in front.see(ticket)["payouts"]] == ["PAID"]
    assert _balance(front) == {"expense:compensation": 3980, "mall:cash": -3980}


def test_a_confirmation_after_the_case_was_made_good_in_another_way_counts_and_a_person_is_told(front: Front) -> None:
    ticket, payout = _silent(front)
    _give_up(front, payout)
    front.mall = lambda _request: "CONFIRMED"
    _decide(front, ticket)
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    assert _tasks(front) == []
    for _ in range(2):
        _confirm(front)
    front.advance(minutes=3)
    assert _balance(front) == {"expense:compensation": 7960, "mall:cash": -3980, "mall:goods": -3980}
    seen = front.see(ticket)
    assert (seen["state"], seen["remedy"]) == ("RESOLVED", "REISSUE"), "what was given instead stands"
    assert len(_tasks(front)) == 1, "that both were given, a person looks into, once"
    paid = [request.payout.id for request in front.app.asked]
    assert len(set(paid)) == 2


def test_a_confirmation_before_another_remedy_leaves_nothing_to_refund(front: Front) -> None:
    ticket, payout = _silent(front)
    _give_up(front, payout)
    _confirm(front)
    assert _balance(front) == {"expense:compensation": 3980, "mall:cash": -3980}
    wanted = {"ticketId": ticket["id"], "text": "再退一次", "remedy": "FULL_REFUND"}
    assert front.refused("DecideTicket", AGENT, input=wanted) == "NOTHING_LEFT"


def test_a_failure_that_comes_after_it_was_given_up_changes_nothing(front: Front) -> None:
    ticket, payout = _silent(front)
    _give_up(front, payout)
    request = front.app.asked[0]
    told = {"version": 1, "key": request.payout.id, "attempt": 1, "occurred_at": front._now()}
    front.event("RefundFailed", **told)
    front.advance(minutes=5)
    assert (front.see(ticket)["state"], _balance(front)) == ("IN_REVIEW", {})


def test_asked_again_it_is_the_same_attempt_that_the_mall_acts_on_once(front: Front) -> None:
    ticket, payout = _silent(front)
    asked = len(front.app.asked)
    events = {(each.payout.attempt, each.payout.asked_anew, each.asking) for each in front.app.asked}
    done = front.call("RetryPayout", MANAGER, input={"payoutId": payout["id"]})["payout"]
    assert (done["state"], done["attempt"]) == ("PENDING", 1)
    front.settle()
    (again,) = front.app.asked[asked:]
    assert (again.payout.id, again.payout.attempt) == (front.app.asked[0].payout.id, 1)
    assert (1, again.payout.asked_anew, again.asking) not in events, "an asking of its own"
    assert _unanswered_at(front, payout) is None
    assert front.refused("RetryPayout", MANAGER, input={"payoutId": payout["id"]}) == "PAYOUT_NOT_FAILED"
    _confirm(front)
    assert front.see(ticket)["state"] == "RESOLVED"
    assert _balance(front) == {"expense:compensation": 3980, "mall:cash": -3980}


def test_asked_again_in_vain_it_is_a_persons_again_a_day_later(front: Front) -> None:
    ticket, payout = _silent(front)
    front.call("RetryPayout", MANAGER, input={"payoutId": payout["id"]})
    before = len(front.app.asked)
    front.advance(hours=2)
    assert len(front.app.asked) == before + 5, "every half hour anew, in one row"
    front.advance(hours=23)
    assert _unanswered_at(front, payout) is not None
    kinds = [entry["kind"] for entry in front.timeline(ticket)]
    assert kinds.count("PAYOUT_UNANSWERED") == 2
    _give_up(front, payout)
    assert front.see(ticket)["round"] == 1
    assert _balance(front) == {}


def test_of_an_answer_and_a_managers_word_at_once_the_answer_wins(front: Front) -> None:
    ticket, payout = _silent(front)
    request = front.app.asked[0]
    said = MallAnswer(key=request.payout.id, attempt=1, outcome=Outcome.CONFIRMED, at=front.clock.now())
    front.meanwhile(lambda: front.app.accounts.take(said))
    done = front.run("GiveUpPayout", MANAGER, input={"payoutId": payout["id"], "why": GIVEN_UP})
    assert [error["code"] for error in done.data["giveUpPayout"]["userErrors"]] == ["PAYOUT_NOT_OPEN"]
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
