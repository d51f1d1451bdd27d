"""P1: what surveys ask is data: by kind of goods, at most two questions, a score on either scale; answered in parts."""

from datetime import timedelta
from typing import Any

import pytest

from api.relay import global_id
from care.outreach.model import survey_id
from care.tickets.model import TicketKind
from care.tickets.store import TICKETS
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER, OPERATOR = "member:M001", "operator:O01"
DEFAULT = {
    "code": "STANDARD",
    "questions": [{"kind": "CSAT", "text": "{goods}还满意吗"}, {"kind": "TEXT", "text": "想说的话"}],
}
FRESH = {
    "code": "FRESH_NPS",
    "category": "FRESH",
    "questions": [
        {"kind": "NPS", "text": "您愿意把{goods}推荐给邻居吗"},
        {"kind": "CHOICE", "text": "哪里最打动您", "choices": ["新鲜", "甜", "包装"]},
    ],
}


def template(**changes: Any) -> dict[str, Any]:
    return FRESH | changes


def question(**changes: Any) -> dict[str, Any]:
    """The template with another second question."""
    return template(questions=[FRESH["questions"][0], {"kind": "TEXT", "text": "想说的话"} | changes])


def publication(product: Product, *templates: dict[str, Any]) -> dict[str, Any]:
    at = (product.clock.now() + timedelta(minutes=5)).isoformat()
    return {"templates": list(templates), "effectiveAt": at, "why": "换新问卷"}


def asked(*templates: dict[str, Any]) -> Product:
    """Apples are signed for; their survey is open."""
    product = Product()
    if templates:
        product.call("PublishSurveyTemplates", OPERATOR, input=publication(product, *templates))
        product.advance(minutes=10)
    product.event("OrderSigned", **order_event("O1", signed_at=product.clock.now()))
    product.advance(hours=23)
    return product


def survey(product: Product) -> dict[str, Any]:
    (edge,) = product.call("MyOpenSurveys", MEMBER)["edges"]
    return dict(edge["node"])


def answer(product: Product, **given: Any) -> dict[str, Any]:
    wanted = {"surveyId": global_id("Survey", survey_id("O1")), **given}
    payload = product.run("AnswerSurvey", MEMBER, input=wanted).data["answerSurvey"]
    product.settle()
    return dict(payload)


def codes(payload: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(each["code"], each["field"]) for each in payload["userErrors"]]


def coupons(product: Product) -> int:
    return len(product.app.asked)


def care(product: Product) -> int:
    return sum(1 for each in product.memory.all(TICKETS) if each.kind is TicketKind.CARE)


# ---------------------------------------------------------------- what is asked


def test_a_kind_of_goods_has_its_own_questions() -> None:
    first, second = survey(asked(DEFAULT, FRESH))["questions"]
    assert first == {
        "kind": "NPS", "choices": [], "lowest": 0, "highest": 10,
        "text": "您愿意把山东烟台苹果 5斤、鲜牛奶推荐给邻居吗",
    }  # fmt: skip
    assert (second["kind"], second["choices"], second["lowest"]) == ("CHOICE", ["新鲜", "甜", "包装"], None)


def test_another_kind_is_asked_by_default() -> None:
    questions = survey(asked(DEFAULT, template(category="DAIRY")))["questions"]
    assert [each["kind"] for each in questions] == ["CSAT", "TEXT"]


