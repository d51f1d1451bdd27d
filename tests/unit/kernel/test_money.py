"""Money is whole fen, within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.kernel.errors import BadInput
from care.kernel.money import MOST_FEN, fen, portion, yuan


@pytest.mark.parametrize("wrong", [-1, 1.0, 0.5, "5", None, True, MOST_FEN + 1])
def test_what_is_not_whole_fen_within_bounds_is_refused(wrong: object) -> None:
    with pytest.raises(BadInput) as refused:
        fen(wrong, field="paidFen")
    assert refused.value.field == "paidFen"


def test_the_least_can_be_raised() -> None:
    assert fen(0) == 0
    with pytest.raises(BadInput):
        fen(0, least=1)


@given(st.integers(0, MOST_FEN), st.integers(1, 10_000), st.data())
def test_a_share_is_whole_and_never_above_the_total(total: int, whole: int, data: st.DataObject) -> None:
    parts = data.draw(st.integers(0, whole))
    share = portion(total, parts, whole)
    assert isinstance(share, int)
    assert 0 <= share <= total
    assert 2 * abs(share * whole - total * parts) <= whole
    assert portion(total, whole, whole) == total


def test_half_a_fen_goes_to_the_member() -> None:
    assert portion(1, 50, 100) == 1


def test_yuan_reads_as_people_write_it() -> None:
    assert [yuan(amount) for amount in (0, 5, 1250, 100000)] == ["0.00", "0.05", "12.50", "1000.00"]
