"""C5: the mall is asked until it answers, always under the same key and attempt; after a day a person is told."""

from collections.abc import Sequence

import pytest

from care.accounts.figures import ASK_AGAIN_MINUTES
from care.accounts.model import PayoutState
from care.dynamo.writes import DynamoWrite
from care.kernel.settings import Settings
from fakes.till import REFUND, Till


class Killed(BaseException):
    """The process dies here."""


def test_the_mall_is_asked_at_once_and_again_every_half_hour() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.sweep()
    asked_at = till.house.clock.now()
    till.sweep(minutes=29)
    assert len(till.mall.asked) == 1
    till.sweep(minutes=1)
    assert [(asked.payout.id, asked.payout.attempt, asked.asking) for asked in till.mall.asked] == [
        (payout.id, 1, 1),
        (payout.id, 1, 2),
    ]
    assert till.payout(payout).asked_at == asked_at, "the first asking counts"


def test_the_pause_is_a_figure() -> None:
    till = Till(settings=Settings(values={ASK_AGAIN_MINUTES.key: 5}))
    till.book(REFUND)
    till.sweep()
    till.sweep(minutes=5)
    assert len(till.mall.asked) == 2


@pytest.mark.parametrize("ending", ["confirm", "fail"])
def test_nothing_is_asked_once_it_is_answered(ending: str) -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.sweep()
    getattr(till, ending)(payout)
    till.sweep(minutes=2)
    till.sweep(minutes=30)
    assert len(till.mall.asked) == 1
    assert till.house.planned() == []


def test_an_answer_that_comes_while_the_mall_is_asked_ends_the_asking() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    asked = till.mall.ask

    def answer_at_once(request: object) -> None:
        asked(request)  # type: ignore[arg-type]
        till.confirm(payout)

    till.mall.ask = answer_at_once  # type: ignore[method-assign]
    till.sweep()
    assert till.payout(payout).state is PayoutState.PAID
    assert till.house.planned("mall.ask") == []


def test_after_a_day_a_person_is_told_once_and_the_mall_is_asked_less() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    for _ in range(49):
        till.sweep(minutes=30)
    assert len(till.mall.asked) == 49
    till.sweep()
    assert [(fact.kind, fact.generation) for fact in till.facts] == [("payout.unanswered", 1)]
    assert till.payout(payout).unanswered_at == till.house.clock.now()
    for _ in range(48):
        till.sweep(minutes=30)
    assert len(till.mall.asked) == 49 + 4
    assert till.kinds() == ["payout.unanswered"]


def test_a_mall_that_cannot_be_reached_is_asked_later() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.mall.breaks = ConnectionError("no way")
    till.sweep()
    assert till.payout(payout).asked_at is None
    (item,) = till.house.planned("mall.ask")
    assert item.attempts == 1
    till.sweep(minutes=1)
    assert [asked.asking for asked in till.mall.asked] == [1]


def test_a_death_after_the_event_went_out_asks_once_more_under_the_same_attempt() -> None:
    till = Till()
    till.book(REFUND)
    transact = till.house.storage.transact

    def die(_writes: Sequence[DynamoWrite]) -> None:
        raise Killed

    till.house.storage.transact = die  # type: ignore[method-assign,assignment]
    with pytest.raises(Killed):
        till.sweep()
    till.house.storage.transact = transact  # type: ignore[method-assign]
    till.sweep()
    first, second = till.mall.asked
    assert (first.payout.id, first.payout.attempt, first.asking) == (
        second.payout.id,
        second.payout.attempt,
        second.asking,
    )


def test_an_asking_of_an_earlier_attempt_is_stale() -> None:
    till = Till()
    (payout,) = till.book(REFUND)
    till.fail(payout)
    old = till.house.planned("mall.ask")[0]
    till.sweep(minutes=2)
    till.retry(payout)
    assert till.payout(payout).attempt == 2
    till.house.uow.run(lambda batch: batch.plan(old))
    till.mall.asked.clear()
    till.sweep()
    assert {asked.payout.attempt for asked in till.mall.asked} == {2}
