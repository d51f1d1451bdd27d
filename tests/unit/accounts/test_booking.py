"""C5: booked once, under the caps, whole amounts only; nothing is written where a booking is refused."""

from dataclasses import replace

import pytest

from care.accounts import store
from care.accounts.errors import AlreadyPaid, BenefitCapExceeded, CapExceeded
from care.accounts.figures import LINE_COUPON_FEN
from care.accounts.ledger_line import Cause
from care.accounts.model import Component, PayoutKind, PayoutState, Unit
from care.kernel.agenda import Lane
from care.kernel.errors import BadInput
from care.kernel.settings import Settings
from fakes.till import COUPON, POINTS, REFUND, Till


def test_a_booking_writes_payouts_account_ledger_and_askings() -> None:
    till = Till()
    payouts = till.book(REFUND, COUPON, POINTS)
    assert [payout.id for payout in payouts] == ["ticket:t:0.0", "ticket:t:0.1", "ticket:t:0.2"]
    assert till.accounts.payouts_of("ticket:t:0") == list(payouts)
    assert {payout.state for payout in payouts} == {PayoutState.PENDING}
    line = till.line()
    assert (line.cap_fen, line.committed_fen, line.pending_fen, line.paid_fen) == (1000, 600, 600, 0)
    assert (line.coupon_fen, line.points) == (300, 50), "benefits are no line money"
    asks = till.house.planned("mall.ask")
    assert {(ask.subject, ask.generation, ask.lane, ask.due) for ask in asks} == {
        (payout.id, 1, Lane.NOW, till.house.clock.now()) for payout in payouts
    }


def test_the_ledger_is_double_entry_and_counts_points_in_points() -> None:
    till = Till()
    refund, _, points = till.book(REFUND, COUPON, POINTS)
    (line,) = till.accounts.ledger_of(refund.id)
    assert (line.cause, line.debit, line.credit) == (Cause.BOOKED, "expense:compensation", "liability:payable")
    assert (line.amount, line.unit) == (600, Unit.FEN)
    (line,) = till.accounts.ledger_of(points.id)
    assert (line.amount, line.unit) == (50, Unit.POINTS)


def test_a_booking_reads_nothing_and_is_one_transaction() -> None:
    till = Till()
    till.book(REFUND, COUPON)
    assert till.house.storage.calls == ["transact"]


def test_a_source_is_booked_once() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    before = dict(till.house.storage.items)
    with pytest.raises(AlreadyPaid) as refused:
        till.book(replace(REFUND, amount_fen=100))
    assert refused.value.detail == {"payout_id": payout.id}
    assert till.house.storage.items == before


def test_a_source_that_is_booked_says_so_even_where_the_line_is_full() -> None:
    till = Till()
    till.book(REFUND)
    with pytest.raises(AlreadyPaid):
        till.book(REFUND)


def test_a_line_is_never_booked_above_what_was_paid_for_it() -> None:
    till = Till()
    till.book(REFUND)
    before = dict(till.house.storage.items)
    with pytest.raises(CapExceeded) as refused:
        till.book(replace(REFUND, amount_fen=401), source="ticket:t:1")
    assert refused.value.detail["left_fen"] == 400
    assert till.house.storage.items == before, "nothing changed"
    till.book(replace(REFUND, amount_fen=400), source="ticket:t:1")
    assert till.line().committed_fen == 1000


def test_the_first_booking_of_a_line_has_a_cap_too() -> None:
    till = Till()
    with pytest.raises(CapExceeded) as refused:
        till.book(replace(REFUND, amount_fen=1001))
    assert refused.value.detail["left_fen"] == 1000
    assert till.house.storage.calls == []


def test_two_refunds_of_one_booking_share_the_cap() -> None:
    till = Till()
    with pytest.raises(CapExceeded):
        till.book(REFUND, REFUND)


