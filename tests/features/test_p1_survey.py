"""P1: the survey goes out within 24 hours of signing, outside quiet hours, is answered and rewarded once."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from care.contact.model import Message, MessageState, Reason
from care.contact.quiet import QuietHours
from care.contact.store import MESSAGES
from care.kernel.clock import SHANGHAI
from care.outreach.model import NoSurvey, SurveyState, survey_id
from care.outreach.store import SURVEYS
from fakes import mall
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=SHANGHAI)


def signed(product: Product, signed_at: datetime, order_id: str = "O1", **changes: object) -> None:
    product.event("OrderSigned", **order_event(order_id, signed_at=signed_at, **changes))


def invitations(product: Product) -> list[Message]:
    return [each for each in product.memory.all(MESSAGES) if each.template == "survey_invitation" and each.sent_at]


def opened(hours: float = 23) -> Product:
    """Signed on Monday at 10:00; the survey is open."""
    product = Product(at("02T10:00"))
    signed(product, at("02T10:00"))
    product.advance(hours=hours)
    return product


def open_surveys(product: Product, as_: str = MEMBER) -> list[str]:
    return [edge["node"]["id"] for edge in product.call("MyOpenSurveys", as_)["edges"]]


def answer(product: Product, score: int = 5, text: str | None = None) -> dict[str, str | int | None]:
    (survey,) = open_surveys(product)
    return {"surveyId": survey, "score": score, "text": text}


@pytest.mark.parametrize(
    ("signing", "sent"),
    [
        ("02T10:00", "03T08:00"),
        ("02T13:15", "03T09:15"),
        ("02T02:00", "02T21:30"),
        ("02T08:01", "03T08:00"),
        ("02T23:30", "03T19:30"),
    ],
)
def test_it_goes_out_at_its_time(signing: str, sent: str) -> None:
    product = Product(at(signing))
    signed(product, at(signing))
    product.advance(hours=30)
    assert [each.sent_at for each in invitations(product)] == [at(sent)]


def test_every_signing_of_a_day_gets_it_in_24_hours_and_never_at_night() -> None:
    product = Product(at("02T00:00"))
    signings = {f"O{quarter}": at("02T00:00") + timedelta(minutes=15 * quarter + 1) for quarter in range(96)}
    for order_id, signed_at in signings.items():
        product.advance(seconds=(signed_at - product.clock.now()).total_seconds())
        signed(product, signed_at, order_id, member=mall.member(id=f"M-{order_id}"))
    product.advance(hours=30)
    sent = {each.about: each.sent_at for each in invitations(product)}
    assert len(sent) == len(signings)
    for order_id, signed_at in signings.items():
        sent_at = sent[survey_id(order_id)]
        assert sent_at is not None
        assert signed_at < sent_at <= signed_at + timedelta(hours=24)
        assert not QuietHours(22, 8).covers(sent_at)


def test_who_signs_for_many_orders_in_a_day_is_asked_about_some_and_the_others_say_why() -> None:
    product = Product(at("02T10:00"))
    for number in range(5):
        signed(product, at("02T10:00"), f"O{number}")
    product.advance(days=2)
    fates = Counter(
        (each.state, each.reason) for each in product.memory.all(MESSAGES) if each.template == "survey_invitation"
    )
    assert fates == {(MessageState.SENT, None): 3, (MessageState.EXPIRED, Reason.PLACE_TOO_LATE): 2}


def test_a_fact_that_comes_after_24_hours_sends_nothing_and_says_so() -> None:
    product = Product(at("03T10:01"))
    signed(product, at("02T10:00"))
    product.advance(hours=30)
    (survey,) = product.memory.all(SURVEYS)
    assert (survey.state, survey.reason) == (SurveyState.TOO_LATE, NoSurvey.HEARD_TOO_LATE)
    assert invitations(product) == []


def test_an_earlier_signing_that_is_heard_of_later_moves_it() -> None:
    product = Product(at("02T10:00"))
    signed(product, at("02T10:00"))
    signed(product, at("01T18:00"), line_ids=["1"])
    product.advance(hours=30)
    assert [each.sent_at for each in invitations(product)] == [at("02T14:00")]


def test_a_cancelled_order_is_not_asked_about() -> None:
    product = Product(at("02T10:00"))
    signed(product, at("02T10:00"))
    product.event("OrderCancelled", **order_event("O1", cancelled_at=at("02T11:00")))
    product.advance(hours=30)
    (survey,) = product.memory.all(SURVEYS)
    assert (survey.state, survey.reason) == (SurveyState.NOT_SENT, NoSurvey.ORDER_CANCELLED)
    assert invitations(product) == []


def test_the_member_answers_in_one_call_and_gets_a_coupon_of_5_yuan() -> None:
    product = opened()
    done = product.call("AnswerSurvey", MEMBER, input=answer(product, 5, "很新鲜"))
    assert (done["survey"]["state"], done["survey"]["score"], done["replayed"]) == ("ANSWERED", 5, False)
    product.settle()
    (payout,) = (request.payout for request in product.app.asked)
    assert (payout.kind, payout.amount_fen, payout.member_id) == ("COUPON", 500, "M001")
    texts = [edge["node"]["text"] for edge in product.call("MyMessages", MEMBER)["edges"]]
    assert any("5元优惠券正在发到您的账户" in text for text in texts)
    assert open_surveys(product) == []


def test_it_is_answered_and_rewarded_once() -> None:
    product = opened()
    reply = answer(product)
    product.call("AnswerSurvey", MEMBER, input=reply)
    product.settle()
    assert product.refused("AnswerSurvey", MEMBER, input=reply | {"score": 1}) == "SURVEY_ALREADY_ANSWERED"
    product.settle()
    assert len(product.app.asked) == 1


def test_a_repeated_call_is_a_replay() -> None:
    product = opened()
    reply = answer(product)
    product.call("AnswerSurvey", MEMBER, input=reply, idempotencyKey="answer-survey-1")
    again = product.call("AnswerSurvey", MEMBER, input=reply, idempotencyKey="answer-survey-1")
    assert (again["replayed"], again["survey"]["score"]) == (True, 5)
    product.settle()
    assert len(product.app.asked) == 1


def test_another_member_cannot_answer_or_see_it() -> None:
    product = opened()
    reply = answer(product)
    assert product.refused("AnswerSurvey", "member:M002", input=reply) == "NOT_FOUND"
    assert open_surveys(product, "member:M002") == []
    seen = product.ask("query($id: ID!) { node(id: $id) { id } }", "member:M002", id=reply["surveyId"])
    assert seen.data == {"node": None}


@pytest.mark.parametrize(("score", "text"), [(0, None), (6, None), (5, "很" * 501)])
def test_what_is_no_answer_is_refused(score: int, text: str | None) -> None:
    product = opened()
    assert product.refused("AnswerSurvey", MEMBER, input=answer(product, score, text)) == "BAD_INPUT"


def test_after_seven_days_it_is_closed() -> None:
    product = opened()
    reply = answer(product)
    product.advance(days=7)
    assert open_surveys(product) == []
    assert product.refused("AnswerSurvey", MEMBER, input=reply) == "SURVEY_CLOSED"
