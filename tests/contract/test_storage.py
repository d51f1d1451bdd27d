"""The contract of Storage, held by DynamoDB (as moto and ministack play it) and by the fake of the unit tests."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pynamodb.exceptions import TransactWriteError

from care.dynamo.dynamo_storage import DynamoStorage
from care.dynamo.shelf import ABSENT, Shelf, attribute
from care.dynamo.storage import Ask, Storage
from care.dynamo.writes import Cancelled, Key
from fakes.engines import REGION, engine_tables
from fakes.memory_storage import MemoryStorage


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    id: str
    sort: str = "JAR"
    owner: str | None = None
    grams: int = 0
    label: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lid:
    id: str


JARS = Shelf(
    shape=Jar,
    kind="jar",
    table="jars",
    key=lambda jar: Key(jar.id, jar.sort),
    indexes={"by_a": lambda jar: (jar.owner, jar.id) if jar.owner else None},
)
LIDS = Shelf(shape=Lid, kind="lid", table="lids", key=lambda lid: Key(lid.id, "LID"))


@pytest.fixture
def storage(engine: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    if engine == "memory":
        yield MemoryStorage()
        return
    endpoint = None if engine == "moto" else engine
    with engine_tables(monkeypatch, ("real-jars", "real-lids"), index="by_a", endpoint=endpoint):
        yield DynamoStorage({"jars": "real-jars", "lids": "real-lids"}, region=REGION)
    assert "AWS_PROFILE" not in os.environ


def _stock(storage: Storage, *jars: Jar) -> None:
    storage.transact([JARS.put(jar, name="stock") for jar in jars])


def test_what_was_put_is_got(storage: Storage) -> None:
    _stock(storage, Jar(id="a", owner="m", grams=5))
    assert storage.get(JARS, Key("a", "JAR")) == Jar(id="a", owner="m", grams=5)
    assert storage.get(JARS, Key("b", "JAR")) is None


def test_a_put_of_what_is_there_is_cancelled_with_what_is_there(storage: Storage) -> None:
    _stock(storage, Jar(id="a", grams=5))
    write = JARS.put(Jar(id="a", grams=9), name="again")
    with pytest.raises(Cancelled) as cancelled:
        storage.transact([JARS.put(Jar(id="z"), name="other"), write])
    (reason,) = cancelled.value.reasons.values()
    assert list(cancelled.value.reasons) == [write.home]
    assert reason.code == "ConditionalCheckFailed"
    assert JARS.load(reason.item or {}) == Jar(id="a", grams=5)
    assert storage.get(JARS, Key("z", "JAR")) is None, "all or none"


def test_replace_holds_to_the_version_read(storage: Storage) -> None:
    _stock(storage, Jar(id="a", version=1))
    read = Jar(id="a", version=1)
    storage.transact([JARS.replace(replace(read, grams=7), name="fill")])
    assert storage.get(JARS, Key("a", "JAR")) == Jar(id="a", grams=7, version=2)
    with pytest.raises(Cancelled):
        storage.transact([JARS.replace(replace(read, grams=8), name="late")])


def test_update_adds_under_a_cap(storage: Storage) -> None:
    key = Key("a", "JAR")
    _stock(storage, Jar(id="a"))

    def fill(grams: int) -> None:
        under = attribute("grams") <= 10 - grams
        storage.transact([JARS.update(key, attribute("grams").add(grams), name="fill", condition=under)])

    fill(6)
    with pytest.raises(Cancelled):
        fill(5)
    fill(4)
    assert storage.get(JARS, key) == Jar(id="a", grams=10)


def test_update_makes_what_is_not_there(storage: Storage) -> None:
    key = Key("new", "JAR")
    condition = ABSENT | (attribute("grams") <= 3)
    actions = (attribute("type").set("jar"), attribute("id").set("new"), attribute("grams").add(3))
    storage.transact([JARS.update(key, *actions, name="make", condition=condition)])
    storage.transact([JARS.update(key, *actions, name="make", condition=condition)])
    with pytest.raises(Cancelled):
        storage.transact([JARS.update(key, *actions, name="make", condition=condition)])
    assert storage.get(JARS, key) == Jar(id="new", grams=6)


def test_what_was_read_stays_as_it_was_read(storage: Storage) -> None:
    """Or a test whose rival writes between read and commit would see the rival's work, and prove nothing."""
    key = Key("a", "JAR")
    _stock(storage, Jar(id="a", grams=1))
    found, page = storage.fetch([(JARS, key)]), storage.query(Ask(table="jars", pk="a"))
    storage.transact([JARS.update(key, attribute("grams").add(1), name="fill")])
    assert found.get(JARS, key) == Jar(id="a", grams=1)
    assert page.of(JARS) == [Jar(id="a", grams=1)]
    assert storage.get(JARS, key) == Jar(id="a", grams=2)


