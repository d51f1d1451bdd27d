"""The API's function from an HTTP API event to its answer, its log line and its metrics."""

import json
import logging
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from care.contact.channels import ChannelKind
from handlers import api, bootstrap, foundations
from handlers.environment import TABLES
from handlers.observability import logger, metrics

ENVIRONMENT: Mapping[str, str] = {
    "AWS_REGION": "cn-north-1",
    "BUS_NAME": "bus",
    "EVIDENCE_BUCKET": "photos",
    "EVIDENCE_URL": "https://photos.example",
    "MALL_DLQ_URL": "http://127.0.0.1/dlq",
    "SECRET_ARN": "arn",
    "AGENDA_SHARDS": "2",
    "TOKEN_ISSUER": "https://issuer.example",
    "TOKEN_AUDIENCE": "aftercare",
    "TOKEN_JWKS_URL": "http://127.0.0.1:9/jwks",
    "INTROSPECTION": "off",
    "ALLOW_LIST": "on",
    "POWERTOOLS_SERVICE_NAME": "aftercare-test",
    "POWERTOOLS_METRICS_NAMESPACE": "Aftercare",
    **{f"TABLE_{name.upper()}": name for name in TABLES},
}


@pytest.fixture(autouse=True)
def _sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A sandbox of its own: fresh bootstrap, observability from this environment."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(foundations, "read_master", lambda _arn: "a master secret of 32 characters")
    for each in (logger, metrics):
        each.cache_clear()
    bootstrap.reset()
    yield
    bootstrap.reset()
    for each in (logger, metrics):
        each.cache_clear()


def call(route: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    event = {
        "version": "2.0",
        "routeKey": route,
        "headers": {"content-type": "application/json", **headers},
        "requestContext": {"requestId": "R1", "http": {"method": "POST", "path": "/graphql", "sourceIp": "10.0.0.1"}},
        "body": json.dumps(body) if body is not None else None,
        "isBase64Encoded": False,
    }
    answer = api.handler(event, SimpleNamespace())  # type: ignore[arg-type]  # the handler asks nothing of it
    return answer["statusCode"], json.loads(answer["body"])


def test_health_asks_nothing_of_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLE_AGENDA")

    assert call("GET /health") == (200, {"status": "ok"})


def test_a_document_of_the_allow_list_runs() -> None:
    query = "query Health { health }"

    assert call("POST /graphql", {"query": query}) == (200, {"data": {"health": True}})


def test_any_other_document_does_not() -> None:
    status, answer = call("POST /graphql", {"query": "{health}"}, **{"accept-language": "en"})

    assert (status, answer["errors"][0]["extensions"]["code"]) == (403, "OPERATION_NOT_ALLOWED")


def test_the_environment_opens_the_api_to_developers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOW_LIST", "off")
    monkeypatch.setenv("INTROSPECTION", "on")
    bootstrap.reset()

    assert call("POST /graphql", {"query": "{__schema{queryType{name}}}"}) == (
        200,
        {"data": {"__schema": {"queryType": {"name": "Query"}}}},
    )


def test_an_unknown_route_is_not_found() -> None:
    status, answer = call("GET /graphql")

    assert (status, answer["errors"][0]["extensions"]["code"]) == (404, "ROUTE_NOT_FOUND")


def test_a_token_that_cannot_be_checked_is_refused_before_anything_runs() -> None:
    status, answer = call("POST /graphql", {"query": "query Health { health }"}, authorization="Bearer x.y.z")

    assert (status, answer["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")


def test_the_log_and_the_metrics_tell_what_came_of_it(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        call("POST /graphql", {"query": "query Health { health }", "variables": {"phone": "13800138000"}})

    (record,) = [record for record in caplog.records if record.message == "api.served"]
    told = {
        name: getattr(record, name) for name in ("correlation", "operation", "roles", "status", "codes", "withheld")
    }
    assert told == {"correlation": "R1", "operation": "Health", "roles": [], "status": 200, "codes": [], "withheld": 0}
    written = capsys.readouterr().out
    metric = next(json.loads(line) for line in written.splitlines() if "ApiRequests" in line)
    assert (metric["ApiRequests"], metric["ApiInternalErrors"]) == ([1.0], [0.0])
    assert "13800138000" not in written + str([record.__dict__ for record in caplog.records])


def test_a_fresh_bootstrap_is_noticed() -> None:
    call("POST /graphql", {"query": "query Health { health }"})
    before = bootstrap.app()
    bootstrap.reset()
    call("POST /graphql", {"query": "query Health { health }"})

    assert bootstrap.app() is not before
    assert api._built[0][0] is bootstrap.app()


def test_what_is_ours_to_mend_in_a_login_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    call("POST /graphql", {"query": "query Health { health }"})
    bootstrap.app().gauges.channel_alarm(ChannelKind.WEAPP_SUBSCRIBE, "40125")
    capsys.readouterr()

    call("POST /graphql", {"query": "query Health { health }"})
    call("POST /graphql", {"query": "query Health { health }"})

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [line.get("ChannelRefusals") for line in lines] == [[1.0], None]
    assert [line["ApiRequests"] for line in lines] == [[1.0], [1.0]]
