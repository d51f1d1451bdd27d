"""One transaction a decision; lost conditions by key; outdated facts decided again thrice, mere conflicts longer."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from care.dynamo.shelf import Shelf, attribute
from care.dynamo.storage import Storage
from care.dynamo.writes import Cancelled, DynamoWrite, Key, Reason
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.errors import Conflict, Refused
from care.kernel.work import Batch
from fakes.house import START, House


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    id: str
    grams: int = 0
    version: int = 0


class Full(Refused):
    code = "TEST_FULL"


class Taken(Refused):
    code = "TEST_TAKEN"


JARS = Shelf(shape=Jar, kind="jar", table="jars", key=lambda jar: Key(jar.id, "JAR"))


@pytest.fixture
def house() -> House:
    return House()


def _read(house: House, name: str = "a") -> Jar:
    return house.storage.get(JARS, Key(name, "JAR")) or Jar(id=name)


def _fill(house: House, meanwhile: Callable[[], None] = lambda: None) -> Callable[[Batch], int]:
    def decide(batch: Batch) -> int:
        jar = _read(house)
        meanwhile()
        batch.add(JARS.save(replace(jar, grams=jar.grams + 1), name="jar.fill"))
        return jar.grams + 1

    return decide


def test_a_decision_is_committed_whole(house: House) -> None:
    item = AgendaItem(lane=Lane.NOW, kind="jar.filled", due=START, subject="a")

    def decide(batch: Batch) -> str:
        batch.add(JARS.put(Jar(id="a"), name="jar.open"))
        batch.plan(item)
        return "done"

    assert house.uow.run(decide) == "done"
    assert house.planned() == [item]
    assert house.storage.calls == ["transact"]


def test_an_empty_decision_costs_no_call(house: House) -> None:
    assert house.uow.run(lambda _batch: 7) == 7
    assert house.storage.calls == []


def test_a_lost_version_is_decided_again_on_what_is_there_now(house: House) -> None:
    rivals = iter([True, True, False])

    def rival() -> None:
        if next(rivals):
            house.storage.transact([JARS.save(replace(_read(house), grams=_read(house).grams + 10), name="rival")])

    assert house.uow.run(_fill(house, rival)) == 21
    assert _read(house).grams == 21


def test_after_three_lost_versions_it_is_a_conflict(house: House) -> None:
    def rival() -> None:
        house.storage.transact([JARS.save(replace(_read(house), grams=_read(house).grams + 10), name="rival")])

    with pytest.raises(Conflict):
        house.uow.run(_fill(house, rival))
    assert _read(house).grams == 30, "the rival's three, none of ours"


def test_a_lost_condition_raises_its_writes_own_error(house: House) -> None:
    house.storage.transact([JARS.put(Jar(id="a", grams=9), name="stock")])
    attempts = []

    def decide(batch: Batch) -> None:
        attempts.append(1)
        batch.add(JARS.put(Jar(id="b"), name="other"))
        batch.add(
            JARS.update(
                Key("a", "JAR"),
                attribute("grams").add(5),
                name="jar.fill",
                condition=attribute("grams") <= 5,
                lost=lambda jar: Full(left=10 - jar.grams if jar else 0),
            )
        )

    with pytest.raises(Full) as full:
        house.uow.run(decide)
    assert full.value.detail == {"left": 1}
    assert len(attempts) == 1
    assert house.storage.get(JARS, Key("b", "JAR")) is None


@pytest.mark.parametrize("swapped", [False, True])
def test_of_several_lost_conditions_the_foremost_speaks(house: House, swapped: bool) -> None:  # noqa: FBT001
    for name in "ab":
        house.storage.transact([JARS.put(Jar(id=name), name="stock")])
    writes = [
        JARS.put(Jar(id="a"), name="second", lost=lambda _jar: Full()),
        replace(JARS.put(Jar(id="b"), name="first", lost=lambda _jar: Taken()), rank=0),
    ]
    with pytest.raises(Taken):
        house.uow.run(lambda batch: batch.add(*(reversed(writes) if swapped else writes)))


def _contended(house: House, monkeypatch: pytest.MonkeyPatch, failures: int) -> None:
    """The database reports so many conflicts, then commits."""
    real, left = house.storage.transact, [1] * failures

    def transact(writes: list[DynamoWrite]) -> None:
        if left:
            left.pop()
            raise Cancelled({writes[0].home: Reason("TransactionConflict", None)})
        real(writes)

    monkeypatch.setattr(house.storage, "transact", transact)


def test_a_conflict_that_the_database_reports_is_decided_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _contended(house, monkeypatch, failures=7)
    attempts = []

    def decide(batch: Batch) -> int:
        attempts.append(batch.attempt)
        return _fill(house)(batch)

    assert house.uow.run(decide) == 1
    assert attempts == list(range(8)), "who decides again knows it, and may choose another place"


def test_patience_with_conflicts_ends(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _contended(house, monkeypatch, failures=8)
    with pytest.raises(Conflict):
        house.uow.run(_fill(house))
    assert _read(house).grams == 0


def test_two_writes_of_one_item_are_a_mistake(house: House) -> None:
    jar = Jar(id="a")
    with pytest.raises(ValueError, match="same item"):
        house.uow.run(lambda batch: batch.add(JARS.put(jar, name="one"), JARS.save(jar, name="two")))


def test_more_than_a_hundred_writes_are_a_mistake(house: House) -> None:
    jars = [JARS.put(Jar(id=str(number)), name="many") for number in range(101)]
    with pytest.raises(ValueError, match="100"):
        house.uow.run(lambda batch: batch.add(*jars))
    assert house.storage.items == {}


def test_a_shelf_refuses_fields_that_it_needs_itself() -> None:
    @dataclass(frozen=True)
    class Odd:
        pk: str

    with pytest.raises(ValueError, match="pk"):
        Shelf(shape=Odd, kind="odd", table="jars", key=lambda odd: Key(odd.pk, ""))


def test_the_fake_is_a_storage() -> None:
    storage: Storage = House().storage
    assert storage.fetch([]).items == {}
