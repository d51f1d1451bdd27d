"""The function of arrivals: what it hands on, what it leaves in the queue, and what it is put together from."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from care.evidence.recogniser import UnknownToAll
from care.evidence.vision_endpoint import VisionEndpoint
from care.kernel.clock import SettableClock
from fakes.house import START
from handlers import evidence_arrivals, evidence_bootstrap
from handlers.brought import brought
from handlers.environment import TABLES
from handlers.evidence_bootstrap import EvidenceApp, Vision, evidence_app, read_vision

VARIABLES = {
    "AWS_REGION": "cn-north-1", "BUS_NAME": "bus", "EVIDENCE_BUCKET": "photos",
    "EVIDENCE_URL": "https://photos.test", "MALL_DLQ_URL": "none", "SECRET_ARN": "none", "AGENDA_SHARDS": "2",
    "TOKEN_ISSUER": "i", "TOKEN_AUDIENCE": "a", "TOKEN_JWKS_URL": "none", "INTROSPECTION": "off", "ALLOW_LIST": "on",
    "VISION_URL": "", "VISION_MODEL": "", "VISION_SECRET_ARN": "",
    **{f"TABLE_{name.upper()}": name for name in TABLES},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    evidence_bootstrap._built.clear()
    yield
    evidence_bootstrap._built.clear()
    brought.clear()


def message(number: int, body: str) -> dict[str, Any]:
    return {"messageId": f"m-{number}", "body": body, "eventSource": "aws:sqs", "attributes": {}}


def word(*keys: str) -> str:
    return json.dumps(
        {"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": {"key": key}}} for key in keys]}
    )


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    keys: list[str] = []

    def take(key: str) -> None:
        if key == "raw/bad":
            raise OSError("the bucket is away")
        keys.append(key)

    house = SimpleNamespace(arrivals=SimpleNamespace(take=take))
    monkeypatch.setattr(evidence_arrivals, "evidence_app", lambda: house)
    return keys


def handle(*bodies: str) -> list[str]:
    records = [message(number, body) for number, body in enumerate(bodies)]
    context: Any = SimpleNamespace()
    answer = evidence_arrivals.handler({"Records": records}, context)
    return [str(each["itemIdentifier"]) for each in answer["batchItemFailures"]]


def test_each_key_is_taken_as_it_lies_in_the_bucket(taken: list[str]) -> None:
    assert handle(word("raw%2Fe1", "raw/e2"), word("raw/a+b")) == []
    assert taken == ["raw/e1", "raw/e2", "raw/a b"]


def test_what_cannot_be_judged_or_read_stays_in_the_queue_alone(taken: list[str]) -> None:
    assert handle(word("raw/e1"), word("raw/bad"), "not json", word("raw/e2")) == ["m-1", "m-2"]
    assert taken == ["raw/e1", "raw/e2"]


def test_what_the_bucket_says_when_it_is_told_of_the_queue_is_passed_over(taken: list[str]) -> None:
    assert handle(json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"})) == []
    assert taken == []


def test_it_is_put_together_once_and_anew_for_another_clock() -> None:
    first = evidence_app()
    assert evidence_app() is first
    assert first.arrivals.objects is evidence_app().arrivals.objects
    clock = brought["clock"] = SettableClock(START)
    assert evidence_app() is not first
    assert evidence_app().arrivals.clock is clock


def test_problems_are_recognised_where_an_endpoint_is_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(evidence_app().recogniser, UnknownToAll)
    asked = []

    def secret(arn: str, *, transform: str) -> dict[str, str]:
        asked.append((arn, transform))
        return {"key": "k-9"}

    monkeypatch.setattr(evidence_bootstrap, "get_secret", secret)
    vision = read_vision({"VISION_URL": "https://v.test", "VISION_MODEL": "m", "VISION_SECRET_ARN": "arn"})
    made = EvidenceApp(environment=evidence_app().environment, vision=vision).recogniser
    assert isinstance(made, VisionEndpoint)
    assert (made.url, made.model, made.key, asked) == ("https://v.test", "m", "k-9", [("arn", "json")])
    assert vision == Vision(url="https://v.test", model="m", secret_arn="arn")
