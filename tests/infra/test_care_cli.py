"""`care`: plays, keeps serving, and brings dead letters back."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import urllib3
from typer.testing import CliRunner

from care_cli import dead_lane, dead_letters, target
from care_cli.app import app
from care_cli.narrator import yuan
from care_cli.report import callers
from local_cloud import LocalCloud
from local_cloud.story.lines import read_story
from small_cloud import START

ROOT = Path(__file__).parents[2]
STORY = [
    {"at": "2026-03-02T10:00:00+08:00", "note": "a product and a leader"},
    {"event": "ProductChanged", "detail": {"sku": "S1", "category": "FRESH", "shelf_life_days": 7}},
    {"event": "LeaderChanged", "detail": {"leader_id": "L01", "community": "C1", "region": "east"}},
    {"call": "Viewer", "as": "member:M001", "expect": {"viewer.callerId": "M001"}},
    {"at": "2026-03-02T12:00:00+08:00"},
]
run = CliRunner()


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in STORY), encoding="utf-8")
    return path


def care(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "care_cli", *arguments]


def environment() -> dict[str, str]:
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("functions", "graphql", "infra"))
    return os.environ | {"PYTHONPATH": paths, "COLUMNS": "200"}


# ---------------------------------------------------------------- play


def test_a_story_is_played_on_the_real_template_and_summed_up(story: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.json"
    command = care("play", str(story), "--summary", str(summary))
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "mall ▸ ProductChanged" in done.stdout
    assert "member:M001 ▸ Viewer" in done.stdout
    assert "5 lines played, all lines well" in done.stdout
    told = json.loads(summary.read_text(encoding="utf-8"))
    assert told["orders"] == 0
    assert told["left"]["dead_letters"] == {}
    assert done.stderr == ""


def test_a_bad_line_is_reported_and_the_exit_status_tells(story: Path) -> None:
    with story.open("a", encoding="utf-8") as file:
        file.write('\n{"call": "Nothing"}\n{"event": "ProductChanged", "detail": {"sku": "S2"}}\n')
    done = subprocess.run(
        care("play", str(story)), env=environment(), capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 1
    assert "line 6: no operation Nothing" in done.stdout
    assert "mall ▸ ProductChanged S2" in done.stdout
    assert "1 bad lines" in done.stdout


def test_a_served_cloud_answers_lives_on_and_stops_cleanly(story: Path) -> None:
    server = subprocess.Popen(
        care("play", str(story), "--quiet", "--serve"), env=environment() | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        said = list(_until(server, "care dead list"))
        address = next(match[1] for line in said if (match := re.match(r"serving (http://[\d.:]+)/graphql", line)))
        token = next(line.split()[0].partition("=")[2] for line in said if line.startswith("MEMBER="))
        body = {"query": "{ viewer { callerId roles } }"}
        headers = {"authorization": f"Bearer {token}"}
        answer = urllib3.request("POST", f"{address}/graphql", json=body, headers=headers)
        assert json.loads(answer.data)["data"] == {"viewer": {"callerId": "M001", "roles": ["MEMBER"]}}
        (login,) = (line for line in said if "local:M001" in line)
        told = json.loads(login.partition(" -d '")[2].strip().removesuffix("'"))
        answer = urllib3.request("POST", f"{address}/graphql", json=told)
        assert json.loads(answer.data)["data"]["login"]["login"]["accessToken"]
        assert run.invoke(app, ["dead", "list", "--local", address]).output.strip() == "nothing is dead"
        before = json.loads(urllib3.request("GET", f"{address}/.local/stack").data)["now"]
        time.sleep(0.6)
        assert json.loads(urllib3.request("GET", f"{address}/.local/stack").data)["now"] > before
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        assert "Traceback" not in (server.stdout.read() if server.stdout else "")
    finally:
        server.kill()
        server.communicate()


def _until(server: subprocess.Popen[str], text: str) -> Iterator[str]:
    for line in server.stdout or ():
        yield line
        if text in line:
            return


def test_tokens_are_for_those_whom_the_story_names() -> None:
    lines = read_story(['{"call": "A", "as": "member:M7", "community": "C7"}', '{"call": "A", "as": "member:M8"}'])
    found = callers(lines)
    assert found["MEMBER"] == ("member:M7", {"community": "C7"})
    assert found["MANAGER"][0].startswith("manager:")


def test_money_is_shown_in_yuan() -> None:
    assert [yuan(fen) for fen in (0, 5, 1990, 100)] == ["¥0.00", "¥0.05", "¥19.90", "¥1.00"]


# ---------------------------------------------------------------- dead letters


def bury(cloud: LocalCloud, body: str, reason: str = "unknown version") -> None:
    boto3.client("sqs").send_message(
        QueueUrl=cloud.stack.ref("DeadQueue"),
        MessageBody=body,
        MessageAttributes={"reason": {"DataType": "String", "StringValue": reason}},
    )


def give_up(cloud: LocalCloud, id_: str) -> None:
    item = {
        "pk": "dead#1",
        "sk": f"2026-03-02T02:00:00.000000Z#{id_}",
        "lane": "dead",
        "home": "care",
        "kind": "survey.send",
        "last_error": "ValueError: no",
        "type": "agenda",
    }
    numbers = {"stamp": {"N": "3"}, "attempts": {"N": "8"}}
    text: dict[str, Any] = {name: {"S": value} for name, value in item.items()}
    boto3.client("dynamodb").put_item(TableName=cloud.variables["TABLE_AGENDA"], Item=text | numbers)


@pytest.fixture
def address(cloud: LocalCloud) -> str:
    return cloud.url


def dead(address: str, command: str, *arguments: str) -> Any:
    return run.invoke(app, ["dead", command, *arguments, "--local", address], terminal_width=200)


def test_what_is_dead_is_listed_and_shown_and_stays(cloud: LocalCloud, address: str) -> None:
    bury(cloud, '{"detail-type": "OrderSigned", "detail": {"version": 9}}')
    give_up(cloud, "item1")
    for _time in range(2):
        listed = dead(address, "list").output
        assert "OrderSigned" in listed
        assert "unknown version" in listed
        assert "item1" in listed
        assert "ValueError: no" in listed
    letter = next(iter(dead_letters.letters(target.served(address))))
    assert '"version": 9' in dead(address, "show", letter.id).output
    assert "survey.send" in dead(address, "show", "item1").output
    assert dead(address, "show", "nothing").exit_code == 1


def test_an_id_stands_whole_in_a_narrow_terminal(
    cloud: LocalCloud, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    bury(cloud, '{"detail-type": "OrderSigned", "detail": {"version": 9}}')
    letter = next(iter(dead_letters.letters(target.served(address))))
    assert letter.id in dead(address, "list").output


def test_a_letter_is_driven_back_to_its_queue(cloud: LocalCloud, address: str) -> None:
    bury(cloud, '{"detail-type": "OrderSigned", "detail": {"n": 1}}')
    bury(cloud, "stays")
    letter = next(each for each in dead_letters.letters(target.served(address)) if each.kind == "OrderSigned")
    done = dead(address, "redrive", letter.id)
    assert (done.exit_code, done.output.strip()) == (0, "1 driven back")
    assert cloud.messages("InQueue") == [letter.body]
    assert cloud.messages("DeadQueue") == ["stays"]


def test_all_are_driven_back_but_those_that_have_no_way_back(cloud: LocalCloud, address: str) -> None:
    bury(cloud, "one")
    boto3.client("sqs").send_message(QueueUrl=cloud.stack.ref("LostQueue"), MessageBody="{}")
    give_up(cloud, "item1")
    done = dead(address, "redrive", "--all")
    assert done.exit_code == 1
    assert "2 driven back" in done.output
    assert "Lost: nothing to drive back" in done.output
    assert cloud.messages("LostQueue") == ["{}"]


def test_a_dead_item_returns_to_its_lane_due_now(cloud: LocalCloud, address: str) -> None:
    give_up(cloud, "item1")
    assert dead(address, "redrive", "item1").exit_code == 0
    (item,) = cloud.table("agenda")
    assert (item["pk"], item["lane"], item["attempts"], item["last_error"]) == ("care#1", "care", 0, "")
    assert item["sk"] == "2026-03-02T02:00:00.000000Z#item1"
    assert item["due"] == "2026-03-02T02:00:00Z"
    assert "home" not in item
    assert item["stamp"] == 3
    assert cloud.clock.now() == START


def test_an_item_that_somebody_else_took_is_not_doubled(cloud: LocalCloud, address: str) -> None:
    give_up(cloud, "item1")
    there = target.served(address)
    (item,) = dead_lane.dead_items(there)
    dead_lane.redrive(there, item)
    with pytest.raises(there.dynamodb.exceptions.TransactionCanceledException):
        dead_lane.redrive(there, item)
    assert len(cloud.table("agenda")) == 1


def test_ids_or_all_and_one_target(address: str) -> None:
    assert dead(address, "redrive").exit_code == 2
    assert dead(address, "redrive", "x", "--all").exit_code == 2
    assert run.invoke(app, ["dead", "list"]).exit_code == 2
    assert run.invoke(app, ["dead", "list", "--local", "http://127.0.0.1:9"]).exit_code == 2
    assert dead(address, "redrive", "nothing").exit_code == 1
