from collections.abc import Iterator

import pytest

from care.kernel.clock import SettableClock
from local_cloud import LocalCloud
from small_cloud import OPERATIONS, START, TEMPLATE, bootstrap


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    """The small cloud, at START."""
    bootstrap.SEEN.clear()
    bootstrap.STATE.clear()
    bootstrap.STATE["resets"] = 0
    with LocalCloud.start(TEMPLATE, clock=SettableClock(START), operations=OPERATIONS) as up:
        yield up
