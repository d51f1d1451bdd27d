"""P6 over thousands of histories: quiet hours, caps in any window, opt-out, hold-out, alerts, one decision a key."""

from typing import Any

import pytest
from hypothesis import given, settings

from fakes.contact_histories import HISTORIES, History

pytestmark = pytest.mark.reliability


@settings(max_examples=5000, deadline=None)
@given(HISTORIES)
def test_what_contact_promises_holds_in_any_history(told: tuple[list[str], list[tuple[str, Any]]]) -> None:
    fates, steps = told
    history = History(fates)
    history.play(steps)
    history.check()
