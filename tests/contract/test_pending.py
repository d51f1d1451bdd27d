"""A sweep costs one Query a shard plus what is due, whatever waits: where a Query reads by key, as DynamoDB's does.

moto reads the whole table for each question, so there it would mean nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, cast

import boto3
import pytest

from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.dynamo_storage import DynamoStorage
from care.dynamo.firing import AgendaRunner, Observer
from care.dynamo.unit_of_work import DynamoUnitOfWork
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import SettableClock
from care.kernel.work import decision
from fakes.engines import REGION, engine_tables
from fakes.house import START

PENDING, DUE, SHARDS = 100_000, 100, 8
_AT_ONCE = 25
"""BatchWriteItem's limit."""


class Priced(DynamoStorage):
    """Notes what each kind of call cost."""

    def __init__(self) -> None:
        super().__init__({"agenda": "agenda"}, region=REGION)
        self.calls: Counter[str] = Counter()
        self.units: Counter[str] = Counter()
        self.read = 0
        """Items that a Query looked at."""

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        answer = super()._call(operation, **arguments, ReturnConsumedCapacity="TOTAL")
        paid = answer["ConsumedCapacity"]
        self.calls[operation] += 1
        self.units[operation] += sum(each["CapacityUnits"] for each in (paid if isinstance(paid, list) else [paid]))
        self.read += answer.get("ScannedCount", 0)
        return answer


class Silent:
    def fired(self, _item: AgendaItem, _late: timedelta) -> None: ...

    def failed(self, item: AgendaItem) -> None:
        raise AssertionError(item)


Sweep = Callable[[], Priced]


@pytest.fixture
def sweep(ministack: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sweep]:
    """One sweep of lane `care` at START, and what it cost."""
    with engine_tables(monkeypatch, ["agenda"], endpoint=ministack):
        yield lambda: _swept(AgendaShelf(shards=SHARDS))


def _swept(agenda: AgendaShelf) -> Priced:
    storage = Priced()
    uow = DynamoUnitOfWork(storage, agenda)
    reactions = {"note": decision(lambda _item, _batch: None)}
    runner = AgendaRunner(storage, uow, agenda, SettableClock(START), reactions, cast("Observer", Silent()))
    assert runner.sweep(Lane.CARE, lambda: 60.0).complete
    return storage


def _plan(number: int, *, days: int) -> None:
    """Items of one day, as many as that, in the order in which days pass."""
    shelf = AgendaShelf(shards=SHARDS).shelf
    client = boto3.client("dynamodb", region_name=REGION)
    due = START + timedelta(days=days)
    items = (AgendaItem(lane=Lane.CARE, kind="note", due=due, subject=f"{days}-{each}") for each in range(number))
    for _ in range(number // _AT_ONCE):
        some: list[Any] = [{"PutRequest": {"Item": shelf.dump(next(items))}} for _ in range(_AT_ONCE)]
        assert not client.batch_write_item(RequestItems={"agenda": some})["UnprocessedItems"]


@pytest.mark.conformance
def test_what_waits_costs_a_sweep_nothing(sweep: Sweep) -> None:
    _plan(DUE, days=0)
    alone = sweep()
    for day in range(1, 101):
        _plan(PENDING // 100, days=day)
    idle = sweep()
    assert (idle.calls, idle.read) == (Counter(Query=SHARDS), 0)
    _plan(DUE, days=0)
    among_many = sweep()
    assert among_many.read == DUE
    assert among_many.calls["Query"] == SHARDS
    assert (among_many.calls, among_many.units) == (alone.calls, alone.units)
    assert among_many.units["Query"] <= SHARDS * 2, (
        "13 items of 300 bytes in a shard: two units of 4 KB, read consistently"
    )
