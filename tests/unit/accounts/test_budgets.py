"""G4: what a payment counts for has room, or a person decides; no two at once pass a cap or a budget."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from random import Random

import pytest

from care.accounts import counters
from care.accounts.errors import CapReached, Exhausted
from care.accounts.figures import BATCH_FEN, COMMUNITY_DAY_FEN, DAY_FEN, SKU_DAY_FEN
from care.accounts.line_account import LineAccount
from care.accounts.model import Booking, Payout
from care.accounts.service import Accounts
from care.accounts.spending import Limits, Spend
from care.accounts.store import line_account
from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.requests import Requests
from care.dynamo.unit_of_work import DynamoUnitOfWork
from care.dynamo.writes import Cancelled, DynamoWrite, Reason
from care.kernel.clock import SettableClock
from care.kernel.errors import CareError, Conflict
from care.kernel.settings import Figure, Settings
from care.kernel.work import Batch
from fakes.house import START
from fakes.memory_storage import MemoryStorage
from fakes.saboteur import Saboteur
from fakes.till import COUPON, FREIGHT, LIMITS, POINTS, REFUND, booking, spend

WIDE = Limits(member_month_fen=1_000_000, order_percent=10_000)


class Purse:
    """Books 100 fen at a time, each for a line and order of its own, as a decision does: read, then book."""

    def __init__(self, figures: dict[str, int] | None = None, storage: MemoryStorage | None = None) -> None:
        self.storage = storage or MemoryStorage()
        clock = SettableClock(START)
        self.uow = DynamoUnitOfWork(self.storage, AgendaShelf(shards=2), sleep=lambda _seconds: None)
        settings = Settings(values=figures)
        requests = Requests(self.storage, self.uow, clock)
        self.accounts = Accounts(self.storage, self.uow, clock, requests, lambda: settings)

    def pay(self, source: str, spent: Spend, **changes: object) -> tuple[Payout, ...]:
        paid = booking(replace(REFUND, amount_fen=spent.fen), source=source, spend=spent, **changes)
        return self.uow.run(lambda batch: self.book(batch, paid))

    def book(self, batch: Batch, paid: Booking) -> tuple[Payout, ...]:
        assert paid.spend
        return self.accounts.book(batch, paid, self.storage.fetch(self.accounts.wanted(paid.spend)))

    def try_(self, source: str, spent: Spend, **changes: object) -> tuple[Payout, ...] | CareError:
        try:
            return self.pay(source, spent, **changes)
        except CareError as refusal:
            return refusal

    def spent(self, budget: str) -> int:
        return sum(each.spent_fen for each in self.storage.all(counters.SLICES) if each.budget == budget)


def _own(number: int, **changes: object) -> Spend:
    order = {"order_id": f"o{number}", "member_id": f"m{number}", "order_paid_fen": 1000, "limits": WIDE}
    return spend(**(order | {"fen": 100} | changes))


@pytest.mark.parametrize(
    ("figure", "scope", "value"),
    [
        (SKU_DAY_FEN, "SKU", "S"),
        (BATCH_FEN, "BATCH", "S/B"),
        (COMMUNITY_DAY_FEN, "COMMUNITY", "C"),
        (DAY_FEN, "DAY", ""),
    ],
)
def test_each_budget_is_exhausted_by_itself_and_says_which(figure: Figure, scope: str, value: str) -> None:
    purse = Purse({figure.key: 250})
    for number in range(2):
        purse.pay(f"s{number}", _own(number, batch="B", community="C"), order_id=f"o{number}")
    before = dict(purse.storage.items)
    refused = purse.try_("s2", _own(2, batch="B", community="C"), order_id="o2")
    assert isinstance(refused, Exhausted)
    assert refused.detail == {"scope": scope, "value": value, "day": "2026-03-02"}
    assert refused.note == f"BUDGET_EXHAUSTED:{scope}"
    assert purse.storage.items == before, "nothing changed"
    assert isinstance(purse.pay("s3", _own(3, batch="B", community="C", fen=50), order_id="o3"), tuple)


@pytest.mark.parametrize(
    ("limits", "scope"),
    [
        (replace(WIDE, member_month_fen=250), "MEMBER"),
        (replace(WIDE, order_percent=25), "ORDER"),
        (replace(WIDE, agent_id="a1", agent_day_fen=250), "AGENT_DAY"),
    ],
)
def test_each_narrow_cap_is_reached_by_itself_and_says_which(limits: Limits, scope: str) -> None:
    purse = Purse()
    one = _own(1, limits=limits)
    for number in range(2):
        purse.pay(f"s{number}", one, order_id="o1", line_id=f"l{number}")
    refused = purse.try_("s2", one, order_id="o1", line_id="l2")
    assert isinstance(refused, CapReached)
    assert (refused.detail, refused.note) == ({"scope": scope}, f"{scope}_CAP")
    assert isinstance(purse.pay("s3", replace(one, fen=50), order_id="o1", line_id="l3"), tuple)


def test_the_first_payment_has_caps_too() -> None:
    purse = Purse({DAY_FEN.key: 99})
    assert isinstance(purse.try_("s", _own(1), order_id="o1"), Exhausted)
    assert isinstance(purse.try_("s", spend(fen=101, limits=LIMITS), order_id="o"), CapReached)
    assert not purse.storage.items


def test_another_month_and_another_day_are_new() -> None:
    purse = Purse({SKU_DAY_FEN.key: 100})
    limits = replace(WIDE, member_month_fen=150)
    first = _own(1, limits=limits)
    purse.pay("s1", first, order_id="o1")
    assert isinstance(purse.try_("s2", first, order_id="o1", line_id="2"), CapReached)
    tomorrow = replace(first, day=first.day.replace(month=4))
    assert isinstance(purse.pay("s3", tomorrow, order_id="o1", line_id="3"), tuple)


def test_a_payment_larger_than_any_slice_takes_from_several() -> None:
    purse = Purse({DAY_FEN.key: 800})
    purse.pay("s", _own(1, fen=700), order_id="o1")
    assert purse.spent("DAY##2026-03-02") == 700
    assert len([each for each in purse.storage.all(counters.SLICES) if each.budget.startswith("DAY")]) == 7


def test_points_alone_count_for_no_budget() -> None:
    purse = Purse({DAY_FEN.key: 0})
    paid = booking(POINTS, spend=_own(1, fen=0))
    assert purse.uow.run(lambda batch: purse.book(batch, paid))
    assert not purse.storage.all(counters.SLICES)


def test_the_orders_own_account_is_written_once_for_freight_worth_and_coupons() -> None:
    purse = Purse()
    paid = booking(REFUND, FREIGHT, spend=_own(1, order_id="o", fen=800), freight_fen=300)
    purse.uow.run(lambda batch: purse.book(batch, paid))
    whole = _order(purse)
    assert (whole.freight_fen, whole.freight_cap_fen, whole.worth_fen, whole.cap_fen) == (200, 300, 800, None)
    reward = booking(COUPON, source="survey:o", line_id=None, cap_fen=None)
    purse.uow.run(lambda batch: purse.accounts.book(batch, reward))
    assert _order(purse).coupon_fen == 300


def _order(purse: Purse) -> LineAccount:
    found: LineAccount | None = purse.storage.get(*line_account("o"))
    assert found
    return found


def test_what_fails_later_does_not_give_its_budget_back() -> None:
    purse = Purse()
    (payout,) = purse.pay("s", _own(1), order_id="o1")
    assert payout.state == "PENDING"
    assert purse.spent("DAY##2026-03-02") == 100


def test_a_counter_that_moves_in_between_is_read_again() -> None:
    """The last room goes to whoever commits first; the other is told that there is none, and nothing is written."""
    purse = Purse({DAY_FEN.key: 100}, saboteur := Saboteur())
    saboteur.run_between(lambda: purse.pay("rival", _own(2), order_id="o2"))
    assert isinstance(purse.try_("s", _own(1), order_id="o1"), Exhausted)
    assert purse.spent("DAY##2026-03-02") == 100


def test_without_its_condition_a_slice_is_overspent() -> None:
    """That the condition is what holds it."""
    purse = Purse({DAY_FEN.key: 100}, saboteur := Saboteur(bare=("budget.take",)))
    saboteur.run_between(lambda: purse.pay("rival", _own(2), order_id="o2"))
    purse.pay("s", _own(1), order_id="o1")
    assert purse.spent("DAY##2026-03-02") == 200


class Contended(MemoryStorage):
    """One transaction in three meets another's, as DynamoDB reports it."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._random = Random(seed)
        self._guard = threading.Lock()

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        with self._guard:
            lost = self._random.random() < 1 / 3
        if lost:
            raise Cancelled({write.home: Reason("TransactionConflict", None) for write in writes[:1]})
        super().transact(writes)