def test_a_survey_that_was_sent_keeps_its_questions() -> None:
    product = asked()
    before = survey(product)["questions"]
    product.call("PublishSurveyTemplates", OPERATOR, input=publication(product, FRESH | {"category": None}))
    product.advance(minutes=10)
    assert survey(product)["questions"] == before


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        (
            template(questions=[*FRESH["questions"], DEFAULT["questions"][1]]),
            "SURVEY_TOO_MANY_QUESTIONS",
            "templates.FRESH_NPS.questions",
        ),
        (template(questions=[DEFAULT["questions"][1]]), "SURVEY_SCORE_MISSING", "templates.FRESH_NPS.questions"),
        (template(questions=[FRESH["questions"][0]] * 2), "SURVEY_SCORE_MISSING", "templates.FRESH_NPS.questions"),
        (template(category=None), "STATED_TWICE", "templates.FRESH_NPS.category"),
        (question(kind="CHOICE", choices=["好"]), "SURVEY_CHOICES_UNFIT", "templates.FRESH_NPS.questions[1].choices"),
        (question(choices=["好", "不好"]), "SURVEY_CHOICES_UNFIT", "templates.FRESH_NPS.questions[1].choices"),
        (question(text="您对{product}满意吗"), "UNKNOWN_VARIABLE", "templates.FRESH_NPS.questions[1].text"),
        (question(text="问" * 61), "TEXT_TOO_LONG", "templates.FRESH_NPS.questions[1].text"),
        (question(text="亲，不好意思哦，说说看"), "BANNED_PHRASE", "templates.FRESH_NPS.questions[1].text"),
    ],
)  # fmt: skip
def test_unfit_templates_are_refused_with_the_place(wrong: dict[str, Any], code: str, field: str) -> None:
    product = Product()
    before = dict(product.memory.items)
    reply = product.run("PublishSurveyTemplates", OPERATOR, input=publication(product, DEFAULT, wrong))
    assert (code, field) in codes(reply.data["publishSurveyTemplates"])
    assert product.memory.items == before


def test_one_template_is_for_everything_else() -> None:
    product = Product()
    reply = product.run("PublishSurveyTemplates", OPERATOR, input=publication(product, FRESH))
    assert codes(reply.data["publishSurveyTemplates"]) == [("SURVEY_DEFAULT_MISSING", "templates")]


# ---------------------------------------------------------------- answers, whole and in parts


def test_a_second_answer_adds_what_was_not_said_and_is_not_rewarded_again() -> None:
    product = asked()
    assert answer(product, score=5)["survey"]["state"] == "ANSWERED"
    assert answer(product, text="很甜")["survey"]["text"] == "很甜"
    assert coupons(product) == 1
    assert codes(answer(product, text="再说一句")) == [("SURVEY_ALREADY_ANSWERED", None)]


def test_words_before_the_score_are_kept_and_the_score_is_what_counts() -> None:
    product = asked()
    assert answer(product, text="有点软")["survey"] == {
        "id": global_id("Survey", survey_id("O1")), "state": "OPEN", "score": None, "text": "有点软", "choice": None,
        "answeredAt": None,
    }  # fmt: skip
    assert coupons(product) == 0
    answer(product, score=2)
    assert (coupons(product), care(product)) == (1, 1)


@pytest.mark.parametrize(("score", "tasks"), [(6, 1), (7, 0)])
def test_a_detractor_is_cared_for_as_a_low_score_is(score: int, tasks: int) -> None:
    product = asked(DEFAULT, FRESH)
    answer(product, score=score, choice=2)
    assert (care(product), coupons(product)) == (tasks, 1)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({}, "BAD_INPUT", "score"),
        ({"score": 11}, "BAD_INPUT", "score"),
        ({"score": -1}, "BAD_INPUT", "score"),
        ({"score": 9, "choice": 4}, "BAD_INPUT", "choice"),
        ({"score": 9, "text": "很好"}, "SURVEY_QUESTION_NOT_ASKED", "text"),
    ],
)
def test_what_was_not_asked_is_refused_whole(given: dict[str, Any], code: str, field: str) -> None:
    product = asked(DEFAULT, FRESH)
    before = dict(product.memory.items)
    assert codes(answer(product, **given)) == [(code, field)]
    assert product.memory.items == before


# ---------------------------------------------------------------- the link


