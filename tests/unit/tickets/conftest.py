"""A product in memory with one order, signed for two hours before the story begins to matter."""

import pytest

from fakes.shop import Shop


@pytest.fixture
def shop() -> Shop:
    return Shop()
