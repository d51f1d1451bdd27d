from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from care.kernel.clock import SettableClock
from local_cloud import LocalCloud
from small_cloud import OPERATIONS, TEMPLATE, bootstrap

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def cloud() -> Iterator[LocalCloud]:
    """The small cloud, at START."""
    bootstrap.SEEN.clear()
    bootstrap.STATE.clear()
    bootstrap.STATE["resets"] = 0
    with LocalCloud.start(TEMPLATE, clock=SettableClock(START), operations=OPERATIONS) as up:
        yield up
