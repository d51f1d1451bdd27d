"""C5 under threads: no two bookings at once pass a cap, and none is paid twice (on moto, which plays DynamoDB)."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from care.accounts import store
from care.accounts.errors import AlreadyPaid, CapExceeded
from care.accounts.service import Accounts
from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.dynamo_storage import DynamoStorage
from care.dynamo.requests import Requests
from care.dynamo.storage import Storage
from care.dynamo.unit_of_work import DynamoUnitOfWork
from care.dynamo.writes import DynamoWrite
from care.kernel.clock import SettableClock
from care.kernel.errors import CareError, Conflict
from care.kernel.settings import Settings
from fakes.engines import REGION, engine_tables
from fakes.house import START
from fakes.memory_storage import MemoryStorage
from fakes.till import REFUND, booking

THREADS = 16


class OneAtATime(DynamoStorage):
    """moto is not thread-safe; one transaction at a time is what DynamoDB grants anyway."""

    _lock = threading.RLock()

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        with self._lock:
            super().transact(writes)


@pytest.fixture(params=["memory", "dynamo"])
def storage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    if request.param == "memory":
        yield MemoryStorage()
        return
    with engine_tables(monkeypatch, ("accounts", "agenda")):
        yield OneAtATime({"accounts": "accounts", "agenda": "agenda"}, region=REGION)


@pytest.fixture
def book(storage: Storage) -> Callable[[str, int], object]:
    clock = SettableClock(START)
    uow = DynamoUnitOfWork(storage, AgendaShelf(shards=2))
    accounts = Accounts(storage, uow, clock, Requests(storage, uow, clock), Settings)

    def once(source: str, amount_fen: int) -> object:
        wanted = booking(replace(REFUND, amount_fen=amount_fen), source=source)
        try:
            return uow.run(lambda batch: accounts.book(batch, wanted))
        except CareError as refusal:
            return refusal

    return once


def _together(act: Callable[[int], object]) -> list[object]:
    barrier = threading.Barrier(THREADS)

    def run(number: int) -> object:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_sixteen_at_once_never_pass_the_cap(storage: Storage, book: Callable[[str, int], object]) -> None:
    results = _together(lambda number: book(f"s{number}", 150))
    paid = [result for result in results if isinstance(result, tuple)]
    assert len(paid) == 6, "6 × 150 of 1,000 fen"
    assert all(isinstance(result, tuple | CapExceeded | Conflict) for result in results)
    account = storage.get(*store.line_account("o", "l"))
    assert account
    assert (account.committed_fen, account.pending_fen) == (900, 900)


def test_sixteen_at_once_book_one_source_once(storage: Storage, book: Callable[[str, int], object]) -> None:
    results = _together(lambda _number: book("s", 10))
    assert sum(isinstance(result, tuple) for result in results) == 1
    assert sum(isinstance(result, AlreadyPaid) for result in results) == THREADS - 1
    account = storage.get(*store.line_account("o", "l"))
    assert account
    assert account.committed_fen == 10