def test_the_cap_is_the_one_of_the_latest_booking() -> None:
    till = Till()
    till.book(REFUND)
    with pytest.raises(CapExceeded) as refused:
        till.book(replace(REFUND, amount_fen=200), source="s", cap_fen=700)
    assert refused.value.detail["left_fen"] == 100
    till.book(replace(REFUND, amount_fen=100), source="s", cap_fen=700)
    assert till.line().cap_fen == 700


def test_benefits_have_caps_of_their_own() -> None:
    till = Till(settings=Settings(values={LINE_COUPON_FEN.key: 500}))
    till.book(REFUND, COUPON)
    with pytest.raises(BenefitCapExceeded) as refused:
        till.book(COUPON, source="s")
    assert refused.value.detail == {"counter": "coupon_fen", "left": 200}
    till.book(replace(COUPON, amount_fen=200), replace(REFUND, amount_fen=400), source="s")


def test_a_benefit_needs_no_line_and_a_reward_not_even_an_order() -> None:
    till = Till()
    till.book(COUPON, source="survey:o", line_id=None, cap_fen=None)
    assert till.line("").coupon_fen == 300
    till.book(POINTS, source="post:p", order_id=None, line_id=None, cap_fen=None)
    assert len(till.house.storage.all(store.LINES)) == 1


def test_orders_and_lines_with_awkward_ids_have_accounts_of_their_own() -> None:
    till = Till()
    till.book(REFUND, order_id="a#LINE#b", line_id="c")
    till.book(REFUND, order_id="a", line_id="b#LINE#c", source="s")
    accounts = till.house.storage.all(store.LINES)
    assert {(account.order_id, account.line_id) for account in accounts} == {("a#LINE#b", "c"), ("a", "b#LINE#c")}


@pytest.mark.parametrize(
    "component",
    [
        Component(kind=PayoutKind.REFUND, amount_fen=0),
        Component(kind=PayoutKind.REFUND, amount_fen=-1),
        Component(kind=PayoutKind.REFUND, amount_fen=1.5),  # type: ignore[arg-type]
        Component(kind=PayoutKind.REFUND, amount_fen="100"),  # type: ignore[arg-type]
        Component(kind=PayoutKind.REFUND, amount_fen=True),
        Component(kind=PayoutKind.REFUND, amount_fen=100, points=1),
        Component(kind=PayoutKind.COUPON),
        Component(kind=PayoutKind.POINTS, points=0),
        Component(kind=PayoutKind.POINTS, points=-5),
        Component(kind=PayoutKind.POINTS, points=1.5),  # type: ignore[arg-type]
        Component(kind=PayoutKind.POINTS, points=2_000_000),
        Component(kind=PayoutKind.POINTS, points=5, amount_fen=5),
    ],
)
def test_amounts_that_cannot_be_meant_are_refused(component: Component) -> None:
    till = Till()
    with pytest.raises(BadInput):
        till.book(REFUND, component)
    assert till.house.storage.calls == []


@pytest.mark.parametrize(
    "changes",
    [{"line_id": None}, {"order_id": None}, {"cap_fen": None}, {"cap_fen": -1}, {"cap_fen": 9.5}, {"source": ""}],
)
def test_a_refund_needs_its_line_and_cap(changes: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        Till().book(REFUND, **changes)


@pytest.mark.parametrize("count", [0, 6])
def test_a_booking_pays_something_but_not_everything(count: int) -> None:
    with pytest.raises(BadInput):
        Till().book(*([replace(REFUND, amount_fen=1)] * count))


def test_what_many_sources_pay_is_read_in_one_call() -> None:
    till = Till()
    for number in range(3):
        till.book(COUPON, POINTS, source=f"s{number}")
    till.house.storage.calls.clear()
    found = till.accounts.payouts_of_many(["s0", "s2", "none"])
    assert till.house.storage.calls == ["fetch"]
    assert {source: [payout.id for payout in payouts] for source, payouts in found.items()} == {
        "s0": ["s0.0", "s0.1"],
        "s2": ["s2.0", "s2.1"],
        "none": [],
    }