def _together(act: Callable[[int], object], many: int = 64) -> list[object]:
    barrier = threading.Barrier(many)

    def run(number: int) -> object:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(run, range(many)))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("budget_fen", [6_400, 3_100, 777])
def test_64_at_once_on_one_budget_none_lost_none_over(seed: int, budget_fen: int) -> None:
    purse = Purse({DAY_FEN.key: budget_fen}, Contended(seed))

    def pay(number: int) -> object:
        while isinstance(result := purse.try_(f"s{number}", _own(number), order_id=f"o{number}"), Conflict):
            continue  # as the client does: the same tap again
        return result

    results = _together(pay)
    paid = [result for result in results if isinstance(result, tuple)]
    assert len(paid) == min(64, budget_fen // 100), "all the room there is was paid out"
    assert all(isinstance(result, tuple | Exhausted) for result in results)
    assert purse.spent("DAY##2026-03-02") == 100 * len(paid)
    booked = [payout.id for payouts in paid for payout in payouts]
    assert len(purse.accounts.get_many(booked)) == len(paid), "none that was answered as paid is lost"


def _report(purse: Purse, stop: Exhausted | CapReached, batch: Batch) -> None:
    purse.accounts.report(batch, stop)


def test_a_refusal_is_told_once_for_a_budget_and_day() -> None:
    purse = Purse({DAY_FEN.key: 0})
    for number in range(3):
        stop = purse.accounts.stopped(_own(number), purse.storage.fetch(purse.accounts.wanted(_own(number))))
        assert stop
        purse.uow.run(partial(_report, purse, stop))
    narrow = CapReached(scope="MEMBER")
    purse.uow.run(lambda batch: purse.accounts.report(batch, narrow))
    (item,) = purse.storage.all(AgendaShelf(shards=2).shelf)
    assert (item.kind, item.subject, item.payload["day"]) == ("breaker.opened", "DAY#", "2026-03-02")
