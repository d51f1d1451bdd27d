"""The built artifact alone: complete, of the deployed minor, light enough, and every handler answers from it.

`make artifact-test` builds first. Where the tests run on another minor than the deployed one, its handlers are skipped.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

import pytest

import deployment
from artifact.__main__ import megabytes
from artifact.kinds import ARTIFACTS, EVIDENCE, PRODUCT, Artifact
from artifact.target import ROOT, Architecture, Target
from care.dynamo.agenda_shelf import AgendaShelf
from care.dynamo.dynamo_storage import DynamoStorage
from care.evidence.model import Bounds, Evidence, EvidenceState
from care.evidence.store import write_evidence
from care.kernel.agenda import Lane
from care.kernel.clock import SettableClock
from fakes.photos import photo
from lambda_sandbox import Sandbox
from local_cloud import LocalCloud

ARTIFACT = ROOT / "build" / PRODUCT.name
LAMBDAS_OWN, BY_SIGNATURE = {"Log", "Queue", "Interfaces"}, {"UploadDoor", "ViewDoor"}
TARGET = Target.of_template(Architecture.X86_64)
FUNCTIONS = deployment.functions()
Start = Callable[[str], Sandbox]
BUILT = pytest.mark.parametrize("kind", ARTIFACTS, ids=lambda kind: kind.name)

pytestmark = pytest.mark.artifact


def folder(kind: Artifact) -> Path:
    return ROOT / "build" / kind.name


def task_root(function: str) -> Path:
    """What the template deploys the function from."""
    return ROOT / str(FUNCTIONS[function]["Properties"]["CodeUri"])


@pytest.fixture(scope="module")
def python() -> str:
    """This interpreter, whose runtime client we have, where it is of the deployed minor."""
    if f"{sys.version_info[0]}.{sys.version_info[1]}" != TARGET.minor:
        pytest.skip(f"the artifact is for Python {TARGET.minor}; run the tests with that to try it")
    return sys.executable


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    """Tables, queues, bus, secret and issuer, set as in production; its own functions stay at rest."""
    clock = SettableClock(datetime.now(UTC))
    with LocalCloud.start(clock=clock, parameters={"AllowList": "on", "Introspection": "off"}) as started:
        yield started


@pytest.fixture
def start(python: str, cloud: LocalCloud) -> Iterator[Start]:
    """Starts a function as the template states it, with what Lambda would put into its environment."""
    given = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    with ExitStack() as running:

        def begin(function: str) -> Sandbox:
            stated = cloud.stack.properties(function)
            variables = {name: str(value) for name, value in stated["Environment"]["Variables"].items()}
            sandbox = Sandbox(
                stated["Handler"], python=python, task_root=task_root(function), environment=given | variables
            )
            return running.enter_context(sandbox)

        yield begin


def request(method: str, path: str, body: object = None, token: str = "") -> dict[str, Any]:
    """As an HTTP API sends it (payload 2.0)."""
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.9", "userAgent": "test"}
    return {
        "version": "2.0",
        "routeKey": f"{method} {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "authorization": f"Bearer {token}"},
        "requestContext": {"http": http, "requestId": "r-1", "stage": "$default", "routeKey": f"{method} {path}"},
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def delivery(body: str) -> dict[str, Any]:
    """A batch of one message, as SQS brings it."""
    record = {
        "messageId": "m-1",
        "receiptHandle": "h-1",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws-cn:sqs:cn-northwest-1:123456789012:q",
    }
    return {"Records": [record]}


def signed() -> str:
    """An order signed for just now, in the envelope of the bus."""
    now = datetime.now(UTC).isoformat()
    line = {"line_id": "1", "sku": "S1", "name": "苹果", "category": "FRESH", "quantity": 1, "unit_price_fen": 1990}
    member = {"id": "M1", "name": "张三", "phone": "13800000000", "community": "C1"}
    order = {"order_id": "O1", "member": member, "leader_id": "L1", "lines": [line], "signed_at": now, "by": "member"}
    detail = order | {"event_id": "E1", "version": 1, "occurred_at": now}
    return json.dumps({"id": "e-1", "source": "mall", "detail-type": "OrderSigned", "time": now, "detail": detail})


def hasten(cloud: LocalCloud) -> None:
    """Make lane now due a while ago: the functions' clock is the real one, and facts are judged two minutes later."""
    tables = {"agenda": cloud.stack.ref("AgendaTable")}
    storage, agenda = DynamoStorage(tables, region=cloud.region), AgendaShelf(shards=2)
    for item in agenda.due(storage, Lane.NOW, datetime.now(UTC) + timedelta(hours=1), at_most=100).items:
        storage.transact([agenda.take(item), agenda.plan(replace(item, due=item.due - timedelta(hours=1)))])