def test_a_link_is_its_members_own_until_the_survey_closes() -> None:
    product = asked()
    link = survey(product)["link"]
    opened = product.call("OpenSurvey", MEMBER, input={"link": link})["survey"]
    assert opened["id"] == survey(product)["id"]
    for who, given, code in (
        ("member:M002", link, "NOT_FOUND"),
        (MEMBER, link[:-2] + "AA", "SURVEY_LINK_ALTERED"),
        (MEMBER, "abc", "SURVEY_LINK_ALTERED"),
    ):
        reply = product.run("OpenSurvey", who, input={"link": given})
        assert codes(reply.data["openSurvey"]) == [(code, "link")]
    product.advance(days=8)
    reply = product.run("OpenSurvey", MEMBER, input={"link": link})
    assert codes(reply.data["openSurvey"]) == [("SURVEY_LINK_EXPIRED", "link")]


# ---------------------------------------------------------------- what came of asking


def test_sent_opened_answered_rewarded_are_counted_once() -> None:
    product = asked()
    link = survey(product)["link"]
    product.call("OpenSurvey", MEMBER, input={"link": link})
    product.call("OpenSurvey", MEMBER, input={"link": link})
    answer(product, score=4)
    answer(product, text="不错")
    (row,) = product.call("SurveyCounts", "agent:A01", month="2026-03")
    day = (START + timedelta(days=1)).date().isoformat()
    assert row == {"day": day, "category": "FRESH", "sent": 1, "opened": 1, "answered": 1, "rewarded": 1}


# ---------------------------------------------------------------- fatigue, and who has other worries


def state(product: Product, order_id: str) -> tuple[str, str | None]:
    query = "query S($id: ID!) { node(id: $id) { ... on Survey { state reason } } }"
    node = product.ask(query, "agent:A01", id=global_id("Survey", survey_id(order_id))).data["node"]
    return node["state"], node["reason"]


def weekly(product: Product, weeks: int, *, answering: bool) -> list[tuple[str, str | None]]:
    for week in range(weeks):
        product.event("OrderSigned", **order_event(f"O{week}", signed_at=product.clock.now()))
        product.advance(days=1)
        if answering and state(product, f"O{week}")[0] == "OPEN":
            given = {"surveyId": global_id("Survey", survey_id(f"O{week}")), "score": 5}
            product.call("AnswerSurvey", MEMBER, input=given)
        product.advance(days=7)
    return [state(product, f"O{week}") for week in range(weeks)]


def test_who_never_answers_is_left_in_peace_for_a_while() -> None:
    states = weekly(Product(), 6, answering=False)
    assert states == [("OPEN", None)] * 4 + [("NOT_SENT", "SELDOM_ANSWERS")] * 2


def test_who_answers_is_asked_again() -> None:
    assert {each for each, _ in weekly(Product(), 6, answering=True)} == {"ANSWERED"}


def test_nobody_is_asked_too_often() -> None:
    product = Product()
    figures = [{"key": "outreach.survey_most", "value": 2}]
    at = (product.clock.now() + timedelta(minutes=5)).isoformat()
    product.call("PublishSettings", OPERATOR, input={"values": figures, "effectiveAt": at, "why": "少打扰"})
    product.advance(minutes=10)
    assert weekly(product, 3, answering=True)[2] == ("NOT_SENT", "ASKED_ENOUGH")


def test_who_has_an_open_case_about_the_order_is_not_asked_how_they_liked_it() -> None:
    product = Product()
    product.event("OrderSigned", **order_event("O1", signed_at=START))
    product.advance(minutes=5)
    figures = [{"key": "budget.day_fen", "value": 0}]
    at = (product.clock.now() + timedelta(minutes=5)).isoformat()
    product.call("PublishSettings", OPERATOR, input={"values": figures, "effectiveAt": at, "why": "盘点"})
    product.advance(minutes=10)
    wanted = {"lineId": global_id("OrderLine", "O1/1"), "reason": "DAMAGED"}
    assert product.call("ApplyForAftercare", MEMBER, input=wanted)["ticket"]["state"] == "IN_REVIEW"
    product.advance(hours=23)
    assert state(product, "O1") == ("NOT_SENT", "CASE_OPEN")
