"""Figures are typed and bounded (A3)."""

import pytest

from care.kernel.errors import BadInput
from care.kernel.settings import FIGURES, Figure, Settings, figure

HOURS = Figure(key="test.hours", default=20, low=1, high=24, unit="hours", row="P1", about="for this test")


@pytest.mark.parametrize("wrong", [0, 25, 1.5, "3", True, None])
def test_a_wrong_value_is_refused_with_the_bounds(wrong: object) -> None:
    with pytest.raises(BadInput) as refused:
        HOURS.check(wrong)
    assert refused.value.field == "test.hours"
    assert refused.value.detail == {"low": 1, "high": 24}


def test_settings_tell_what_was_set_else_the_default() -> None:
    assert Settings().of(HOURS) == 20
    assert Settings(version=3, values={"test.hours": 7}).of(HOURS) == 7


def test_two_figures_cannot_share_a_key() -> None:
    figure("test.twice", 1, 0, 2, "", "", "")
    with pytest.raises(ValueError, match="two figures"):
        figure("test.twice", 1, 0, 2, "", "", "")
    del FIGURES["test.twice"]


def test_a_default_outside_its_bounds_is_a_mistake() -> None:
    with pytest.raises(BadInput):
        figure("test.bad", 9, 0, 2, "", "", "")
    assert "test.bad" not in FIGURES
