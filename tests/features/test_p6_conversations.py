"""P6: a reply by number, or a tap, reaches who asked; any other word reaches a person."""

from dataclasses import replace
from typing import Any

import pytest

from care.contact.conversations import Heard
from care.contact.store import MESSAGES
from care.logistics.chase import ShipmentChaseRequested
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.store import ENTRIES, TICKETS, entries_of
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"
STALLED_AFTER = 48
"""Hours: past the norm and the night."""


def stalled(*orders: str, hours: float = STALLED_AFTER) -> Product:
    product = Product()
    for order in orders or ("O1",):
        product.event("OrderPlaced", **order_event(order, placed_at=START))
        body = {"order_id": order, "shipment_id": f"S-{order}", "status": "IN_TRANSIT", "carrier": "SF"}
        product.event("ShipmentMoved", **body, moved_at=START.isoformat())
    product.advance(hours=hours)
    return product


def hear(product: Product, text: str, source: str = "msg-1", member: str = "M001") -> Heard:
    heard = product.app.uow.run(lambda batch: product.app.conversations.hear(batch, member, text, source))
    product.settle()
    return heard


def question(product: Product) -> dict[str, Any]:
    """The newest message that asks something, as its member sees it."""
    edges = product.call("MyMessages", MEMBER)["edges"]
    found: dict[str, Any] = next(each["node"] for each in edges if each["node"]["question"])
    return found


def cases(product: Product) -> list[Ticket]:
    return [each for each in product.memory.all(TICKETS) if each.kind is TicketKind.TASK]


def words(product: Product, ticket: Ticket) -> list[str | None]:
    page = entries_of(product.app.storage, ticket.id, limit=20, after=None)
    return [each.text for each in page.of(ENTRIES)]


def test_the_member_sees_what_is_asked() -> None:
    asked = question(stalled())["question"]
    assert [each["key"] for each in asked["options"]] == ["1", "2", "3"]
    assert asked["options"][0]["title"] == "催促物流"
    assert asked["answered"] is None


@pytest.mark.parametrize("text", ["1", "1。", "１", " 1 ", "选1", "第一个", "催促物流", "1 催促物流", "我选一"])
def test_a_reply_by_number_or_words_is_acted_on(text: str) -> None:
    product = stalled()
    assert hear(product, text) is Heard.ANSWERED
    assert [type(each) for each in product.app.told] == [ShipmentChaseRequested]
    assert question(product)["question"]["answered"] == "1"
    assert cases(product) == []


def test_a_tap_is_the_same_as_a_reply() -> None:
    product = stalled()
    given = {"messageId": question(product)["id"], "option": "1"}
    answered = product.call("AnswerMessage", MEMBER, input=given)
    product.settle()
    assert answered["message"]["question"]["answered"] == "1"
    assert len(product.app.told) == 1
    assert product.refused("AnswerMessage", MEMBER, input=given) == "QUESTION_CLOSED"
    assert product.refused("AnswerMessage", "member:M002", input=given) == "NOT_FOUND"


def test_an_option_that_is_not_there_is_refused() -> None:
    product = stalled()
    given = {"messageId": question(product)["id"], "option": "9"}
    assert product.refused("AnswerMessage", MEMBER, input=given) == "OPTION_NOT_OFFERED"


def test_the_same_number_twice_is_one_answer() -> None:
    product = stalled("O1", "O2")
    assert hear(product, "1") is Heard.ANSWERED
    assert hear(product, "1", "msg-2") is Heard.AGAIN, "and not the answer to the other question"
    assert len(product.app.told) == 1
    product.advance(minutes=5)
    assert hear(product, "1", "msg-3") is Heard.ANSWERED, "the other one"
    assert len(product.app.told) == 2


def test_a_number_nobody_asked_for_goes_to_a_person() -> None:
    product = stalled()
    assert hear(product, "7") is Heard.UNCLEAR
    (case,) = cases(product)
    assert case.member_id == "M001"
    assert words(product, case) == ["7"]


def test_further_words_are_added_to_the_open_case() -> None:
    product = stalled()
    for nth, text in enumerate(("你们几点上班", "在吗", "虾不新鲜")):
        product.advance(minutes=1)
        assert hear(product, text, f"msg-{nth}") is Heard.UNCLEAR
    (case,) = cases(product)
    assert words(product, case) == ["你们几点上班", "在吗", "虾不新鲜"]


def test_a_reply_after_its_time_goes_to_a_person() -> None:
    product = stalled()
    product.advance(days=4)
    assert hear(product, "1") is Heard.UNCLEAR
    assert product.app.told == []
    assert len(cases(product)) == 1


def test_an_answer_that_the_parcel_has_overtaken_does_nothing() -> None:
    product = stalled()
    body = {"order_id": "O1", "shipment_id": "S-O1", "status": "IN_TRANSIT", "carrier": "SF"}
    product.event("ShipmentMoved", **body, moved_at=product.clock.now().isoformat())
    assert hear(product, "1") is Heard.ANSWERED
    assert product.app.told == []
    assert product.dead() == []


def test_a_question_that_waits_for_the_morning_is_not_open_yet() -> None:
    product = stalled(hours=37)
    (message,) = (each for each in product.memory.all(MESSAGES) if each.question)
    assert message.deferred_until, "it is night"
    assert hear(product, "1") is Heard.UNCLEAR
    assert product.app.told == []
    product.advance(hours=11)
    assert hear(product, "1", "msg-2") is Heard.ANSWERED


def test_words_after_the_case_was_ended_open_another() -> None:
    product = stalled()
    hear(product, "在吗")
    (first,) = cases(product)
    done = replace(first, state=TicketState.CLOSED)
    product.memory.transact([TICKETS.replace(done, name="close")])
    hear(product, "还在吗", "msg-2")
    assert len(cases(product)) == 2
    assert sorted(str(text) for each in cases(product) for text in words(product, each)) == ["在吗", "还在吗"]
