"""P2: 沉默用户关怀: a low score with no ticket opens a care task and a private message that names the goods."""

import pytest

from api.relay import global_id
from care.contact.model import Message
from care.contact.store import MESSAGES
from care.dynamo.requests import Request
from care.tickets.apply_for_aftercare import Application, apply_for_aftercare
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.store import TICKETS
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"


def opened(*, applied: bool = False) -> Product:
    """Monday's signing; the survey is open on Tuesday morning."""
    product = Product()
    product.event("OrderSigned", **order_event("O1", signed_at=START))
    if applied:
        apply(product)
    product.advance(hours=23)
    return product


def answer(product: Product, score: int) -> None:
    (edge,) = product.call("MyOpenSurveys", MEMBER)["edges"]
    product.call("AnswerSurvey", MEMBER, input={"surveyId": edge["node"]["id"], "score": score})
    product.settle()


def apply(product: Product) -> None:
    application = Application(member_id="M001", order_id="O1", line_id="1", reason="NOT_FRESH")
    request = Request(caller=MEMBER, operation="applyForAftercare", key="apply", content={"line": "1"})
    apply_for_aftercare(product.app.desk, application, request)


def care(product: Product) -> list[Ticket]:
    return [each for each in product.memory.all(TICKETS) if each.kind is TicketKind.CARE]


def words(product: Product) -> list[Message]:
    return [each for each in product.memory.all(MESSAGES) if each.template == "silent_member_care"]


@pytest.mark.parametrize("score", [1, 3])
def test_a_low_score_opens_a_care_task_for_an_agent(score: int) -> None:
    product = opened()
    answer(product, score)
    (task,) = care(product)
    assert (task.state, task.member_id, task.order_id) == (TicketState.IN_REVIEW, "M001", "O1")
    assert task.assignee
    assert product.dead() == []


def test_the_member_gets_a_private_message_that_names_the_goods() -> None:
    product = opened()
    answer(product, 3)
    texts = [edge["node"]["text"] for edge in product.call("MyMessages", MEMBER)["edges"]]
    expected = "看到您对我们的山东烟台苹果 5斤、鲜牛奶打了3分，是不是哪里没达到您的期望？"
    assert sum(expected in text for text in texts) == 1
    assert product.call("MyMessages", "member:M002")["edges"] == []


def test_the_agents_word_closes_the_care_task_and_the_member_is_not_asked_about_it() -> None:
    """The member has no such ticket: nothing may tell of it, or ask about it."""
    product = opened()
    answer(product, 2)
    (task,) = care(product)
    told = len(product.call("MyMessages", MEMBER)["edges"])
    said = {"ticketId": global_id("Ticket", task.id), "text": "已电话致歉，会员满意", "careOutcome": "RECOVERED"}
    product.call("DecideTicket", f"agent:{task.assignee}", input=said)
    product.settle()
    assert [each.state for each in care(product)] == [TicketState.CLOSED]
    product.advance(days=7)
    assert product.call("MyOpenClosureChecks", MEMBER)["edges"] == []
    assert len(product.call("MyMessages", MEMBER)["edges"]) == told
    assert product.dead() == []


def test_a_good_score_opens_nothing() -> None:
    product = opened()
    answer(product, 4)
    assert (care(product), words(product)) == ([], [])


def test_who_has_a_ticket_is_cared_for_already() -> None:
    product = opened(applied=True)
    answer(product, 1)
    assert (care(product), words(product)) == ([], [])


def test_a_repeated_answer_opens_no_second_task() -> None:
    product = opened()
    (edge,) = product.call("MyOpenSurveys", MEMBER)["edges"]
    for _ in range(2):
        given = {"surveyId": edge["node"]["id"], "score": 1}
        product.call("AnswerSurvey", MEMBER, input=given, idempotencyKey="answer-survey-1")
        product.settle()
    assert (len(care(product)), len(words(product))) == (1, 1)
