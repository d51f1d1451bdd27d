"""The 12-order story, delivered as unkindly as a bus may: 20 seeds."""

import pytest

from reliability.plays import assert_same, kindly, unkindly

pytestmark = pytest.mark.reliability
STORY = "twelve-orders"


@pytest.mark.parametrize("seed", range(20))
def test_twelve_orders_unkindly_delivered_come_to_the_same(seed: int) -> None:
    assert_same(unkindly(STORY, seed), kindly(STORY))
