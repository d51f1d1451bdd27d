"""G10: each kind has its life: asked, held, released, given up, taken back; every fen stands on both sides."""

from dataclasses import replace
from itertools import permutations

import pytest

from care.accounts import answers
from care.accounts.asked import request_event
from care.accounts.errors import CapExceeded, FreightCapExceeded, PayoutNotFailed, PayoutNotOpen, UnknownPayout
from care.accounts.ledger_line import Cause
from care.accounts.model import Component, Payout, PayoutKind, PayoutState
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.errors import BadInput, NotFound
from care.orders.events import OrderPlaced
from care.orders.merge import merged
from care.orders.model import Order
from care.orders.store import order_at, save_order
from fakes.mall import event, line
from fakes.mall import order as order_body
from fakes.till import COUPON, FREIGHT, GIFT, POINTS, REFUND, Till

REISSUE = Component(kind=PayoutKind.REISSUE, amount_fen=500, sku="S", quantity=2)
CARD = Component(kind=PayoutKind.CARD, amount_fen=3960, sku="MILK", quantity=4)
PLACE = Component(kind=PayoutKind.PLACE, amount_fen=0, sku="FARM-DAY")
HELD_REFUND = replace(REFUND, wait=True)


@pytest.fixture
def till() -> Till:
    return Till()


def _balance(till: Till, payout: Payout) -> dict[str, int]:
    sums: dict[str, int] = {}
    for entry in till.accounts.ledger_of(payout.id):
        sums[entry.debit] = sums.get(entry.debit, 0) + entry.amount
        sums[entry.credit] = sums.get(entry.credit, 0) - entry.amount
    return {name: amount for name, amount in sums.items() if amount}


def _causes(till: Till, payout: Payout) -> list[Cause]:
    return sorted(entry.cause for entry in till.accounts.ledger_of(payout.id))


def _state(till: Till, order_id: str = "o", **changes: object) -> None:
    """The mall states the order, with a line `l`."""
    body = order_body(order_id=order_id, lines=[line(line_id="l", quantity=1, **changes.pop("line", {}))])  # type: ignore[arg-type]
    before = till.house.storage.get(*order_at(order_id)) or Order(id=order_id)
    hour = before.version
    stated = event(OrderPlaced, **body, **changes, placed_at=f"2026-03-01T{hour:02}:00:00+08:00")
    till.house.uow.run(lambda batch: batch.add(save_order(merged(before, stated), name="order.merge")))


# ------------------------------------------------------------------ kinds


@pytest.mark.parametrize(
    ("component", "kind", "told", "out"),
    [
        (FREIGHT, "RefundRequested", {"kind": "FREIGHT", "amount_fen": 200}, "mall:cash"),
        (REISSUE, "GoodsRequested", {"kind": "REISSUE", "sku": "S", "quantity": 2}, "mall:goods"),
        (GIFT, "GoodsRequested", {"kind": "GIFT", "sku": "GIFT-1", "quantity": 1}, "mall:goods"),
        (CARD, "BenefitRequested", {"kind": "CARD", "sku": "MILK", "weeks": 4}, "mall:cards"),
        (PLACE, "BenefitRequested", {"kind": "PLACE", "sku": "FARM-DAY"}, "mall:places"),
    ],
)
def test_each_kind_is_asked_for_by_its_event_and_goes_out_of_its_account(
    till: Till, component: Component, kind: str, told: dict[str, object], out: str
) -> None:
    (payout,) = till.book(component, freight_fen=200)
    till.sweep()
    asked = request_event(till.mall.asked[0])
    assert type(asked).__name__ == kind
    assert {name: getattr(asked, name) for name in told} == told
    till.confirm(payout)
    worth = component.amount_fen
    expected = {"expense:compensation": worth, out: -worth} if worth else {}
    assert _balance(till, payout) == expected
    assert till.payout(payout).state is PayoutState.PAID


def test_goods_cards_and_places_are_no_money_of_the_line(till: Till) -> None:
    till.book(REFUND, REISSUE, GIFT, CARD, PLACE)
    assert (till.line().committed_fen, till.line().coupon_fen, till.line("").worth_fen) == (600, 0, 0)


def test_freight_is_given_back_for_the_order_under_what_was_paid_for_it(till: Till) -> None:
    till.book(FREIGHT, freight_fen=300)
    with pytest.raises(FreightCapExceeded) as refused:
        till.book(FREIGHT, source="s2", line_id="l2", freight_fen=300)
    assert refused.value.detail["left_fen"] == 100
    assert (till.line("").freight_fen, till.line("").freight_cap_fen, till.line().committed_fen) == (200, 300, 0)
    with pytest.raises(FreightCapExceeded):
        till.book(FREIGHT, source="s3", order_id="other", freight_fen=199)


