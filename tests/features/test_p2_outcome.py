"""P2: care for a silent member ends with an outcome and a note, counted by month; what they score later is seen."""

from typing import Any

import pytest

from api.relay import global_id
from care.outreach.store import CARE_ENDS
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.store import TICKETS
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER, MANAGER = "member:M001", "manager:B01"


def answer(product: Product, score: int) -> None:
    (edge,) = product.call("MyOpenSurveys", MEMBER)["edges"]
    product.call("AnswerSurvey", MEMBER, input={"surveyId": edge["node"]["id"], "score": score, "text": "不太甜"})
    product.settle()


def cared_for() -> Product:
    """Scored 2, so that an agent has a case of care."""
    product = Product()
    product.event("OrderSigned", **order_event("O1", signed_at=START))
    product.advance(hours=23)
    answer(product, 2)
    return product


def task(product: Product) -> Ticket:
    (found,) = (each for each in product.memory.all(TICKETS) if each.kind is TicketKind.CARE)
    return found


def ending(product: Product, outcome: str | None = "RECOVERED") -> dict[str, Any]:
    return {"ticketId": global_id("Ticket", task(product).id), "text": "已电话致歉，补了运费", "careOutcome": outcome}


def end(product: Product, outcome: str = "RECOVERED") -> None:
    product.call("DecideTicket", f"agent:{task(product).assignee}", input=ending(product, outcome))
    product.settle()


def buys_again(product: Product, score: int) -> None:
    product.event("OrderSigned", **order_event("O2", signed_at=product.clock.now()))
    product.advance(hours=23)
    answer(product, score)


def counts(product: Product, month: str = "2026-03") -> list[dict[str, Any]]:
    told = list(product.call("CareOutcomes", MANAGER, month=month))
    assert [each["outcome"] for each in told] == ["RECOVERED", "NOT_RECOVERED", "NO_ANSWER"]
    return [each for each in told if each["ended"]]


@pytest.mark.parametrize("outcome", ["RECOVERED", "NOT_RECOVERED", "NO_ANSWER"])
def test_it_ends_with_what_came_of_it_and_counts_for_its_month(outcome: str) -> None:
    product = cared_for()
    end(product, outcome)
    assert (task(product).state, task(product).care_outcome) == (TicketState.CLOSED, outcome)
    assert counts(product) == [{"outcome": outcome, "ended": 1, "scoredAgain": 0, "contentAgain": 0}]
    assert counts(product, "2026-04") == []
    assert product.dead() == []


def test_without_an_outcome_it_is_not_closed_one_by_one_or_in_bulk() -> None:
    product = cared_for()
    agent = f"agent:{task(product).assignee}"
    assert product.refused("DecideTicket", agent, input=ending(product, None)) == "CARE_OUTCOME_REQUIRED"
    wanted = {"ticketIds": [global_id("Ticket", task(product).id)], "action": "RESOLVE", "text": "已处理"}
    product.run("BulkTickets", agent, input=wanted)
    product.settle()
    assert task(product).state is TicketState.IN_REVIEW
    assert counts(product) == []


def test_a_repeated_ending_counts_once() -> None:
    product = cared_for()
    agent, said = f"agent:{task(product).assignee}", ending(product) | {"seenStep": task(product).step}
    for _ in range(2):
        product.call("DecideTicket", agent, input=said, idempotencyKey="end-of-care-1")
        product.settle()
    assert [each["ended"] for each in counts(product)] == [1]


@pytest.mark.parametrize(("score", "content"), [(5, 1), (2, 0)])
def test_what_they_score_later_is_seen(score: int, content: int) -> None:
    product = cared_for()
    end(product)
    buys_again(product, score)
    assert counts(product) == [{"outcome": "RECOVERED", "ended": 1, "scoredAgain": 1, "contentAgain": content}]
    (last,) = product.memory.all(CARE_ENDS)
    assert (last.later_score, last.order_id) == (score, "O1")


def test_one_query_shows_the_whole_history_to_the_agent() -> None:
    product = cared_for()
    end(product)
    agent, member = f"agent:{task(product).assignee}", global_id("Member", "M001")
    seen = product.run("CareHistory", agent, id=member)
    assert not seen.errors
    node = seen.data["node"]
    surveys = node["surveys"]["edges"]
    assert [edge["node"]["orderId"] for edge in node["orders"]["edges"]] == ["O1"]
    assert node["tickets"]["edges"] == [], "they have applied for nothing"
    assert [(edge["node"]["score"], edge["node"]["text"]) for edge in surveys] == [(2, "不太甜")]
    assert any("打了2分" in str(edge["node"]["text"]) for edge in node["messages"]["edges"])


@pytest.mark.parametrize("as_", [MEMBER, "leader:L1"])
def test_neither_counts_nor_history_are_for_others(as_: str) -> None:
    product = cared_for()
    assert product.run("CareOutcomes", as_, month="2026-03").errors
    seen = product.run("CareHistory", as_, id=global_id("Member", "M001"))
    assert not ((seen.data or {}).get("node") or {}).get("messages")
    assert not ((seen.data or {}).get("node") or {}).get("surveys")


def test_a_month_that_is_none_is_refused() -> None:
    assert Product().run("CareOutcomes", MANAGER, month="2026-13").errors
