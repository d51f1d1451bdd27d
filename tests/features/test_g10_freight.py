"""G10: goods are posted back: what the parcel cost is paid to a member who does not bear it, and to nobody else."""

from typing import Any

import pytest

from care.accounts.store import LINES
from fakes.front import AGENT, ME, NEIGHBOUR, Front
from fakes.shop import FRESH, OIL

pytestmark = pytest.mark.usefixtures("nothing_on_top")

LEADER, MANAGER, OPERATOR = "leader:L001", "manager:B01", "operator:O01"


def _front(supplier: str | None = "S01") -> Front:
    front = Front(signed=False)
    lines = [FRESH, OIL | ({"supplier": supplier} if supplier else {})]
    front.place("O001", lines=lines)
    front.sign("O001", lines=lines)
    front.settle()
    return front


@pytest.fixture
def front() -> Front:
    return _front()


def _back(front: Front, remedy: str = "EXCHANGE", reason: str = "DAMAGED") -> dict[str, Any]:
    """The oil is to go back; where it came broken, its supplier bears the freight."""
    ticket = front.tap("2", reason)
    front.pick(ticket, remedy)
    front.settle()
    return ticket


def _slip(front: Front, ticket: dict[str, Any]) -> dict[str, Any]:
    return dict(front.call("MyReturnSlip", ME, id=ticket["id"])["returnSlip"])


def _wish(ticket: dict[str, Any], freight: Any = 1_250, waybill: str = "SF1234567") -> dict[str, Any]:
    return {"ticketId": ticket["id"], "freightFen": freight, "waybill": waybill}


def _state(front: Front, ticket: dict[str, Any], freight: int = 1_250) -> None:
    front.call("StateReturnFreight", ME, input=_wish(ticket, freight))


def _received(front: Front, ticket: dict[str, Any], **changes: Any) -> None:
    """The warehouse has the parcel."""
    told = {"version": 1, "key": _slip(front, ticket)["code"], "quantity": 1, "occurred_at": front._now()}
    front.event("ReturnReceived", **(told | changes))
    front.settle()


def _freight(front: Front) -> list[int]:
    return [fen for kind, fen, _points in front.paid() if kind == "RETURN_FREIGHT"]


def _bearers(front: Front, ticket: dict[str, Any]) -> list[tuple[str, int, list[str]]]:
    found = front.call("TicketLiabilities", OPERATOR, ticketId=ticket["id"])
    return [(each["rule"], each["total"]["fen"], [share["party"]["key"] for share in each["shares"]]) for each in found]


def _worth(front: Front) -> int:
    return sum(each.worth_fen for each in front.memory.all(LINES))


# ---------------------------------------------------------------- paid


def test_what_the_parcel_cost_is_paid_once_the_goods_have_come_and_its_supplier_bears_it(front: Front) -> None:
    ticket = _back(front)
    assert any("运费由供应商承担，寄出后在退货单上填运费和运单号" in text for text in front.told(ticket))
    _state(front, ticket)
    slip = _slip(front, ticket)
    assert (slip["freight"]["fen"], slip["waybill"], slip["freightPayout"]) == (1_250, "SF1234567", None)
    front.settle()
    assert front.paid() == [], "nothing before the goods have come"
    before = _worth(front)
    for _ in range(2):
        _received(front, ticket)
    assert sorted(front.paid()) == [("EXCHANGE", 12_900, 0), ("RETURN_FREIGHT", 1_250, 0)]
    paid = _slip(front, ticket)["freightPayout"]
    assert (paid["kind"], paid["state"], paid["amount"]["fen"]) == ("RETURN_FREIGHT", "PAID", 1_250)
    assert front.see(ticket)["state"] == "RESOLVED"
    assert _worth(front) == before + 1_250, "it counts for what the order brings in"
    assert any("垫付的运费12.50元一起退给您" in text for text in front.told(ticket))
    assert ("RETURN_FREIGHT", 1_250, ["SUPPLIER:S01"]) in _bearers(front, ticket)
    assert len(_bearers(front, ticket)) == 2, "and what the remedy cost is borne by its own rule"
    assert front.dead() == []


def test_where_no_supplier_is_known_we_bear_it() -> None:
    front = _front(supplier=None)
    ticket = _back(front)
    _state(front, ticket)
    _received(front, ticket)
    assert ("RETURN_FREIGHT", 1_250, ["PLATFORM"]) in _bearers(front, ticket)


def test_staff_who_unpack_the_parcel_are_as_good_as_the_warehouse(front: Front) -> None:
    ticket = _back(front)
    _state(front, ticket)
    front.call("AcceptReturn", AGENT, input={"code": _slip(front, ticket)["code"], "quantity": 1})
    front.settle()
    assert _freight(front) == [1_250]


