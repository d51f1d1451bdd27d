"""The built artifact alone: complete, of the deployed minor, light enough, and every handler answers from it.

`make artifact-test` builds first. Where the tests run on another minor than the deployed one, its handlers are skipped.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

import deployment
from artifact.__main__ import LIMIT_MB, megabytes
from artifact.target import ROOT, Architecture, Target
from artifact.trim import SERVICES
from lambda_sandbox import Sandbox
from local_cloud.environment import Environment
from local_cloud.resources import Stack

ARTIFACT = ROOT / "build" / "artifact"
TARGET = Target.of_template(Architecture.X86_64)
FUNCTIONS = deployment.functions()
REGION = "cn-northwest-1"
TOKENS = {"TokenIssuer": "local", "TokenJwksUrl": "http://127.0.0.1:9/jwks", "AllowList": "off"}

pytestmark = pytest.mark.artifact


@pytest.fixture(scope="module")
def python() -> str:
    """This interpreter, whose runtime client we have, where it is of the deployed minor."""
    if f"{sys.version_info[0]}.{sys.version_info[1]}" != TARGET.minor:
        pytest.skip(f"the artifact is for Python {TARGET.minor}; run the tests with that to try it")
    return sys.executable


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The template's tables, queues, bus and secret on a server of their own."""
    server, environment = ThreadedMotoServer("127.0.0.1", 0, verbose=False), Environment()
    server.start()
    host, port = server.get_host_and_port()
    environment.set_aws(region=REGION, endpoint=f"http://{host}:{port}")
    made = Stack(deployment.load_template(), name="care", region=REGION, seed="artifact", parameters=TOKENS)
    made.make()
    yield made
    environment.restore()
    server.stop()


@pytest.fixture
def start(python: str, stack: Stack) -> Iterator[Any]:
    """Starts a function as the template states it, with what Lambda would put into its environment."""
    given = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    with ExitStack() as running:

        def begin(function: str) -> Sandbox:
            stated = stack.properties(function)
            variables = {name: str(value) for name, value in stated["Environment"]["Variables"].items()}
            sandbox = Sandbox(stated["Handler"], python=python, task_root=ARTIFACT, environment=given | variables)
            return running.enter_context(sandbox)

        yield begin


def request(method: str, path: str, body: object = None) -> dict[str, Any]:
    """As an HTTP API sends it (payload 2.0)."""
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.9", "userAgent": "test"}
    context = {"http": http, "requestId": "r-1", "stage": "$default", "routeKey": f"{method} {path}", "timeEpoch": 0}
    event = {"version": "2.0", "routeKey": f"{method} {path}", "rawPath": path, "rawQueryString": "", "headers": {}}
    sent = {"body": json.dumps(body), "headers": {"content-type": "application/json"}} if body is not None else {}
    return event | sent | {"requestContext": context, "isBase64Encoded": False}


TICK = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}, "time": "2026-03-02T02:00:00Z"}
SWEEPS = [name for name in FUNCTIONS if name.startswith("Sweep")]


def test_it_weighs_no_more_than_allowed() -> None:
    assert megabytes(ARTIFACT) <= LIMIT_MB


def test_it_holds_no_tests_no_types_and_the_real_graphql_core() -> None:
    names = {path.name for path in ARTIFACT.rglob("*")}
    assert not {"tests", "test", "conftest.py", "infra", "awslambdaric", "moto", "pytest"} & names
    assert (ARTIFACT / "graphql" / "language" / "parser.py").is_file()
    assert not (ARTIFACT / "graphql" / "api").exists()


def test_it_holds_each_operation_and_the_schema() -> None:
    committed = {path.name for path in (ROOT / "graphql" / "operations").glob("*.graphql")}
    assert {path.name for path in (ARTIFACT / "operations").glob("*.graphql")} == committed
    assert (ARTIFACT / "schema.graphql").read_bytes() == (ROOT / "graphql" / "schema.graphql").read_bytes()


def test_it_holds_the_models_of_the_services_that_the_policies_name() -> None:
    for function in FUNCTIONS:
        actions = [deployment.as_list(statement["Action"]) for statement in deployment.statements(function)]
        services = {action.split(":")[0] for each in actions for action in each}
        assert services - {"logs"} <= SERVICES
    models = {path.name for path in (ARTIFACT / "botocore" / "data").iterdir() if path.is_dir()}
    assert models == SERVICES


@pytest.mark.usefixtures("python")
def test_each_module_has_its_byte_code_for_the_deployed_minor() -> None:
    tag = f"cpython-{TARGET.minor.replace('.', '')}"
    for source in ARTIFACT.rglob("*.py"):
        compiled = source.parent / "__pycache__" / f"{source.stem}.{tag}.pyc"
        head = compiled.read_bytes()[:8]
        assert head[:4] == MAGIC_NUMBER
        assert head[4:] == (1).to_bytes(4, "little"), "unchecked: good whatever times the files bear"


def test_the_template_names_handlers_that_are_there() -> None:
    for function in FUNCTIONS.values():
        module, _, name = function["Properties"]["Handler"].rpartition(".")
        assert f"def {name}(" in Path(ARTIFACT, *module.split(".")).with_suffix(".py").read_text(encoding="utf-8")


def test_the_api_answers_a_query(start: Any) -> None:
    api = start("ApiFunction")
    answer = api.invoke(request("POST", "/graphql", {"query": "{ __typename }"}))
    assert answer["statusCode"] == 200, api.log
    assert json.loads(answer["body"])["data"] == {"__typename": "Query"}
    assert api.invoke(request("GET", "/health"))["statusCode"] == 200


@pytest.mark.parametrize("function", SWEEPS)
def test_a_sweep_with_nothing_due_is_well(start: Any, function: str) -> None:
    sweep = start(function)
    sweep.invoke(TICK)
    assert '"level":"ERROR"' not in sweep.log


@pytest.mark.parametrize("function", ["MallEventsFunction", "AgendaStreamFunction"])
def test_a_batch_of_nothing_fails_in_nothing(start: Any, function: str) -> None:
    assert start(function).invoke({"Records": []}) == {"batchItemFailures": []}


def test_an_unreadable_mall_event_is_laid_aside_whole(start: Any, stack: Stack) -> None:
    record = {
        "messageId": "m-1",
        "body": "not json",
        "eventSource": "aws:sqs",
        "receiptHandle": "h",
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
    }
    assert start("MallEventsFunction").invoke({"Records": [record]}) == {"batchItemFailures": []}
    messages = stack.client("sqs").receive_message(QueueUrl=stack.ref("MallEventsDeadLetters"))["Messages"]
    assert [message["Body"] for message in messages] == ["not json"]
