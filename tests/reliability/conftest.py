"""The longest play begins first, so that no worker is left with it alone at the end."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "two_hundred_orders" not in item.nodeid)
