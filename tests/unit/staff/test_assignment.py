"""Who takes a case (G6)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.staff.assignment import Need, assign
from care.staff.model import DUTY_DESK, Role, Skill, StaffMember
from care.staff.shifts import Shifts, Span

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday, 10:00 in Shanghai."""
TICKETS = [f"ticket-{number}" for number in range(1_000)]
EASTERN = Need(region="东", skill=Skill.FOOD_SAFETY)


def _agent(id_: str, *regions: str, present: bool = True, role: Role = Role.AGENT) -> StaffMember:
    return StaffMember(id=id_, name=id_, roles=(role,), regions=regions, present=present)


def _taken(roster: Sequence[StaffMember], need: Need = EASTERN, **loads: int) -> set[str]:
    return {assign(ticket, need, roster, loads, AT) for ticket in TICKETS[:50]}


EAST, WEST, AWAY = _agent("east", "东"), _agent("west", "西"), _agent("away", "东", present=False)
BOSS = _agent("boss", role=Role.MANAGER, present=False)
EVENING = Shifts(week=((Span(starts=18 * 60, ends=2 * 60),),) * 7)
LATER = replace(_agent("later", "东"), shifts=EVENING)
SKILLED = replace(_agent("skilled", "东"), skills=(Skill.FOOD_SAFETY,))


@pytest.mark.parametrize(
    ("roster", "assignee"),
    [
        ([SKILLED, EAST, WEST, AWAY, BOSS], "skilled"),
        ([EAST, replace(SKILLED, present=False), WEST], "east"),
        ([EAST, replace(SKILLED, regions=("西",)), BOSS], "east"),
        ([_agent("everywhere"), WEST, BOSS], "everywhere"),
        ([WEST, AWAY, LATER, BOSS], "west"),
        ([LATER, AWAY, BOSS], "later"),
        ([_agent("far", "西", present=False), AWAY, BOSS], "away"),
        ([AWAY, BOSS, _agent("product", "东", role=Role.PRODUCT)], "away"),
        ([BOSS, _agent("product", "东", role=Role.PRODUCT)], "boss"),
        ([_agent("product", "东", role=Role.PRODUCT)], DUTY_DESK),
        ([], DUTY_DESK),
    ],
)
def test_the_nearest_circle_that_is_not_empty_takes_it(roster: list[StaffMember], assignee: str) -> None:
    assert _taken(roster) == {assignee}


def test_a_case_that_needs_nothing_special_goes_to_any_of_the_region() -> None:
    assert _taken([SKILLED, EAST], Need(region="东")) == {"skilled", "east"}


def test_a_case_of_no_known_region_goes_to_who_serves_every_region() -> None:
    assert _taken([EAST, WEST, _agent("everywhere")], Need()) == {"everywhere"}
    assert _taken([EAST], Need()) == {"east"}


def test_of_two_the_one_with_fewer_cases_takes_it() -> None:
    two = [EAST, _agent("other", "东")]
    assert _taken(two, east=3, other=2) == {"other"}
    assert _taken(two, east=2, other=2) == {"east", "other"}


ids = st.lists(st.text("abcdefgh0123456789-", min_size=1, max_size=8), min_size=2, max_size=8, unique=True)


def _slack(expected: float) -> float:
    """Six standard deviations of what falls by hash."""
    return 6 * sqrt(expected)


@settings(deadline=None, max_examples=30)
@given(ids)
def test_the_spread_is_fair_where_nothing_is_known_of_loads(names: list[str]) -> None:
    share = Counter(assign(ticket, Need(), [_agent(name) for name in names], {}, AT) for ticket in TICKETS)
    fair = len(TICKETS) / len(names)
    assert all(abs(share[name] - fair) < _slack(fair) for name in names)


@settings(deadline=None, max_examples=30)
@given(ids, st.data())
def test_however_old_the_loads_nobody_gets_more_than_twice_a_fair_share(names: list[str], data: st.DataObject) -> None:
    """All of the cases are given out by the same old counts: the bound that `assign` states."""
    stale = {name: data.draw(st.integers(0, 50)) for name in names}
    roster = [_agent(name) for name in names]
    share = Counter(assign(ticket, Need(), roster, stale, AT) for ticket in TICKETS)
    most = 2 * len(TICKETS) / len(names)
    assert max(share.values()) <= most + _slack(most)


@settings(deadline=None, max_examples=20)
@given(ids, st.integers(1, 6), st.integers(1, 40), st.randoms(use_true_random=False))
def test_sandboxes_that_read_at_times_of_their_own_level_what_is_open(
    names: list[str], sandboxes: int, fresh: int, random: Random
) -> None:
    """Each sandbox knows counts up to `fresh` of its cases old, and its own since. What is open stays within what is
    given out between two readings of all of them, whatever the total.
    """
    roster = [_agent(name) for name in names]
    truth = Counter(dict.fromkeys(names, 0))
    known = [dict(truth) for _ in range(sandboxes)]
    counts = [random.randrange(fresh) for _ in range(sandboxes)]
    for ticket in TICKETS:
        which = random.randrange(sandboxes)
        counts[which] += 1
        if counts[which] >= fresh:
            known[which], counts[which] = dict(truth), 0
        who = assign(ticket, Need(), roster, known[which], AT)
        known[which][who] += 1
        truth[who] += 1
    window = 2 * sandboxes * fresh / len(names)
    assert max(truth.values()) - min(truth.values()) <= 2 * (window + _slack(window)) + 8


@settings(deadline=None, max_examples=30)
@given(ids)
def test_a_newcomer_takes_only_their_own_share(names: list[str]) -> None:
    *settled, newcomer = [_agent(name) for name in names]
    for ticket in TICKETS[:200]:
        before, after = (assign(ticket, Need(), roster, {}, AT) for roster in (settled, [*settled, newcomer]))
        assert after in (before, newcomer.id)


@settings(deadline=None, max_examples=30)
@given(ids, st.randoms(use_true_random=False))
def test_the_order_of_the_roster_does_not_matter(names: list[str], random: Random) -> None:
    roster = [_agent(name) for name in names]
    shuffled = roster.copy()
    random.shuffle(shuffled)
    assert [assign(ticket, Need(), roster, {}, AT) for ticket in TICKETS[:20]] == [
        assign(ticket, Need(), shuffled, {}, AT) for ticket in TICKETS[:20]
    ]
