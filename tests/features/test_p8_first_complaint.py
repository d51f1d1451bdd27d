"""P8: at a member's first complaint regional operations call back, and a gift says sorry: once for each member."""

from typing import Any

import pytest

from care.accounts import counters
from care.accounts.figures import DAY_FEN, MEMBER_MONTH_FEN
from care.kernel.settings import FIGURES
from care.outreach.model import FirstComplaint
from care.outreach.store import first_complaint_at, keep_first_complaint
from fakes.front import AGENT, line_of
from fakes.held import Held
from fakes.late import Late
from fakes.shop import FRESH, OIL
from fakes.timed import Seen

pytestmark = pytest.mark.usefixtures("nothing_on_top")


class First(Late):
    """Nobody has complained of anything so far."""

    complained_before = False


class FirstHeld(Held):
    complained_before = False


@pytest.fixture
def shop() -> First:
    return First()


def tasks(shop: Late, *desks: str) -> list[str]:
    pages = [shop.call("TicketQueue", AGENT, assignee=each, first=50) for each in desks or ("duty",)]
    return [edge["node"]["title"] for page in pages for edge in page["edges"] if edge["node"]["kind"] == "TASK"]


def gifts(shop: Late) -> list[int]:
    return [amount for kind, amount, _ in shop.paid() if kind == "COUPON"]


def alerts(shop: Late) -> list[str]:
    edges = shop.call("MyAlerts", AGENT, desk=True, first=50)["edges"]
    return [edge["node"]["text"] for edge in edges]


def messages(shop: Late, ticket: Seen) -> list[str]:
    return [text for text in shop.told(ticket) if "第一次" in text]


def test_the_first_complaint_is_called_about_and_a_gift_says_sorry(shop: First) -> None:
    ticket = shop.tap()
    shop.settle()
    assert tasks(shop) == ["首次投诉，请回电（山东烟台苹果 5斤）"]
    assert gifts(shop) == [1000]
    (text,) = messages(shop, ticket)
    assert "区域负责人会给您打电话" in text
    assert "10元优惠券" in text


def test_whoever_is_on_call_for_the_region_is_told(shop: First) -> None:
    shop.tap()
    shop.advance(hours=2)
    assert [text for text in alerts(shop) if "第一次投诉（山东烟台苹果 5斤）" in text]


def test_it_is_once_for_each_member(shop: First) -> None:
    shop.tap()
    shop.settle()
    second = shop.tap("2")
    shop.settle()
    shop.place("O002", "M002", lines=[FRESH, OIL])
    shop.sign("O002", "M002", lines=[FRESH, OIL])
    shop.settle()
    assert (len(tasks(shop)), gifts(shop), messages(shop, second)) == (1, [1000], [])
    _other(shop)
    assert (len(tasks(shop)), gifts(shop)) == (2, [1000, 1000])


def _other(shop: Late) -> None:
    shop.call("ApplyForAftercare", "member:M002", input={"lineId": line_of("1", "O002"), "reason": "DAMAGED"})
    shop.settle()


def test_danger_is_a_complaint(shop: First) -> None:
    shop.tap(reason="SPOILED")
    shop.settle()
    assert len(tasks(shop)) == 1


def test_two_complaints_at_once_are_answered_once(shop: First) -> None:
    shop.tap()
    shop.tap("2")
    rest: list[Any] = [1]
    transact = shop.memory.transact

    def rival_first(writes: Any) -> None:
        if rest and any(each.name == "complaint.first" for each in writes):
            rest.pop()
            transact(_mark(shop))
        transact(writes)

    shop.memory.transact = rival_first  # type: ignore[method-assign]
    shop.settle()
    assert gifts(shop) == [], "the other one gives it"
    assert not shop.dead()


def _mark(shop: Late) -> Any:
    first = FirstComplaint(member_id="M001", ticket_id="x", at=shop.clock.now(), task_id="x", gift_fen=0)
    return [keep_first_complaint(first)]


@pytest.mark.parametrize("figures", [{DAY_FEN: 0}, {MEMBER_MONTH_FEN: 100_00}])
def test_a_gift_without_room_stays_in_the_task(shop: First, figures: Any) -> None:
    shop.figures(figures)
    if MEMBER_MONTH_FEN in figures:
        _use_up_the_month(shop)
    ticket = shop.tap()
    shop.settle()
    assert "首次投诉，请回电，并补发10元优惠券（山东烟台苹果 5斤）" in tasks(shop)
    assert (gifts(shop), messages(shop, ticket)) == ([], [])


def _use_up_the_month(shop: Late) -> None:
    """The claim itself takes 39.80 of 100 yuan; 55 more leave no room for ten."""
    month = counters.member_month("M001", f"{shop.clock.now():%Y-%m}")
    shop.app.uow.run(lambda batch: batch.add(counters.count_up(month, 55_00, None)))


def test_without_a_gift_the_call_stays(shop: First) -> None:
    shop.figures({FIGURES["outreach.first_complaint_gift"]: 0})
    shop.tap()
    shop.settle()
    assert (tasks(shop), gifts(shop)) == (["首次投诉，请回电（山东烟台苹果 5斤）"], [])


def test_a_held_complaint_is_answered_once_the_hold_is_lifted() -> None:
    shop = FirstHeld()
    ticket = shop.tap()
    shop.settle()
    assert (tasks(shop, "duty", "B1"), gifts(shop)) == ([], [])
    shop.lift(ticket)
    shop.settle()
    assert (len(tasks(shop, "duty", "B1")), gifts(shop)) == (1, [1000])


def test_a_confirmed_hold_is_no_complaint() -> None:
    shop = FirstHeld()
    ticket = shop.tap()
    shop.confirm(ticket)
    shop.settle()
    assert (tasks(shop, "duty", "B1"), gifts(shop)) == ([], [])
    assert shop.memory.get(*first_complaint_at("M001")) is None
