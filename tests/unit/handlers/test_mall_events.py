from types import SimpleNamespace
from typing import Any

import pytest

from care.kernel.errors import Conflict
from handlers import mall_events


class Router:
    """Takes what it does not choke on. `flushed`: how many had been taken whenever the gauges were put out."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.flushed: list[int] = []

    def flush(self) -> None:
        self.flushed.append(len(self.taken))

    def take(self, body: str) -> None:
        if body == "busy":
            raise Conflict
        self.taken.append(body)


@pytest.fixture
def router(monkeypatch: pytest.MonkeyPatch) -> Router:
    router = Router()
    monkeypatch.setattr(mall_events, "app", lambda: SimpleNamespace(mall_router=router, gauges=router))
    monkeypatch.setattr(mall_events, "log_everything", lambda: None)
    return router


def batch(*bodies: str) -> dict[str, Any]:
    return {
        "Records": [
            {"messageId": f"id-{number}", "body": body, "eventSource": "aws:sqs", "attributes": {}}
            for number, body in enumerate(bodies)
        ]
    }


def failures(*bodies: str) -> list[Any]:
    answer = mall_events.handler(batch(*bodies), SimpleNamespace())  # type: ignore[arg-type]  # unused
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def test_a_batch_is_taken_in_order(router: Router) -> None:
    assert failures("a", "b", "c") == []
    assert router.taken == ["a", "b", "c"]


def test_only_what_failed_goes_back(router: Router) -> None:
    assert failures("a", "busy", "c") == ["id-1"]
    assert router.taken == ["a", "c"]


def test_a_batch_that_fails_whole_goes_back_whole(router: Router) -> None:
    assert failures("busy", "busy") == ["id-0", "id-1"]
    assert router.taken == []


def test_one_sandbox_serves_batch_after_batch(router: Router) -> None:
    assert failures("busy") == ["id-0"]
    assert failures("a") == []
    assert router.taken == ["a"]


def test_a_crash_is_not_swallowed(router: Router, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_body: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(router, "take", crash)
    with pytest.raises(KeyboardInterrupt):
        failures("a")


def test_what_was_counted_is_put_out_once_a_batch(router: Router) -> None:
    assert failures("a", "busy", "c") == ["id-1"]
    assert router.flushed == [2]


def test_why_an_event_goes_back_is_on_record(router: Router, caplog: pytest.LogCaptureFixture) -> None:
    """Else five deliveries later it lies among the dead letters and nobody can say what was wrong."""
    assert failures("a", "busy") == ["id-1"]
    assert router.taken == ["a"]
    (record,) = [each for each in caplog.records if each.name == "handlers.mall_events"]
    assert record.exc_info
    assert record.exc_info[0] is Conflict
