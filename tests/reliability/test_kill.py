"""`kill -9` of a worker process, in the middle of a sweep and in the middle of a transaction."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from moto.dynamodb.models import DynamoDBBackend

from reliability.village import Village, a_village

pytestmark = [
    pytest.mark.reliability,
    pytest.mark.usefixtures("nothing_on_top"),
    pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
]
WORKER = Path(__file__).with_name("worker.py")
MANY = 12


@pytest.fixture
def village() -> Iterator[Village]:
    with a_village() as one:
        yield one


def start_worker(village: Village) -> subprocess.Popen[str]:
    """A process of its own that sweeps lane `now`, at the time of the village, over HTTP; ready to begin."""
    worker = subprocess.Popen(
        [sys.executable, str(WORKER), village.cloud.clock.now().isoformat()],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout
    assert worker.stdout.readline() == "ready\n"
    return worker


def begin(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin
    worker.stdin.write("go\n")
    worker.stdin.flush()


def kill(worker: subprocess.Popen[str]) -> None:
    worker.send_signal(signal.SIGKILL)
    assert worker.wait(timeout=10) == -signal.SIGKILL
    for stream in (worker.stdin, worker.stdout):
        assert stream
        stream.close()


def applications_waiting(village: Village) -> None:
    """Many members have tapped; nothing of what follows has happened, since their stream brought nothing."""
    numbers = [village.order() for _order in range(MANY)]
    for number in numbers:
        assert village.apply(number, "1")


def assert_paid_once(village: Village) -> None:
    """Each member is paid for their line, and is given something and called for their first complaint (P8)."""
    village.let_time_pass(minutes=10)
    there = village.counts()
    assert there["payout"] == {("REFUND", "PAID"): MANY, ("COUPON", "PAID"): MANY}
    assert there["ticket"] == {("CLAIM", "RESOLVED"): MANY, ("TASK", "IN_REVIEW"): MANY}
    assert there["ledger"] == {("BOOKED",): 2 * MANY, ("CONFIRMED",): 2 * MANY, ("ALLOCATED",): MANY}
    assert there["message"] == {("ticket_paid",): MANY, ("ticket_settled",): MANY, ("first_complaint",): MANY}
    messages = village.rows("message")
    assert [each for each in messages if each["state"] == "UNKNOWN"][1:] == [], "at most the one that was being sent"
    assert {each["state"] for each in messages} <= {"SENT", "UNKNOWN"}
    assert village.dead() == []


@pytest.mark.parametrize("left", [30, 20, 10])
def test_a_worker_killed_amid_its_sweep(village: Village, left: int) -> None:
    """It dies as soon as no more than `left` items are left in its lane."""
    applications_waiting(village)
    worker = start_worker(village)
    before = len(due(village))
    begin(worker)
    while len(due(village)) > left:
        time.sleep(0.001)
    kill(worker)
    assert 0 < len(due(village)) < before
    assert_paid_once(village)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_worker_killed_amid_a_transaction(village: Village, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """It dies while its so many-th transaction lies with the database, which carries it out all the same."""
    applications_waiting(village)
    worker, gate = start_worker(village), Gate(number)
    transact: Any = DynamoDBBackend.transact_write_items
    monkeypatch.setattr(DynamoDBBackend, "transact_write_items", lambda *given: gate.passed(lambda: transact(*given)))
    begin(worker)
    assert gate.arrived.wait(timeout=30)
    kill(worker)
    gate.go_on.set()
    assert_paid_once(village)


@dataclass
class Gate:
    """Holds one transaction up, by its number from 1 on."""

    number: int
    arrived: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)

    def passed(self, transact: Callable[[], None]) -> None:
        self.number -= 1
        if self.number == 0:
            self.arrived.set()
            assert self.go_on.wait(timeout=30)
        transact()


def due(village: Village) -> list[str]:
    now = village.cloud.clock.now() + timedelta(seconds=1)
    rows = (item for item in village.cloud.table("agenda") if item["lane"] == "now")
    return [json.dumps(item, sort_keys=True) for item in rows if item["due"] <= now.isoformat()]