def test_failed_freight_is_free_again_and_what_comes_late_above_it_is_told(till: Till) -> None:
    (late,) = till.book(FREIGHT, freight_fen=200)
    till.fail(late)
    till.sweep(minutes=2)
    assert till.line("").freight_fen == 0
    till.book(FREIGHT, source="s2", freight_fen=200)
    till.confirm(late)
    assert till.line("").over_fen == 200
    till.sweep(minutes=2)
    assert "line.overpaid" in till.kinds()


@pytest.mark.parametrize(
    "component",
    [
        replace(REISSUE, sku=None),
        replace(REISSUE, quantity=0),
        replace(REISSUE, quantity=1001),
        replace(REISSUE, quantity=1.5),  # type: ignore[arg-type]
        replace(REISSUE, amount_fen=-1),
        replace(CARD, quantity=0),
        replace(CARD, sku=None),
        replace(PLACE, sku=""),
        replace(GIFT, quantity=2),
        replace(GIFT, points=3),
        replace(REFUND, sku="S"),
        replace(COUPON, quantity=2),
        replace(FREIGHT, amount_fen=0),
    ],
)
def test_what_cannot_be_meant_is_refused(till: Till, component: Component) -> None:
    with pytest.raises(BadInput):
        till.book(component, freight_fen=1000)
    assert till.house.storage.calls == []