TICK = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}, "time": "2026-03-02T02:00:00Z"}
SWEEPS = [name for name in FUNCTIONS if name.startswith("Sweep")]


@BUILT
def test_it_weighs_no_more_than_allowed(kind: Artifact) -> None:
    assert megabytes(folder(kind)) <= kind.limit_mb


@BUILT
def test_it_holds_no_tests_and_no_types(kind: Artifact) -> None:
    names = {path.name for path in folder(kind).rglob("*")}
    assert not {"tests", "test", "conftest.py", "infra", "awslambdaric", "moto", "pytest"} & names


def test_it_holds_the_real_graphql_core() -> None:
    assert (ARTIFACT / "graphql" / "language" / "parser.py").is_file()
    assert not (ARTIFACT / "graphql" / "api").exists()


def test_what_decodes_photos_lies_apart_from_what_reads_personal_data() -> None:
    assert not [name for name in ("PIL", "dhash.py", "filetype") if (ARTIFACT / name).exists()]
    apart = ("cryptography", "jwt", "strawberry", "graphql", "api", "operations")
    assert not [name for name in apart if (folder(EVIDENCE) / name).exists()]


def test_it_holds_each_operation_and_the_schema() -> None:
    committed = {path.name for path in (ROOT / "graphql" / "operations").glob("*.graphql")}
    assert {path.name for path in (ARTIFACT / "operations").glob("*.graphql")} == committed
    assert (ARTIFACT / "schema.graphql").read_bytes() == (ROOT / "graphql" / "schema.graphql").read_bytes()


@BUILT
def test_it_holds_the_models_of_the_services_that_the_policies_name(kind: Artifact) -> None:
    """Logs, a feeding queue and a place in a network are Lambda's own errands; a phone's signature needs no model."""
    for function in FUNCTIONS:
        if task_root(function) == folder(kind):
            stated = [each for each in deployment.statements(function) if each["Sid"] not in LAMBDAS_OWN | BY_SIGNATURE]
            actions = [action for statement in stated for action in deployment.as_list(statement["Action"])]
            assert {action.split(":")[0] for action in actions} <= kind.services
    models = {path.name for path in (folder(kind) / "botocore" / "data").iterdir() if path.is_dir()}
    assert models == kind.services


@BUILT
@pytest.mark.usefixtures("python")
def test_each_module_has_its_byte_code_for_the_deployed_minor(kind: Artifact) -> None:
    tag = f"cpython-{TARGET.minor.replace('.', '')}"
    for source in folder(kind).rglob("*.py"):
        compiled = source.parent / "__pycache__" / f"{source.stem}.{tag}.pyc"
        head = compiled.read_bytes()[:8]
        assert head[:4] == MAGIC_NUMBER
        assert head[4:] == (1).to_bytes(4, "little"), "unchecked: good whatever times the files bear"


def test_the_api_answers_a_member(start: Start, cloud: LocalCloud) -> None:
    api = start("ApiFunction")
    query = (ROOT / "graphql" / "operations" / "Viewer.graphql").read_text(encoding="utf-8")
    body = {"query": query, "operationName": "Viewer"}
    answer = api.invoke(request("POST", "/graphql", body, cloud.token("member:M1")))
    assert answer["statusCode"] == 200, api.log
    assert json.loads(answer["body"])["data"]["viewer"]["callerId"] == "M1"
    assert api.invoke(request("GET", "/health"))["statusCode"] == 200


