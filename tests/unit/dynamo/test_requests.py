"""The same key and input replays; the same key and another input is refused; a replay is no refusal."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from care.dynamo.requests import Request
from care.dynamo.shelf import Shelf
from care.dynamo.writes import Key
from care.kernel.errors import KeyReused, Refused
from care.kernel.work import Batch
from fakes.house import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    id: str


class Taken(Refused):
    code = "TEST_TAKEN"


JARS: Shelf[Jar] = Shelf(shape=Jar, kind="jar", table="jars", key=lambda jar: Key(jar.id, "JAR"))
REQUEST = Request(caller="member:m1", operation="openJar", key="key-0001", content={"size": 3, "lid": None})


@pytest.fixture
def house() -> House:
    return House()


def opening(house: House, *, looks: bool) -> Callable[[Batch], str]:
    """Opens the jar; where it looks, it refuses by what it reads, else by the lost condition."""

    def decide(batch: Batch) -> str:
        known = house.storage.get(JARS, Key("a", "JAR")) if looks else None
        if known:
            raise Taken
        batch.add(JARS.put(Jar(id="a"), name="jar.open", lost=lambda _jar: Taken()))
        return "a"

    return decide


@pytest.mark.parametrize("looks", [True, False])
def test_the_same_request_again_is_answered_alike(house: House, looks: bool) -> None:  # noqa: FBT001
    first = house.requests.once(REQUEST, opening(house, looks=looks))
    again = house.requests.once(REQUEST, opening(house, looks=looks))
    assert (first.result, first.replayed) == ("a", False)
    assert (again.result, again.replayed) == ("a", True)


def test_a_first_request_pays_no_read(house: House) -> None:
    house.requests.once(REQUEST, opening(house, looks=False))
    assert house.storage.calls == ["transact"]


def test_a_replay_by_condition_pays_no_read_either(house: House) -> None:
    house.requests.once(REQUEST, opening(house, looks=False))
    house.storage.calls.clear()
    assert house.requests.once(REQUEST, opening(house, looks=False)).replayed
    assert house.storage.calls == ["transact"]


@pytest.mark.parametrize("looks", [True, False])
def test_another_input_under_the_key_is_refused(house: House, looks: bool) -> None:  # noqa: FBT001
    house.requests.once(REQUEST, opening(house, looks=looks))
    with pytest.raises(KeyReused):
        house.requests.once(replace(REQUEST, content={"size": 4, "lid": None}), opening(house, looks=looks))


@pytest.mark.parametrize("other", [{"caller": "member:m2"}, {"operation": "closeJar"}, {"key": "key-0002"}])
def test_another_caller_operation_or_key_is_another_request(house: House, other: dict[str, str]) -> None:
    house.requests.once(REQUEST, opening(house, looks=True))
    with pytest.raises(Taken):
        house.requests.once(replace(REQUEST, **other), opening(house, looks=True))


def test_the_order_of_the_inputs_fields_does_not_matter() -> None:
    assert replace(REQUEST, content={"lid": None, "size": 3}).digest == REQUEST.digest


def test_a_refused_request_leaves_nothing(house: House) -> None:
    house.storage.transact([JARS.put(Jar(id="a"), name="stock")])
    before = dict(house.storage.items)
    with pytest.raises(Taken):
        house.requests.once(REQUEST, opening(house, looks=False))
    assert house.storage.items == before
