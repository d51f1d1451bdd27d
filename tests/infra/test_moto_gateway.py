"""Both doors lead to one set of backends, for threads and for other processes; two clouds stand side by side."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest

from care.kernel.clock import SettableClock
from local_cloud import LocalCloud
from small_cloud import START, TEMPLATE

WORKER = """
import os, signal, boto3
client, table = boto3.client("dynamodb"), os.environ["TABLE_AGENDA"]
seen = client.get_item(TableName=table, Key={"pk": {"S": "a"}, "sk": {"S": "1"}})["Item"]["who"]["S"]
client.put_item(TableName=table, Item={"pk": {"S": "a"}, "sk": {"S": "2"}, "who": {"S": seen + " and worker"}})
if os.environ.get("DIE"):
    os.kill(os.getpid(), signal.SIGKILL)
"""
SECOND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from care.kernel.clock import SettableClock
from local_cloud import LocalCloud
with LocalCloud.start(Path(sys.argv[1]), clock=SettableClock(datetime.now(UTC))) as cloud:
    print(cloud.url, len(cloud.table("AgendaTable")))
"""
ROOT = Path(__file__).parents[2]


def python(code: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("functions", "infra", "tests"))
    environment = os.environ | {"PYTHONPATH": paths} | more
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def put(cloud: LocalCloud, *sks: str) -> None:
    """By a client of its own."""
    client = boto3.Session().client("dynamodb")
    for sk in sks:
        item = {"pk": {"S": "a"}, "sk": {"S": sk}, "who": {"S": "parent"}}
        client.put_item(TableName=cloud.variables["TABLE_AGENDA"], Item=item)


def test_another_process_works_on_the_same_tables(cloud: LocalCloud) -> None:
    put(cloud, "1")
    done = python(WORKER)
    assert (done.returncode, done.stderr) == (0, "")
    assert [item["who"] for item in cloud.table("agenda")] == ["parent", "parent and worker"]


def test_what_a_killed_process_had_committed_stays(cloud: LocalCloud) -> None:
    put(cloud, "1")
    assert python(WORKER, DIE="yes").returncode == -9
    assert len(cloud.table("agenda")) == 2
    put(cloud, "3")


def test_threads_do_not_disturb_each_other(cloud: LocalCloud) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda thread: put(cloud, *(f"{thread}-{number}" for number in range(10))), range(8)))
    assert len(cloud.table("agenda")) == 80


def test_two_clouds_stand_side_by_side(cloud: LocalCloud) -> None:
    put(cloud, "1")
    done = python(SECOND, str(TEMPLATE))
    assert done.returncode == 0, done.stderr
    url, items = done.stdout.split()
    assert url != cloud.url
    assert items == "0"
    assert len(cloud.table("agenda")) == 1


def test_a_second_cloud_in_one_process_is_refused_and_the_first_lives_on(cloud: LocalCloud) -> None:
    with pytest.raises(RuntimeError, match="up in this process already"):
        LocalCloud.start(TEMPLATE, clock=SettableClock(cloud.clock.now()))
    put(cloud, "1")
    assert len(cloud.table("agenda")) == 1


def test_a_client_that_outlives_its_cloud_serves_the_next_one() -> None:
    with LocalCloud.start(TEMPLATE, clock=SettableClock(START)):
        client = boto3.Session().client("dynamodb")
        client.list_tables()
    with LocalCloud.start(TEMPLATE, clock=SettableClock(START)) as cloud:
        assert client.list_tables()["TableNames"] == [cloud.variables["TABLE_AGENDA"]]


def test_the_environment_is_put_back() -> None:
    before = dict(os.environ)
    with LocalCloud.start(TEMPLATE, clock=SettableClock(START)):
        assert os.environ["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")
    assert dict(os.environ) == before
