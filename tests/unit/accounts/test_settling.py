"""C5: confirmed is final and wins over any failure; no order and no repetition of answers changes the end."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from care.accounts.errors import UnknownPayout
from care.accounts.ledger_line import Cause
from care.accounts.line_account import MallRefund
from care.accounts.mall import MallAnswer, Redemption
from care.accounts.model import Outcome, Payout, PayoutKind, PayoutState
from care.dynamo.writes import DynamoWrite
from care.kernel.bookkeeping import BOOKKEEPING
from care.kernel.errors import BadInput
from fakes.till import COUPON, REFUND, Till


def _causes(till: Till, payout_id: str) -> set[tuple[int, Cause]]:
    return {(line.attempt, line.cause) for line in till.accounts.ledger_of(payout_id)}


def _meaning(till: Till) -> dict[tuple[str, str, str], dict[str, object]]:
    """Every row without its bookkeeping."""
    return {
        home: {name: value for name, value in item.items() if name not in BOOKKEEPING}
        for home, item in till.house.storage.items.items()
    }


def test_a_confirmed_refund_is_paid() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.confirm(payout)
    assert till.payout(payout).state is PayoutState.PAID
    assert till.payout(payout).paid_at == till.house.clock.now()
    line = till.line()
    assert (line.committed_fen, line.pending_fen, line.paid_fen) == (600, 0, 600)
    assert _causes(till, payout.id) == {(1, Cause.BOOKED), (1, Cause.CONFIRMED)}
    till.sweep()
    assert [(fact.kind, fact.subject, fact.payload) for fact in till.facts] == [
        (
            "payout.settled",
            payout.id,
            {
                "source": payout.source,
                "member_id": "m",
                "order_id": "o",
                "line_id": "l",
                "worth_fen": payout.amount_fen,
            },
        )
    ]


def test_a_coupon_goes_out_of_the_malls_coupons() -> None:
    till = Till()
    (payout,) = till.book(COUPON)
    till.confirm(payout)
    _, line = sorted(till.accounts.ledger_of(payout.id), key=lambda line: line.cause)
    assert (line.debit, line.credit) == ("liability:payable", "mall:coupons")


def test_a_failure_is_believed_a_moment_later_and_frees_the_line() -> None:
    till = Till()
    (payout,) = till.book(REFUND, source="s")
    till.fail(payout)
    assert till.payout(payout).state is PayoutState.PENDING
    till.sweep(minutes=2)
    assert till.payout(payout).state is PayoutState.FAILED
    assert till.line().committed_fen == 0
    assert till.line().pending_fen == 0
    assert _causes(till, payout.id) == {(1, Cause.BOOKED), (1, Cause.FAILED)}
    till.sweep()
    assert [(fact.kind, fact.generation) for fact in till.facts] == [("payout.failed", 1)]


def test_a_failed_coupon_frees_its_own_counter() -> None:
    till = Till()
    (payout,) = till.book(COUPON)
    till.fail(payout)
    till.sweep(minutes=2)
    assert till.line().coupon_fen == 0


@pytest.mark.parametrize("order", sorted(set(permutations("FFCC"))))
def test_the_order_of_a_failure_and_a_confirmation_leaves_no_trace(order: tuple[str, ...]) -> None:
    def play(answers: tuple[str, ...]) -> Till:
        till = Till()
        (payout,) = till.book(REFUND)
        for answer in answers:
            till.confirm(payout) if answer == "C" else till.fail(payout)
        return till

    till, other = play(order), play(("C", "F"))
    assert _meaning(till) == _meaning(other)
    till.sweep(minutes=2)
    other.sweep(minutes=2)
    assert _meaning(till) == _meaning(other)
    assert till.kinds() == ["payout.settled"]


def test_a_confirmation_after_the_failure_was_believed_takes_the_line_again() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.fail(payout)
    till.sweep(minutes=2)
    till.confirm(payout)
    assert till.payout(payout).state is PayoutState.PAID
    line = till.line()
    assert (line.committed_fen, line.pending_fen, line.paid_fen) == (600, 0, 600)
    assert (1, Cause.REVIVED) in _causes(till, payout.id)
    till.sweep(minutes=2)
    assert "line.overpaid" not in till.kinds()


def test_money_that_has_moved_counts_above_the_cap_and_a_person_is_told() -> None:
    till = Till()
    (late,) = till.book(REFUND)
    till.fail(late)
    till.sweep(minutes=2)
    till.book(REFUND, source="ticket:t:1")
    till.confirm(late)
    line = till.line()
    assert (line.committed_fen, line.over_fen) == (1200, 200)
    till.sweep(minutes=2)
    (fact,) = (fact for fact in till.facts if fact.kind == "line.overpaid")
    assert fact.payload == {"member_id": "m", "order_id": "o", "line_id": "l"}


def test_a_failure_of_an_earlier_attempt_is_recorded_and_ignored() -> None:
    till = Till()
    payout = _at_attempt_two(till)
    till.accounts.take(_answer(till, payout.id, 1, Outcome.FAILED, reference="another"))
    till.sweep(minutes=2)
    now = till.payout(payout)
    assert now.state is PayoutState.PENDING
    assert [answer.reference for answer in now.answers] == ["", "another"]


def test_a_late_confirmation_of_an_earlier_attempt_is_final_too() -> None:
    till = Till()
    payout = _at_attempt_two(till)
    till.confirm(payout, 1)
    till.fail(payout, 2)
    till.sweep(minutes=2)
    assert till.payout(payout).state is PayoutState.PAID
    assert till.line().committed_fen == 600


@pytest.mark.parametrize("order", list(permutations([1, 2])))
def test_paid_twice_is_detected_recorded_and_told(order: tuple[int, int]) -> None:
    till = Till()
    payout = _at_attempt_two(till)
    for attempt in (*order, *order):
        till.confirm(payout, attempt)
    now = till.payout(payout)
    assert now.state is PayoutState.PAID
    assert now.confirmed == {1, 2}
    line = till.line()
    assert (line.committed_fen, line.pending_fen, line.paid_fen) == (1200, 0, 1200)
    doubled = [line for line in till.accounts.ledger_of(payout.id) if line.cause is Cause.DOUBLED]
    assert [(line.debit, line.credit, line.amount) for line in doubled] == [("receivable:mall", "mall:cash", 600)]
    till.sweep(minutes=2)
    assert sorted(till.kinds()[-3:]) == ["line.overpaid", "payout.doubled", "payout.settled"]


def test_which_of_two_attempts_was_confirmed_first_leaves_no_trace() -> None:
    tills = []
    for order in ((1, 2), (2, 1)):
        till = Till()
        payout = _at_attempt_two(till)
        for attempt in order:
            till.confirm(payout, attempt)
        tills.append(_meaning(till))
    assert tills[0] == tills[1]


def test_one_attempt_confirmed_under_two_references_is_paid_once() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.confirm(payout, reference="a")
    till.confirm(payout, reference="b")
    assert till.line().paid_fen == 600
    assert [answer.reference for answer in till.payout(payout).answers] == ["a", "b"]
    till.sweep(minutes=2)
    assert till.kinds() == ["payout.settled"]


def test_a_wrong_amount_is_paid_recorded_and_told() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.confirm(payout, amount_fen=599)
    assert till.payout(payout).state is PayoutState.PAID
    assert till.payout(payout).answers[0].amount_fen == 599
    assert till.line().paid_fen == 600
    till.sweep(minutes=2)
    assert till.kinds() == ["payout.settled", "payout.mismatched"]


def test_the_right_amount_is_no_mismatch() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.confirm(payout, amount_fen=600)
    till.sweep(minutes=2)
    assert till.kinds() == ["payout.settled"]


def test_an_answer_said_again_writes_nothing() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.confirm(payout)
    before = dict(till.house.storage.items)
    till.house.storage.calls.clear()
    till.confirm(payout)
    assert till.house.storage.items == before
    assert till.house.storage.calls == ["get"]


@pytest.mark.parametrize(
    ("key", "attempt"), [("nobody", 1), ("ticket:t:0.1", 1), ("ticket:t:0.0", 2), ("ticket:t:0.0", 0)]
)
def test_an_answer_to_what_was_never_asked_is_broken(key: str, attempt: int) -> None:
    till = Till()
    till.book(REFUND)
    before = dict(till.house.storage.items)
    with pytest.raises(UnknownPayout):
        till.accounts.take(_answer(till, key, attempt, Outcome.CONFIRMED))
    assert till.house.storage.items == before


def test_a_mall_made_refund_counts_once() -> None:
    till = Till()
    for _ in range(3):
        till.mall_refund(300)
    till.mall_refund(200, "r2")
    line = till.line()
    assert (line.committed_fen, line.mall_fen, line.cap_fen) == (500, 500, None)
    till.book(REFUND, cap_fen=1100)
    assert till.line().committed_fen == 1100


@pytest.mark.parametrize("order", list(permutations([("r1", 300), ("r2", 350), ("r3", 50)])))
def test_mall_made_refunds_above_the_cap_tell_once_whatever_came_first(order: tuple[tuple[str, int], ...]) -> None:
    till = Till()
    till.book(REFUND)
    for refund_id, amount in order:
        till.mall_refund(amount, refund_id)
    assert till.line().committed_fen == 1300
    till.sweep(minutes=2)
    assert till.kinds() == ["line.overpaid"]


def test_the_malls_own_record_of_our_refund_counts_once() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    refund = MallRefund(refund_id="r", order_id="o", line_id="l", amount_fen=600, at=till.house.clock.now())
    till.accounts.take_mall_refund(refund, echo_of=payout.id)
    assert till.line().mall_fen == 0
    with pytest.raises(UnknownPayout):
        till.accounts.take_mall_refund(refund, echo_of="nobody")


@pytest.mark.parametrize("amount", [0, -5, 1.5])
def test_a_mall_made_refund_is_a_whole_positive_amount(amount: int) -> None:
    with pytest.raises(BadInput):
        Till().mall_refund(amount)


def test_the_earliest_redemption_stays() -> None:
    till = Till()
    (payout,) = till.book(COUPON)
    now = till.house.clock.now()
    for hour, order_id in ((11, "later"), (10, "first"), (12, "last")):
        at = now.replace(hour=hour)
        till.accounts.take_redemption(Redemption(key=payout.id, redeemed_at=at, order_id=order_id))
    stored = till.payout(payout)
    assert (stored.redeemed_at, stored.redeemed_order_id) == (now.replace(hour=10), "first")
    assert stored.kind is PayoutKind.COUPON


def _at_attempt_two(till: Till) -> Payout:
    (payout,) = till.book(REFUND)
    till.fail(payout)
    till.sweep(minutes=2)
    till.retry(payout)
    return payout


def _answer(till: Till, key: str, attempt: int, outcome: Outcome, reference: str = "") -> MallAnswer:
    return MallAnswer(key=key, attempt=attempt, outcome=outcome, at=till.house.clock.now(), reference=reference)


def test_two_facts_at_once_that_pass_the_cap_only_together_are_told() -> None:
    till = Till()
    till.book(REFUND)
    transact = till.house.storage.transact

    def refund_between(writes: Sequence[DynamoWrite]) -> None:
        till.house.storage.transact = transact  # type: ignore[method-assign]
        till.mall_refund(300, "quicker")
        transact(writes)

    till.house.storage.transact = refund_between  # type: ignore[method-assign]
    till.mall_refund(300)
    assert till.line().over_fen == 200
    till.sweep(minutes=2)
    assert till.kinds() == ["line.overpaid"]
