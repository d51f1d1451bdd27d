"""The player jumps from stop to stop; a day in which every schedule fires at each of its ticks comes to the same."""

from datetime import datetime

import pytest

from reliability.plays import assert_same, play

pytestmark = pytest.mark.reliability
A_DAY_LATER = datetime.fromisoformat("2026-03-03T12:30:00+08:00")
"""The first day of the story, and the morning after, on which orders are signed, applied for and paid."""


def test_a_day_with_every_tick_comes_to_the_same() -> None:
    jumping = play("twelve-orders", until=A_DAY_LATER)
    ticking = play("twelve-orders", until=A_DAY_LATER, every_tick=True)
    assert jumping[0]["payouts"], "something happens on this day"
    assert_same(ticking, jumping)