def test_a_condition_on_what_is_absent_does_not_hold(storage: Storage) -> None:
    """`grams <= 3` is false of an item, or an attribute, that is not there; so is `=`; `<>` is true."""
    _stock(storage, Jar(id="a"))
    for key, name in ((Key("none", "JAR"), "grams"), (Key("a", "JAR"), "never")):
        for condition in (
            attribute(name) <= 3,
            attribute(name) == 0,
            ~(attribute(name) <= 3) & attribute(name).exists(),
        ):
            with pytest.raises(Cancelled):
                storage.transact([JARS.check(key, condition, name="check")])
        storage.transact([JARS.check(key, attribute(name) != 3, name="check")])
        storage.transact([JARS.check(key, ~(attribute(name) <= 3), name="check")])


def test_an_item_has_at_most_400_kb(storage: Storage) -> None:
    _stock(storage, Jar(id="a", label="甜" * 130_000))
    with pytest.raises(TransactWriteError):
        _stock(storage, Jar(id="z"), Jar(id="b", label="甜" * 140_000))
    assert storage.get(JARS, Key("z", "JAR")) is None


def test_delete_and_check(storage: Storage) -> None:
    _stock(storage, Jar(id="a"), Jar(id="b", grams=1))
    full = attribute("grams") == 2
    with pytest.raises(Cancelled):
        storage.transact([JARS.delete(Key("a", "JAR"), name="drop"), JARS.check(Key("b", "JAR"), full, name="full")])
    storage.transact([JARS.delete(Key("a", "JAR"), name="drop")])
    with pytest.raises(Cancelled):
        storage.transact([JARS.delete(Key("a", "JAR"), name="drop")])


def test_fetch_reads_several_tables_and_any_number(storage: Storage) -> None:
    for start in range(0, 150, 50):
        _stock(storage, *(Jar(id=f"{number:03}") for number in range(start, start + 50)))
    storage.transact([LIDS.put(Lid(id="000"), name="lid")])
    keys = [Key(f"{number:03}", "JAR") for number in range(150)]
    found = storage.fetch([*((JARS, key) for key in keys), (LIDS, Key("000", "LID")), (JARS, keys[0])])
    assert [jar.id for key in keys if (jar := found.get(JARS, key))] == [key.pk for key in keys]
    assert found.get(LIDS, Key("000", "LID")) == Lid(id="000")
    assert found.get(JARS, Key("none", "JAR")) is None
    assert storage.fetch([]).items == {}


def test_query_pages_in_order(storage: Storage) -> None:
    _stock(storage, *(Jar(id="a", sort=f"S{number}") for number in range(5)), Jar(id="b", sort="S0"))
    first = storage.query(Ask(table="jars", pk="a", limit=2))
    second = storage.query(Ask(table="jars", pk="a", limit=2, after=first.after))
    third = storage.query(Ask(table="jars", pk="a", limit=2, after=second.after))
    assert [jar.sort for page in (first, second, third) for jar in page.of(JARS)] == ["S0", "S1", "S2", "S3", "S4"]
    assert third.after is None


def test_query_bounds_and_direction(storage: Storage) -> None:
    _stock(storage, *(Jar(id="a", sort=sort) for sort in ("A1", "B1", "B2", "C1")))

    def sorts(**bounds: Any) -> list[str]:
        return [jar.sort for jar in storage.query(Ask(table="jars", pk="a", **bounds)).of(JARS)]

    assert sorts(prefix="B") == ["B1", "B2"]
    assert sorts(up_to="B1") == ["A1", "B1"]
    assert sorts(since="B1") == ["B1", "B2", "C1"]
    assert sorts(since="A2", up_to="B2", newest_first=True) == ["B2", "B1"]
    assert sorts(since="C2", up_to="D1") == []
    assert sorts(newest_first=True, limit=1) == ["C1"]


def test_query_an_index_pages_too(storage: Storage) -> None:
    _stock(storage, *(Jar(id=each, owner="m") for each in "abc"), Jar(id="x", owner="n"), Jar(id="y"))
    first = storage.query(Ask(table="jars", index="by_a", pk="m", limit=2))
    rest = storage.query(Ask(table="jars", index="by_a", pk="m", limit=2, after=first.after))
    assert [jar.id for page in (first, rest) for jar in page.of(JARS)] == ["a", "b", "c"]