@pytest.mark.parametrize("changes", [{"order_id": None}, {"freight_fen": None}, {"freight_fen": -1}])
def test_freight_needs_its_order_and_what_was_paid(till: Till, changes: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        till.book(FREIGHT, **({"freight_fen": 300} | changes))


# ------------------------------------------------------------------ waiting for goods


def test_what_waits_is_promised_counted_and_not_asked(till: Till) -> None:
    payout, _coupon = till.book(HELD_REFUND, COUPON)
    assert (payout.state, payout.attempt) == (PayoutState.WAITING, 0)
    till.sweep(hours=25)
    assert {asked.payout.kind for asked in till.mall.asked} == {PayoutKind.COUPON}
    assert (till.line().committed_fen, till.line().pending_fen) == (600, 600)
    with pytest.raises(UnknownPayout):
        till.confirm(payout, 1)


def test_once_the_goods_are_back_it_is_asked_and_paid(till: Till) -> None:
    payout, _coupon = till.book(HELD_REFUND, COUPON)
    assert [each.id for each in till.release()] == [payout.id]
    assert till.release() == [], "once"
    till.sweep()
    assert (payout.id, 1) in {(asked.payout.id, asked.payout.attempt) for asked in till.mall.asked}
    till.confirm(payout)
    assert _balance(till, payout) == {"expense:compensation": 600, "mall:cash": -600}
    assert (till.line().pending_fen, till.line().paid_fen) == (0, 600)


def test_goods_that_never_come_free_the_line_and_nothing_is_owed(till: Till) -> None:
    held = till.book(HELD_REFUND, replace(HELD_REFUND, amount_fen=100), replace(FREIGHT, wait=True), freight_fen=200)
    assert len(till.let_go()) == 3
    assert till.let_go() == ()
    assert {till.payout(each).state for each in held} == {PayoutState.CANCELLED}
    assert (till.line().committed_fen, till.line().pending_fen, till.line("").freight_fen) == (0, 0, 0)
    assert all(not _balance(till, each) for each in held)
    assert till.payout(held[0]).given_up_why == "RETURN_EXPIRED"
    till.sweep()
    assert till.kinds() == [], "whoever cancelled it knows"


# ------------------------------------------------------------------ given up


def _failed(till: Till, component: Component = REFUND) -> Payout:
    (payout,) = till.book(component)
    till.fail(payout)
    till.sweep(minutes=2)
    till.sweep()
    return till.payout(payout)


def test_staff_give_up_what_failed_and_it_is_told(till: Till) -> None:
    payout = _failed(till)
    assert not till.give_up(payout, by="a7", why="账户已注销").replayed
    now = till.payout(payout)
    assert (now.state, now.given_up_by, now.given_up_why) == (PayoutState.CANCELLED, "a7", "账户已注销")
    assert till.give_up(payout, by="a7").replayed
    assert _balance(till, payout) == {}
    till.sweep()
    assert till.kinds() == ["payout.failed", "payout.given_up"]
    with pytest.raises(PayoutNotFailed):
        till.retry(payout)


def test_what_waits_can_be_given_up_and_frees_the_line(till: Till) -> None:
    (payout,) = till.book(HELD_REFUND)
    till.give_up(payout)
    assert (till.line().committed_fen, _balance(till, payout)) == (0, {})
    assert till.release() == []


@pytest.mark.parametrize("paid", [False, True])
def test_what_was_asked_or_paid_is_not_given_up(till: Till, *, paid: bool) -> None:
    (payout,) = till.book(REFUND)
    if paid:
        till.confirm(payout)
    before = dict(till.house.storage.items)
    with pytest.raises(PayoutNotOpen) as refused:
        till.give_up(payout)
    assert refused.value.detail == {"state": "PAID" if paid else "PENDING"}
    assert till.house.storage.items == before


@pytest.mark.parametrize("why", ["", "  ", "x" * 501])
def test_giving_up_needs_a_reason(till: Till, why: str) -> None:
    payout = _failed(till)
    with pytest.raises(BadInput):
        till.give_up(payout, why=why)


def test_there_is_nothing_to_give_up(till: Till) -> None:
    with pytest.raises(NotFound):
        till.give_up(replace(_failed(till), n=9))


def test_a_late_confirmation_wins_over_giving_up(till: Till) -> None:
    payout = _failed(till)
    till.give_up(payout)
    till.confirm(payout)
    assert till.payout(payout).state is PayoutState.PAID
    assert (till.line().committed_fen, till.line().paid_fen) == (600, 600)
    assert Cause.REVIVED in _causes(till, payout)
    assert _balance(till, payout) == {"expense:compensation": 600, "mall:cash": -600}


# ------------------------------------------------------------------ taken back


def test_what_the_mall_takes_back_frees_the_line_and_is_told(till: Till) -> None:
    (payout,) = till.book(REFUND)
    till.confirm(payout)
    till.reverse(payout)
    till.reverse(payout)
    assert till.payout(payout).state is PayoutState.REVERSED
    assert (till.line().committed_fen, till.line().paid_fen) == (0, 0)
    assert _balance(till, payout) == {}
    till.sweep(minutes=2)
    assert till.kinds() == ["payout.settled", "payout.reversed"]


@pytest.mark.parametrize("told", sorted(set(permutations("CFR"))))
def test_confirmation_failure_and_reversal_end_alike_in_any_order(till: Till, told: tuple[str, ...]) -> None:
    (payout,) = till.book(REFUND)
    for each in told:
        {"C": till.confirm, "F": till.fail, "R": till.reverse}[each](payout)
    till.sweep(minutes=2)
    assert till.payout(payout).state is PayoutState.REVERSED
    assert (till.line().committed_fen, till.line().pending_fen, till.line().paid_fen) == (0, 0, 0)
    assert _balance(till, payout) == {}
    assert till.kinds().count("payout.reversed") == 1


def test_a_reversal_alone_waits_for_what_it_reverses(till: Till) -> None:
    (payout,) = till.book(REFUND)
    till.reverse(payout)
    assert till.payout(payout).state is PayoutState.PENDING
    till.sweep(minutes=2)
    assert till.kinds() == []


@pytest.mark.parametrize("told", sorted({*permutations(["C1", "C2", "R1"]), *permutations(["C1", "C2", "R2"])}))
def test_of_two_payments_one_that_is_taken_back_leaves_one(till: Till, told: tuple[str, ...]) -> None:
    payout = _failed(till)
    till.retry(payout)
    for each in told:
        (till.confirm if each[0] == "C" else till.reverse)(payout, int(each[1]))
    assert till.payout(payout).state is PayoutState.PAID
    assert (till.line().committed_fen, till.line().paid_fen) == (600, 600)
    assert _balance(till, payout) == {"expense:compensation": 600, "mall:cash": -600}


# ------------------------------------------------------------------ as the order is now


def test_a_retry_is_held_to_the_order_as_it_is_now(till: Till) -> None:
    payout = _failed(till)
    _state(till, line={"unit_price_fen": 500})
    with pytest.raises(CapExceeded) as refused:
        till.retry(payout)
    assert refused.value.detail["left_fen"] == 500
    _state(till, line={"unit_price_fen": 600})
    till.retry(payout)
    assert (till.line().cap_fen, till.line().committed_fen) == (600, 600)


def test_an_order_that_sinks_below_what_was_given_back_is_told(till: Till) -> None:
    def stated() -> None:
        item = AgendaItem(lane=Lane.NOW, kind="order.stated", due=till.house.clock.now(), subject="o")
        till.house.uow.run(lambda batch: till.accounts.on_order_stated(item, batch))

    till.book(REFUND)
    _state(till, line={"unit_price_fen": 1000})
    stated()
    till.sweep(minutes=2)
    assert till.kinds() == []
    _state(till, line={"unit_price_fen": 500})
    stated()
    assert (till.line().cap_fen, till.line().over_fen) == (500, 100)
    till.sweep(minutes=2)
    assert till.kinds() == ["line.overpaid"]
    till.house.storage.calls.clear()
    stated()
    assert "transact" not in till.house.storage.calls, "known"


# ------------------------------------------------------------------ bounds


def test_answers_are_bounded_and_what_settles_stays(till: Till) -> None:
    (payout,) = till.book(POINTS)
    for number in range(answers.MOST_ANSWERS + 20):
        till.house.clock.move_to(till.house.clock.now().replace(second=number % 60, minute=number // 60))
        till.fail(payout, reference=f"f{number:03}")
    till.confirm(payout, reference="paid")
    kept = [answer.reference for answer in till.payout(payout).answers]
    assert len(kept) == answers.MOST_ANSWERS
    assert "paid" in kept
    assert "f000" not in kept
    assert f"f{answers.MOST_ANSWERS + 19:03}" in kept
    assert till.payout(payout).state is PayoutState.PAID
