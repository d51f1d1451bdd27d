"""For all tests."""

from dataclasses import replace

import pytest

from care.policy import service
from care.policy.baseline import baseline_policy


@pytest.fixture
def nothing_on_top(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each remedy pays what it says and no more, whoever the member is (C2): for tests that follow a single payout."""
    shipped = baseline_policy()
    plain = replace(shipped, rules=tuple(replace(rule, extras=()) for rule in shipped.rules))
    monkeypatch.setattr(service, "baseline_policy", lambda: plain)
