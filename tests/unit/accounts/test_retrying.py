"""C5: a failed payout can be tried again, once for each failure, under the cap as it stands now."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from care.accounts.errors import CapExceeded, PayoutNotFailed
from care.accounts.ledger_line import Cause
from care.accounts.model import Payout, PayoutState
from care.dynamo.writes import DynamoWrite
from care.kernel.errors import NotFound
from fakes.till import COUPON, REFUND, Till


@pytest.fixture
def till() -> Till:
    return Till()


@pytest.fixture
def payout(till: Till) -> Payout:
    """Booked and failed."""
    (payout,) = till.book(REFUND)
    till.fail(payout)
    till.sweep(minutes=2)
    return till.payout(payout)


def test_the_next_attempt_is_booked_and_asked(till: Till, payout: Payout) -> None:
    answer = till.retry(payout, by="a7")
    assert (answer.result, answer.replayed) == (payout.id, False)
    now = till.payout(payout)
    assert (now.state, now.attempt, now.retried_by, now.asked_at) == (PayoutState.PENDING, 2, "a7", None)
    assert (till.line().committed_fen, till.line().pending_fen) == (600, 600)
    assert {(line.attempt, line.cause) for line in till.accounts.ledger_of(payout.id)} == {
        (1, Cause.BOOKED),
        (1, Cause.FAILED),
        (2, Cause.BOOKED),
    }
    till.sweep()
    assert [(asked.payout.attempt, asked.asking) for asked in till.mall.asked][-1] == (2, 1)


def test_the_same_request_replays(till: Till, payout: Payout) -> None:
    till.retry(payout)
    assert till.retry(payout).replayed
    assert till.payout(payout).attempt == 2


def test_only_what_has_failed_is_tried_again(till: Till, payout: Payout) -> None:
    till.retry(payout)
    with pytest.raises(PayoutNotFailed) as refused:
        till.retry(payout, key="another")
    assert refused.value.detail == {"state": "PENDING"}
    till.confirm(payout, 2)
    with pytest.raises(PayoutNotFailed):
        till.retry(payout, key="a third")


def test_the_cap_holds_for_the_next_attempt_too(till: Till, payout: Payout) -> None:
    till.mall_refund(500)
    with pytest.raises(CapExceeded) as refused:
        till.retry(payout)
    assert refused.value.detail["left_fen"] == 500
    assert till.payout(payout).state is PayoutState.FAILED


def test_a_benefit_of_no_order_is_tried_again(till: Till) -> None:
    (reward,) = till.book(COUPON, source="post:p", order_id=None, line_id=None, cap_fen=None)
    till.fail(reward)
    till.sweep(minutes=2)
    till.retry(reward)
    assert till.payout(reward).attempt == 2


def test_there_is_nothing_to_try_again(till: Till, payout: Payout) -> None:
    with pytest.raises(NotFound):
        till.retry(replace(payout, n=9))


def test_a_cap_that_falls_while_the_retry_decides_holds(till: Till, payout: Payout) -> None:
    transact = till.house.storage.transact

    def book_between(writes: Sequence[DynamoWrite]) -> None:
        till.house.storage.transact = transact  # type: ignore[method-assign]
        till.book(replace(REFUND, amount_fen=100), source="s", cap_fen=500)
        transact(writes)

    till.house.storage.transact = book_between  # type: ignore[method-assign]
    with pytest.raises(CapExceeded) as refused:
        till.retry(payout)
    assert refused.value.detail["left_fen"] == 400


def test_two_retries_at_once_make_one_attempt(till: Till, payout: Payout) -> None:
    transact = till.house.storage.transact

    def retry_between(writes: Sequence[DynamoWrite]) -> None:
        till.house.storage.transact = transact  # type: ignore[method-assign]
        till.retry(payout, key="quicker", by="a2")
        transact(writes)

    till.house.storage.transact = retry_between  # type: ignore[method-assign]
    with pytest.raises(PayoutNotFailed):
        till.retry(payout)
    assert (till.payout(payout).attempt, till.payout(payout).retried_by) == (2, "a2")
