"""P1: one reminder, within the survey's life, and only for who has not answered."""

from care.contact.model import Message
from care.contact.store import MESSAGES
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"


def opened() -> Product:
    product = Product()
    product.event("OrderSigned", **order_event("O1", signed_at=START))
    product.advance(hours=23)
    return product


def reminders(product: Product) -> list[Message]:
    return [each for each in product.memory.all(MESSAGES) if each.template == "survey_reminder"]


def test_who_says_nothing_is_reminded_once() -> None:
    product = opened()
    product.advance(hours=40)
    assert reminders(product) == []
    product.advance(hours=20)
    (message,) = reminders(product)
    assert message.sent_at is not None
    product.advance(days=20)
    assert len(reminders(product)) == 1
    assert product.dead() == []


def test_who_has_answered_is_not() -> None:
    product = opened()
    (edge,) = product.call("MyOpenSurveys", MEMBER)["edges"]
    product.call("AnswerSurvey", MEMBER, input={"surveyId": edge["node"]["id"], "score": 4})
    product.advance(days=5)
    assert reminders(product) == []


def test_who_wants_no_surveys_is_not() -> None:
    product = opened()
    product.call("SetContactPreferences", MEMBER, input={"optedOut": ["SURVEY"]})
    product.advance(days=5)
    assert [each.sent_at for each in reminders(product)] == [None]
