from typing import Any

from hypothesis import given, settings

from fakes.contact_histories import HISTORIES, History


@settings(max_examples=120, deadline=None)
@given(HISTORIES)
def test_what_contact_promises_holds_in_any_history(told: tuple[list[str], list[tuple[str, Any]]]) -> None:
    """tests/reliability/test_contact_promises.py plays thousands."""
    fates, steps = told
    history = History(fates)
    history.play(steps)
    history.check()