def test_the_api_refuses_what_is_not_shipped(start: Start, cloud: LocalCloud) -> None:
    body = {"query": "query Other { viewer { roles } }", "operationName": "Other"}
    answer = start("ApiFunction").invoke(request("POST", "/graphql", body, cloud.token("member:M1")))
    assert json.loads(answer["body"])["errors"][0]["extensions"]["code"] == "OPERATION_NOT_ALLOWED"


@pytest.mark.parametrize("function", SWEEPS)
def test_a_sweep_with_nothing_due_is_well(start: Start, function: str) -> None:
    lane = function.removeprefix("Sweep").removesuffix("Function").lower()
    assert start(function).invoke(TICK) == {"lane": lane, "fired": 0, "complete": True}


def test_the_stream_takes_an_empty_batch(start: Start) -> None:
    assert start("AgendaStreamFunction").invoke({"Records": []}) == {"batchItemFailures": []}


def test_a_mall_event_is_taken_and_the_sweep_fires_what_it_planned(start: Start, cloud: LocalCloud) -> None:
    assert start("MallEventsFunction").invoke(delivery(signed())) == {"batchItemFailures": []}
    assert [order["id"] for order in cloud.table("orders")] == ["O1"]
    hasten(cloud)
    assert "order.signed" in {item["kind"] for item in cloud.table("agenda")}
    swept = start("SweepNowFunction").invoke(TICK)
    assert swept["fired"] > 0
    assert swept["complete"]
    assert not [item for item in cloud.table("agenda") if item["kind"] == "order.signed" or item["attempts"]]


def test_an_unreadable_mall_event_is_laid_aside_whole(start: Start, cloud: LocalCloud) -> None:
    assert start("MallEventsFunction").invoke(delivery("not json")) == {"batchItemFailures": []}
    messages = cloud.stack.client("sqs").receive_message(QueueUrl=cloud.stack.ref("MallEventsDeadLetters"))
    assert [message["Body"] for message in messages["Messages"]] == ["not json"]


def awaited(cloud: LocalCloud, name: str) -> Evidence:
    """A photo for which a slip was given out just now."""
    now = datetime.now(UTC).replace(microsecond=0)
    evidence = Evidence(
        id=name, member_id="M1", order_id="O1", line_id="1", state=EvidenceState.AWAITED, content_type="image/jpeg",
        bounds=Bounds(most_bytes=1_000_000, most_megapixels=50, alike_bits=7), at=now, upload_by=now,
    )  # fmt: skip
    tables = {"evidence": cloud.stack.ref("EvidenceTable")}
    DynamoStorage(tables, region=cloud.region).transact([write_evidence(evidence)])
    return evidence


def arrived(cloud: LocalCloud, evidence: Evidence, content: bytes) -> dict[str, Any]:
    """The photo in its bucket, and word of it as the queue brings it."""
    bucket = cloud.stack.ref("EvidenceBucket")
    cloud.stack.client("s3").put_object(Bucket=bucket, Key=evidence.arrived_at, Body=content)
    word = {"eventSource": "aws:s3", "s3": {"bucket": {"name": bucket}, "object": {"key": evidence.arrived_at}}}
    return delivery(json.dumps({"Records": [word]}))


@pytest.mark.parametrize(("content", "state"), [(photo(1, (400, 300)), "ACCEPTED"), (b"%PDF-1.7", "REFUSED")])
def test_a_photo_that_has_arrived_is_judged(start: Start, cloud: LocalCloud, content: bytes, state: str) -> None:
    evidence = awaited(cloud, f"photo-{state.lower()}")
    function = start("EvidenceFunction")
    assert function.invoke(arrived(cloud, evidence, content)) == {"batchItemFailures": []}, function.log
    (found,) = [each for each in cloud.table("evidence") if each.get("id") == evidence.id]
    assert found["state"] == state
    lying = [key for key in cloud.objects("EvidenceBucket") if evidence.id in key]
    assert [key.partition("/")[0] for key in lying] == (["shown"] if state == "ACCEPTED" else [])


def test_word_of_the_queue_itself_is_passed_over(start: Start) -> None:
    told = {"Service": "Amazon S3", "Event": "s3:TestEvent"}
    assert start("EvidenceFunction").invoke(delivery(json.dumps(told))) == {"batchItemFailures": []}
