"""What a staff entry must be, and which statement of a leader holds (A2)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from care.kernel.errors import BadInput, Forbidden
from care.staff.events import LeaderChanged
from care.staff.model import DUTY_DESK, Leader, Role, StaffMember
from care.staff.rules import check_entry, registered, stated

AT = datetime(2026, 3, 2, tzinfo=UTC)


def _agent(id_: str, *regions: str, present: bool = True, role: Role = Role.AGENT) -> StaffMember:
    return StaffMember(id=id_, name=id_, roles=(role,), regions=regions, present=present)


EAST = _agent("east", "东")
BOSS = _agent("boss", role=Role.MANAGER, present=False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"id": ""}, "staff_id"),
        ({"id": "x" * 65}, "staff_id"),
        ({"id": DUTY_DESK}, "staff_id"),
        ({"id": "a#b"}, "staff_id"),
        ({"name": " "}, "name"),
        ({"name": "名" * 41}, "name"),
        ({"roles": (Role.MEMBER,)}, "roles"),
        ({"roles": (Role.AGENT, Role.LEADER)}, "roles"),
        ({"regions": ("东", " ")}, "regions"),
        ({"regions": ("东",) * 51}, "regions"),
        ({"level": 0}, "level"),
        ({"level": 4}, "level"),
        ({"stand_in": "east"}, "stand_in"),
        ({"stand_in": DUTY_DESK}, "stand_in"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_refused_by_its_field(change: dict[str, Any], field: str) -> None:
    check_entry(EAST)
    with pytest.raises(BadInput) as refused:
        check_entry(replace(EAST, **change))
    assert refused.value.field == field


def test_only_a_manager_makes_or_unmakes_a_manager() -> None:
    plain = replace(BOSS, roles=(Role.AGENT,))
    for known, entry in ((None, BOSS), (BOSS, plain), (plain, BOSS)):
        with pytest.raises(Forbidden):
            registered(known, entry, [Role.OPERATOR], themselves=False)
        assert registered(known, entry, [Role.MANAGER], themselves=False).roles == entry.roles


def test_an_operator_does_not_change_their_own_roles() -> None:
    known = _agent("ops", role=Role.OPERATOR)
    with pytest.raises(Forbidden):
        registered(known, replace(known, roles=(Role.OPERATOR, Role.QUALITY)), [Role.OPERATOR], themselves=True)
    renamed = registered(known, replace(known, name="新名"), [Role.OPERATOR], themselves=True)
    assert (renamed.name, renamed.present) == ("新名", True)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OPERATOR])
def test_nobody_raises_their_own_level(role: Role) -> None:
    known = replace(_agent("one", role=role), level=2)
    for before, level in ((known, 3), (None, 2)):
        with pytest.raises(Forbidden) as refused:
            registered(before, replace(known, level=level), [Role.MANAGER], themselves=True)
        assert refused.value.field == "level"
        assert registered(before, replace(known, level=level), [Role.MANAGER], themselves=False).level == level
    assert registered(known, replace(known, level=1), [Role.MANAGER], themselves=True).level == 1
    assert registered(None, replace(known, level=1), [Role.MANAGER], themselves=True).level == 1


def test_who_has_left_is_absent_and_presence_else_stays() -> None:
    assert registered(EAST, replace(EAST, present=False), [Role.MANAGER], themselves=False).present
    assert not registered(EAST, replace(EAST, roles=()), [Role.MANAGER], themselves=False).present
    assert not registered(None, EAST, [Role.MANAGER], themselves=False).present


def test_roles_and_regions_are_kept_in_order_and_once() -> None:
    entry = replace(EAST, roles=(Role.QUALITY, Role.AGENT, Role.AGENT), regions=("西", "东", "西"))
    made = registered(None, entry, [Role.MANAGER], themselves=False)
    assert (made.roles, made.regions) == ((Role.AGENT, Role.QUALITY), ("东", "西"))


def _moved(minutes: int, community: str, event_id: str | None = None, region: str | None = None) -> LeaderChanged:
    at = AT + timedelta(minutes=minutes)
    return LeaderChanged(event_id=event_id, occurred_at=at, leader_id="L1", community=community, region=region)


def test_the_newest_statement_of_a_leader_wins_in_any_order() -> None:
    events = [_moved(0, "A"), _moved(5, "B", "e1"), _moved(5, "C", "e2"), _moved(5, "C2", "e2"), _moved(3, "D", "e9")]
    ends: set[Leader] = set()
    for order in permutations(events):
        leader: Leader | None = None
        for event in (*order, *order):
            leader = stated(leader, event)
        assert leader is not None
        ends.add(leader)
    (end,) = ends
    assert (end.community[0], end.changed_at) == ("C", AT + timedelta(minutes=5))


def test_a_statement_stands_whole() -> None:
    first = stated(None, _moved(0, "A", region="东"))
    assert stated(first, _moved(1, "B")).region is None
