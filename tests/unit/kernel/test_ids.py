"""Ids are derived: the same parts make the same id, in whatever process."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from care.kernel.ids import derived_id, timed_id
from fakes.house import START

parts = st.lists(st.text() | st.integers(), min_size=1, max_size=4)


@given(parts)
def test_the_same_parts_make_the_same_id(named: list[str | int]) -> None:
    assert derived_id(*named) == derived_id(*named)
    assert len(derived_id(*named)) == 26


@given(parts, parts)
def test_other_parts_make_another_id(one: list[str | int], other: list[str | int]) -> None:
    if [str(each) for each in one] != [str(each) for each in other]:
        assert derived_id(*one) != derived_id(*other)


def test_parts_do_not_run_together() -> None:
    assert derived_id("ab", "c") != derived_id("a", "bc")
    assert derived_id("a\x1f1:b") != derived_id("a", "b")


@given(st.integers(min_value=1, max_value=10**9))
def test_timed_ids_sort_by_time(later_ms: int) -> None:
    early = timed_id(START, "z")
    late = timed_id(START + timedelta(milliseconds=later_ms), "a")
    assert early < late
    assert len(early) == 26