def test_the_last_word_before_the_goods_come_counts(front: Front) -> None:
    ticket = _back(front)
    _state(front, ticket)
    _state(front, ticket, 900)
    _received(front, ticket)
    assert _freight(front) == [900]
    assert front.refused("StateReturnFreight", ME, input=_wish(ticket)) == "GOODS_NOT_AWAITED"


def test_freight_that_the_mall_cannot_pay_holds_up_no_remedy_and_is_tried_again(front: Front) -> None:
    ticket = _back(front)
    _state(front, ticket)
    front.mall = lambda request: "FAILED" if request.payout.kind == "RETURN_FREIGHT" else "CONFIRMED"
    _received(front, ticket)
    front.advance(minutes=5)
    assert front.see(ticket)["state"] == "RESOLVED"
    paid = _slip(front, ticket)["freightPayout"]
    assert paid["state"] == "FAILED"
    page = front.call("TicketQueue", AGENT, assignee="duty", first=50)
    assert any("寄回的运费" in edge["node"]["title"] for edge in page["edges"])
    front.mall = lambda _request: "CONFIRMED"
    front.call("RetryPayout", AGENT, input={"payoutId": paid["id"]})
    front.settle()
    assert _slip(front, ticket)["freightPayout"]["state"] == "PAID"


def test_what_the_mall_takes_back_of_it_nobody_bears(front: Front) -> None:
    ticket = _back(front)
    _state(front, ticket)
    _received(front, ticket)
    (request,) = (each for each in front.app.asked if each.payout.kind == "RETURN_FREIGHT")
    told = {"version": 1, "key": request.payout.id, "attempt": 1, "occurred_at": front._now()}
    front.event("RefundReversed", **told)
    front.advance(minutes=3)
    assert ("RETURN_FREIGHT", 0, ["SUPPLIER:S01"]) in _bearers(front, ticket)
    assert front.see(ticket)["state"] == "RESOLVED"


# ---------------------------------------------------------------- not paid


def test_nothing_is_paid_for_what_is_handed_in_at_the_pickup_point(front: Front) -> None:
    ticket = _back(front)
    _state(front, ticket)
    front.call("AcceptReturn", LEADER, input={"code": _slip(front, ticket)["code"], "quantity": 1})
    front.settle()
    assert front.see(ticket)["state"] == "RESOLVED"
    assert _freight(front) == []


def test_nothing_is_paid_where_nothing_was_stated(front: Front) -> None:
    ticket = _back(front)
    _received(front, ticket)
    assert _freight(front) == []
    assert _slip(front, ticket)["freight"] is None


@pytest.mark.parametrize("condition", ["USED", "WRONG_GOODS"])
def test_goods_that_come_otherwise_than_promised_leave_it_to_a_person(front: Front, condition: str) -> None:
    ticket = _back(front)
    _state(front, ticket)
    _received(front, ticket, condition=condition)
    assert front.see(ticket)["state"] == "IN_REVIEW"
    assert front.paid() == []


def test_who_bears_it_themselves_is_told_so(front: Front) -> None:
    ticket = _back(front, "RETURN_REFUND", "DISLIKE")
    assert _slip(front, ticket)["whoBearsFreight"] == "MEMBER"
    assert front.refused("StateReturnFreight", ME, input=_wish(ticket)) == "OWN_FREIGHT"


@pytest.mark.parametrize(
    ("freight", "waybill", "code"),
    [
        (2_001, "SF1", "FREIGHT_TOO_HIGH"),
        (0, "SF1", "BAD_INPUT"),
        (-1, "SF1", "BAD_INPUT"),
        (100, " ", "BAD_INPUT"),
        (100, "9" * 41, "BAD_INPUT"),
        (1.5, "SF1", "BAD_USER_INPUT"),
    ],
)
def test_it_has_its_bounds(front: Front, freight: Any, waybill: str, code: str) -> None:
    ticket = _back(front)
    assert front.refused("StateReturnFreight", ME, input=_wish(ticket, freight, waybill)) == code


def test_the_bound_is_a_figure(front: Front) -> None:
    ticket = _back(front)
    values = [{"key": "returns.freight_fen", "value": 1_000}]
    published = {"values": values, "effectiveAt": front._now(hours=0.1), "why": "改用平邮"}
    front.call("PublishSettings", OPERATOR, input=published)
    front.advance(minutes=10)
    assert front.refused("StateReturnFreight", ME, input=_wish(ticket, 1_001)) == "FREIGHT_TOO_HIGH"
    _state(front, ticket, 1_000)


def test_only_the_member_whose_goods_they_are_states_it(front: Front) -> None:
    ticket = _back(front)
    assert front.refused("StateReturnFreight", NEIGHBOUR, input=_wish(ticket)) == "NOT_FOUND"
    assert front.refused("StateReturnFreight", AGENT, input=_wish(ticket)) == "FORBIDDEN"


def test_no_goods_are_awaited_for_any_other_case(front: Front) -> None:
    assert front.refused("StateReturnFreight", ME, input=_wish(front.tap("2"))) == "GOODS_NOT_AWAITED"
