"""The staff directory over storage (A2)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from care.dynamo.requests import Request
from care.kernel.errors import BadInput, NotFound
from care.staff import service, store
from care.staff.events import LeaderChanged
from care.staff.model import DUTY_DESK, Role, StaffMember
from care.staff.service import Directory
from care.staff.store import STAFF
from fakes.house import START, House

AGENT = StaffMember(id="a1", name="小安", roles=(Role.AGENT,), regions=("东",))


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def directory(house: House) -> Directory:
    return _directory(house)


def _directory(house: House) -> Directory:
    return Directory(house.storage, house.uow, house.requests, house.clock)


def _register(directory: Directory, entry: StaffMember, key: str = "") -> bool:
    request = Request(
        caller="staff:boss", operation="register", key=key or f"key-{entry.id}", content=[entry.name, entry.roles]
    )
    return directory.register(entry, request, by="boss", granted_by=[Role.MANAGER]).replayed


def test_a_registered_agent_takes_tickets_once_present(directory: Directory) -> None:
    assert directory.assignee("t", "东") == DUTY_DESK
    _register(directory, replace(AGENT, id="boss", roles=(Role.MANAGER,)))
    _register(directory, AGENT)
    _register(directory, replace(AGENT, id="a2", regions=("西",)))
    directory.set_presence("a2", present=True)
    assert directory.assignee("t", "东") == "a2"
    directory.set_presence("a1", present=True)
    assert directory.assignee("t", "东") == "a1"
    directory.set_presence("a1", present=False)
    directory.set_presence("a2", present=False)
    assert directory.assignee("t", "东") in ("a1", "a2")


def test_registering_is_idempotent_and_changing_takes_a_new_key(house: House, directory: Directory) -> None:
    assert _register(directory, AGENT, "key-0001") is False
    directory.set_presence("a1", present=True)
    assert _register(directory, AGENT, "key-0001") is True
    assert _register(directory, replace(AGENT, name="安安"), "key-0002") is False
    assert house.storage.all(STAFF) == [replace(AGENT, name="安安", present=True, version=3)]


def test_who_has_left_takes_nothing_and_cannot_come(directory: Directory) -> None:
    _register(directory, AGENT)
    directory.set_presence("a1", present=True)
    _register(directory, replace(AGENT, roles=()), "key-left")
    assert directory.assignee("t", "东") == DUTY_DESK
    with pytest.raises(BadInput):
        directory.set_presence("a1", present=True)
    assert directory.set_presence("a1", present=False).present is False


def test_to_come_twice_writes_once(house: House, directory: Directory) -> None:
    _register(directory, AGENT)
    assert directory.set_presence("a1", present=True).version == 2
    house.storage.calls.clear()
    assert directory.set_presence("a1", present=True).version == 2
    assert house.storage.calls == ["get"]
    with pytest.raises(NotFound):
        directory.set_presence("nobody", present=True)


def test_the_roster_costs_a_query_a_minute_and_the_loads_one_in_ten_seconds(house: House, directory: Directory) -> None:
    _register(directory, AGENT)
    house.storage.calls.clear()
    for _ in range(6):
        directory.assignee("t", "东")
        house.clock.move(timedelta(seconds=10))
    assert house.storage.calls == ["query"] * (1 + 6)
    directory.roster()
    assert house.storage.calls == ["query"] * (1 + 6 + 1)


def test_another_sandbox_hears_of_presence_within_a_minute(house: House, directory: Directory) -> None:
    other = _directory(house)
    _register(directory, AGENT)
    _register(directory, replace(AGENT, id="a2"))
    other.roster()
    directory.set_presence("a2", present=True)
    house.clock.move(timedelta(seconds=60))
    assert {other.assignee(f"t{number}", "东") for number in range(20)} == {"a2"}


def test_a_large_staff_is_read_page_by_page(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        _register(directory, replace(AGENT, id=f"a{number}"))
    monkeypatch.setattr(service, "whole_staff", lambda after=None: store.whole_staff(limit=2, after=after))
    assert [each.id for each in directory.roster()] == ["a0", "a1", "a2", "a3", "a4"]


def test_the_directory_pages(directory: Directory) -> None:
    for number in range(3):
        _register(directory, replace(AGENT, id=f"a{number}"))
    first, after = directory.page(2, None)
    rest, end = directory.page(2, after)
    assert ([each.id for each in (*first, *rest)], end) == (["a0", "a1", "a2"], None)


def test_staff_are_found_by_their_ids(directory: Directory) -> None:
    _register(directory, AGENT)
    assert list(directory.get_many(["a1", "ghost"])) == ["a1"]


def test_a_leader_is_as_the_mall_last_stated(house: House, directory: Directory) -> None:
    assert directory.leader("L1") is None
    event = LeaderChanged(occurred_at=START, leader_id="L1", community="阳光花园", region="东", name="王姐")
    directory.take(event)
    directory.take(replace(event, occurred_at=START - timedelta(days=1), community="旧小区"))
    leader = directory.leader("L1")
    assert leader is not None
    assert (leader.community, leader.region, leader.name, leader.version) == ("阳光花园", "东", "王姐", 1)
    house.storage.calls.clear()
    directory.take(event)
    assert house.storage.calls == ["get"], "a repetition writes nothing"
