"""P7: 3 days after resolution one tap: fine closes, "still not" reopens with priority, silence closes."""

from datetime import datetime, timedelta

import pytest

from care.contact.store import MESSAGES
from care.dynamo.requests import Request
from care.tickets.apply_for_aftercare import Application, apply_for_aftercare
from care.tickets.model import Priority, Ticket, TicketKind, TicketState
from care.tickets.store import TICKETS
from fakes.house import START
from fakes.mall_details import order_event
from fakes.product import Product

MEMBER = "member:M001"
HOURS = 24


def resolved(at: datetime = START) -> Product:
    """Signed, applied for and paid on the spot: resolved at `at`."""
    product = Product(at)
    product.event("OrderSigned", **order_event("O1", signed_at=at))
    product.settle()
    application = Application(member_id="M001", order_id="O1", line_id="1", reason="NOT_FRESH")
    request = Request(caller=MEMBER, operation="applyForAftercare", key="apply", content={"line": "1"})
    apply_for_aftercare(product.app.desk, application, request)
    product.settle()
    assert ticket(product).state is TicketState.RESOLVED
    return product


def asked() -> Product:
    product = resolved()
    product.advance(hours=3 * HOURS)
    return product


def ticket(product: Product) -> Ticket:
    (found,) = (each for each in product.memory.all(TICKETS) if each.kind is TicketKind.CLAIM)
    return found


def checks(product: Product, as_: str = MEMBER) -> list[str]:
    return [edge["node"]["id"] for edge in product.call("MyOpenClosureChecks", as_)["edges"]]


def tap(product: Product, *, fine: bool, key: str = "tap-closure-check") -> dict[str, object]:
    (check,) = checks(product)
    answer: dict[str, object] = product.call(
        "AnswerClosureCheck", MEMBER, input={"checkId": check, "fine": fine}, idempotencyKey=key
    )
    product.settle()
    return answer


def test_the_member_is_asked_three_days_after_the_resolution() -> None:
    product = resolved()
    product.advance(hours=3 * HOURS - 1)
    assert checks(product) == []
    product.advance(hours=1)
    assert len(checks(product)) == 1
    texts = [edge["node"]["text"] for edge in product.call("MyMessages", MEMBER)["edges"]]
    assert sum("前几天您反映的山东烟台苹果 5斤，现在都解决了吗" in text for text in texts) == 1


def test_all_fine_closes_the_ticket() -> None:
    product = asked()
    assert tap(product, fine=True)["check"]["state"] == "CONFIRMED"  # type: ignore[index]
    assert ticket(product).state is TicketState.CLOSED
    assert checks(product) == []


def test_still_not_reopens_it_with_priority() -> None:
    product = asked()
    tap(product, fine=False)
    found = ticket(product)
    assert (found.state, found.priority, found.round) == (TicketState.IN_REVIEW, Priority.HIGH, 1)
    product.advance(hours=10 * HOURS)
    assert ticket(product).state is TicketState.IN_REVIEW, "silence does not close what was disputed"


def test_silence_closes_it_three_days_later() -> None:
    product = asked()
    product.advance(hours=3 * HOURS - 1)
    assert ticket(product).state is TicketState.RESOLVED
    product.advance(hours=1)
    assert ticket(product).state is TicketState.CLOSED
    assert ticket(product).closed_at == START + timedelta(days=6)
    assert product.dead() == []


def test_the_tap_counts_once() -> None:
    product = asked()
    (check,) = checks(product)
    tap(product, fine=True, key="tap-number-one")
    again = product.call(
        "AnswerClosureCheck", MEMBER, input={"checkId": check, "fine": True}, idempotencyKey="tap-number-one"
    )
    assert again["replayed"]
    given = {"checkId": check, "fine": False}
    assert product.refused("AnswerClosureCheck", MEMBER, input=given) == "CLOSURE_ALREADY_ANSWERED"
    product.settle()
    assert ticket(product).state is TicketState.CLOSED


def test_the_check_of_another_member_is_not_found() -> None:
    product = asked()
    (check,) = checks(product)
    assert checks(product, "member:M002") == []
    given = {"checkId": check, "fine": True}
    assert product.refused("AnswerClosureCheck", "member:M002", input=given) == "NOT_FOUND"
    seen = product.ask("query($id: ID!) { node(id: $id) { id } }", "member:M002", id=check)
    assert seen.data == {"node": None}


@pytest.mark.parametrize("as_", ["agent:A1", "leader:L1"])
def test_only_members_answer(as_: str) -> None:
    product = asked()
    (check,) = checks(product)
    assert product.refused("AnswerClosureCheck", as_, input={"checkId": check, "fine": True}) == "FORBIDDEN"


def test_nobody_is_asked_at_night() -> None:
    product = resolved(START + timedelta(hours=13))
    product.advance(hours=3 * HOURS + 8)
    assert checks(product) == []
    product.advance(hours=1)
    (message,) = (each for each in product.memory.all(MESSAGES) if each.template == "closure_check")
    assert message.sent_at == START + timedelta(days=3, hours=22), "08:00 in Shanghai"
