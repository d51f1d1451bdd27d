"""A2: the staff directory with roles, regions, skills, levels and presence; every ticket has an assignee."""

from typing import Any

import pytest

from care.staff.model import DUTY_DESK
from care.staff.store import STAFF
from fakes.office import Office


@pytest.fixture
def office() -> Office:
    return Office()


def _register(office: Office, staff_id: str, *roles: str, as_: str = "manager", key: str = "", **more: object) -> Any:
    wanted = {"staffId": staff_id, "name": f"员工{staff_id}", "roles": roles, "regions": ["东"], **more}
    return office.done("RegisterStaffMember", as_, input=wanted, idempotencyKey=key or f"register-{staff_id}")


def _come(office: Office, as_: str, *, present: bool = True, **more: object) -> Any:
    return office.done("SetPresence", as_, input={"present": present, **more})


def test_a2_a_ticket_goes_to_whoever_is_present(office: Office) -> None:
    assert office.directory.assignee("t", "东") == DUTY_DESK
    _register(office, "B1", "MANAGER")
    assert office.directory.assignee("t", "东") == "B1"
    _register(office, "A1", "AGENT")
    _register(office, "A2", "AGENT", regions=["西"])
    assert _come(office, "manager", staffId="A2")["staffMember"]["present"] is True
    assert office.directory.assignee("t", "东") == "A2"
    assert _come(office, "agent")["staffMember"] == {"id": "U3RhZmZNZW1iZXI6QTE", "staffId": "A1", "present": True}
    assert office.directory.assignee("t", "东") == "A1"
    _come(office, "agent", present=False)
    assert office.directory.assignee("t", "东") == "A2"


@pytest.mark.parametrize("who", ["agent", "operator", "quality", "product", "manager"])
def test_a2_staff_read_the_directory(office: Office, who: str) -> None:
    for staff_id in ("A1", "A2", "A3"):
        _register(office, staff_id, "AGENT", "QUALITY")
    first = office.done("Staff", who, first=2)
    rest = office.done("Staff", who, first=2, after=first["pageInfo"]["endCursor"])
    people = [edge["node"] for page in (first, rest) for edge in page["edges"]]
    assert [each["staffId"] for each in people] == ["A1", "A2", "A3"]
    assert (people[0]["roles"], people[0]["regions"], people[0]["present"]) == (["AGENT", "QUALITY"], ["东"], False)


@pytest.mark.parametrize("who", ["m1", "leader", None])
def test_a2_members_and_leaders_do_not_see_the_staff(office: Office, who: str | None) -> None:
    member = _register(office, "A1", "AGENT")["staffMember"]
    assert office.ask("Staff", who).codes == ["FORBIDDEN" if who else "UNAUTHENTICATED"]
    query = "query ($id: ID!) { node(id: $id) { id } }"
    if who:
        assert office.server.ask(query, as_=who, id=member["id"]).data == {"node": None}
    assert office.server.ask(query, as_="agent", id=member["id"]).data == {"node": {"id": member["id"]}}


@pytest.mark.parametrize("who", ["m1", "leader", "agent", "quality", "product"])
def test_a2_only_operators_and_managers_register(office: Office, who: str) -> None:
    wanted = {"staffId": "A9", "name": "某某", "roles": ["MANAGER"]}
    reply = office.ask("RegisterStaffMember", who, input=wanted, idempotencyKey="register-A9")
    assert reply.codes == ["FORBIDDEN"]
    assert office.house.storage.items == {}


def test_a2_an_operator_makes_agents_but_no_managers(office: Office) -> None:
    assert _register(office, "A1", "AGENT", as_="operator")["userErrors"] == []
    answer = _register(office, "A2", "MANAGER", as_="operator")
    assert [(error["field"], error["code"]) for error in answer["userErrors"]] == [("roles", "FORBIDDEN")]
    assert [each.id for each in office.house.storage.all(STAFF)] == ["A1"]


def test_a2_an_entry_is_checked(office: Office) -> None:
    for change, field in (
        ({"name": " "}, "name"),
        ({"staffId": "duty"}, "staffId"),
        ({"roles": ["MEMBER"]}, "roles"),
        ({"regions": [""]}, "regions"),
    ):
        answer = _register(office, "A1", **change)
        assert [(error["field"], error["code"]) for error in answer["userErrors"]] == [(field, "BAD_INPUT")]
    assert office.house.storage.items == {}


def test_a2_registering_replays_and_changes(office: Office) -> None:
    _register(office, "A1", "AGENT")
    assert _register(office, "A1", "AGENT")["replayed"] is True
    reused = _register(office, "A1", "QUALITY")
    assert [error["code"] for error in reused["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    left = _register(office, "A1", key="register-A1-left")
    assert (left["replayed"], left["staffMember"]["roles"]) == (False, [])
    assert office.directory.assignee("t", "东") == DUTY_DESK


def test_a2_presence_is_ones_own_or_set_by_a_manager(office: Office) -> None:
    _register(office, "A1", "AGENT")
    for who in ("agent", "operator"):
        other = {"present": True, "staffId": "A1" if who == "operator" else "A2"}
        answer = office.done("SetPresence", who, input=other)
        assert [error["code"] for error in answer["userErrors"]] == ["FORBIDDEN"]
    assert office.ask("SetPresence", "m1", input={"present": True}).codes == ["FORBIDDEN"]
    assert not any(each.present for each in office.house.storage.all(STAFF))
    assert _come(office, "quality")["userErrors"][0]["code"] == "NOT_FOUND", "not in the directory"
    assert _come(office, "manager", staffId="A1")["staffMember"]["present"] is True
