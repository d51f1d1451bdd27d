"""Who is on call, and who is told next (A2)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations

import pytest

from care.kernel.clock import SHANGHAI
from care.kernel.errors import BadInput, CareError, NotFound
from care.staff.model import DUTY_DESK, Function, Role, StaffMember
from care.staff.on_call import Because, Duty, OnCall, Rung, Stint, check_on_call, ladder
from care.staff.shifts import Span

NOON = datetime(2026, 3, 2, 12, tzinfo=SHANGHAI)
"""A Monday."""
ALL_DAY, NIGHT = Span(starts=0, ends=0), Span(starts=22 * 60, ends=6 * 60)


def _one(id_: str, role: Role = Role.QUALITY, **more: object) -> StaffMember:
    return StaffMember(id=id_, name=id_, roles=(role,), **more)  # type: ignore[arg-type]


LIN = _one("lin", stand_in="mei", regions=("东",))
MEI = _one("mei")
QIU = _one("qiu", functions=(Function.QUALITY,), present=True)
AWAY = _one("away", functions=(Function.QUALITY,))
BOSS, CHIEF = _one("boss", Role.MANAGER, regions=("西",)), _one("chief", Role.MANAGER, present=True)
STAFF = [LIN, MEI, QIU, AWAY, BOSS, CHIEF]
ROSTER = OnCall(
    function=Function.QUALITY,
    rota=(Stint(weekday=0, span=ALL_DAY, staff_ids=("lin",)), Stint(weekday=6, span=NIGHT, staff_ids=("mei", "lin"))),
)


def _names(rungs: tuple[Rung, ...]) -> list[str]:
    return [rung.staff_id for rung in rungs]


def test_the_ladder_goes_from_whose_turn_it_is_to_the_desk() -> None:
    assert ladder(ROSTER, STAFF, "东", NOON) == (
        Rung("lin", Because.ROTA),
        Rung("mei", Because.STAND_IN),
        Rung("qiu", Because.FUNCTION),
        Rung("chief", Because.MANAGER),
        Rung("boss", Because.MANAGER),
        Rung(DUTY_DESK, Because.DESK),
    )


def test_a_turn_of_the_night_before_goes_on_after_midnight() -> None:
    early = NOON.replace(hour=5)
    assert _names(ladder(ROSTER, STAFF, None, early))[:2] == ["lin", "mei"], "both turns run; the order is the roster's"
    sunday = NOON - timedelta(hours=13)
    assert _names(ladder(ROSTER, STAFF, None, sunday))[:2] == ["mei", "lin"]


def test_a_duty_goes_instead_of_the_week() -> None:
    duty = Duty(starts_at=NOON, ends_at=NOON + timedelta(hours=1), staff_ids=("mei",))
    roster = replace(ROSTER, duties=(duty,))
    assert _names(ladder(roster, STAFF, None, NOON))[0] == "mei"
    assert _names(ladder(roster, STAFF, None, NOON + timedelta(hours=1)))[0] == "lin"


def test_of_one_step_those_of_the_region_come_first() -> None:
    west = OnCall(function=Function.PR)
    assert _names(ladder(west, [CHIEF, replace(BOSS, present=True)], "西", NOON)) == ["chief", "boss", DUTY_DESK]
    far = replace(CHIEF, regions=("东",))
    assert _names(ladder(west, [far, replace(BOSS, present=True)], "西", NOON)) == ["boss", "chief", DUTY_DESK]


def test_who_has_left_is_on_no_rung_and_nobody_twice() -> None:
    left = [replace(LIN, roles=()), replace(MEI, functions=(Function.QUALITY,), present=True), QIU]
    assert _names(ladder(ROSTER, left, None, NOON)) == ["mei", "qiu", DUTY_DESK]


def test_it_always_ends_at_the_desk_and_is_never_long() -> None:
    assert _names(ladder(ROSTER, [], None, NOON)) == [DUTY_DESK]
    crowd = [_one(f"m{number}", Role.MANAGER) for number in range(40)]
    assert len(ladder(ROSTER, crowd, None, NOON)) == 13


def test_the_order_in_which_the_staff_is_read_decides_nothing_but_ties() -> None:
    for staff in permutations([LIN, MEI, QIU]):
        assert _names(ladder(ROSTER, staff, None, NOON)) == ["lin", "mei", "qiu", DUTY_DESK]


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"rota": (Stint(weekday=7, span=NIGHT, staff_ids=("lin",)),)}, BadInput, "rota"),
        ({"rota": (Stint(weekday=0, span=NIGHT, staff_ids=()),)}, BadInput, "rota"),
        ({"rota": (Stint(weekday=0, span=NIGHT, staff_ids=("lin", "lin")),)}, BadInput, "rota"),
        ({"rota": (Stint(weekday=0, span=NIGHT, staff_ids=("nobody",)),)}, NotFound, "rota"),
        ({"rota": (Stint(weekday=0, span=NIGHT, staff_ids=("left",)),)}, NotFound, "rota"),
        ({"rota": (Stint(weekday=0, span=NIGHT, staff_ids=("lin",)),) * 61}, BadInput, "rota"),
        ({"duties": (Duty(starts_at=NOON, ends_at=NOON, staff_ids=("lin",)),)}, BadInput, "duties"),
        ({"duties": (Duty(starts_at=NOON, ends_at=NOON + timedelta(1), staff_ids=()),)}, BadInput, "duties"),
        (
            {"duties": (Duty(starts_at=NOON + timedelta(400), ends_at=NOON + timedelta(401), staff_ids=("lin",)),)},
            BadInput,
            "duties",
        ),
    ],
)
def test_a_roster_that_cannot_be_meant_is_refused(
    change: dict[str, object], error: type[CareError], field: str
) -> None:
    known = {each.id: each for each in (*STAFF, _one("left"))} | {"left": replace(_one("left"), roles=())}
    check_on_call(ROSTER, known, date(2026, 3, 2))
    with pytest.raises(error) as refused:
        check_on_call(replace(ROSTER, **change), known, date(2026, 3, 2))  # type: ignore[arg-type]
    assert refused.value.field == field
