"""The story of a community's ten days, delivered as unkindly as a bus may."""

import pytest

from reliability.plays import assert_same, kindly, unkindly

pytestmark = pytest.mark.reliability
STORY = "community-ten-days"


def test_two_hundred_orders_unkindly_delivered_come_to_the_same() -> None:
    assert_same(unkindly(STORY, 1), kindly(STORY))
