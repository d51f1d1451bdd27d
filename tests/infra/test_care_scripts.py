"""`care scripts`: the library, listed, checked and published from a terminal (C6)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from care.kernel.clock import SettableClock, parse_instant
from care_cli.app import app
from local_cloud import LocalCloud

SOON = "2026-03-02T10:05:00+08:00"
LATER = "2026-03-09T10:00:00+08:00"
CODE = "QUALITY_EMPATHY"
run = CliRunner()


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud.start(clock=SettableClock(parse_instant("2026-03-02T10:00:00+08:00"))) as cloud:
        yield cloud


def care(cloud: LocalCloud, *arguments: str, given: object = None) -> Any:
    return run.invoke(app, ["scripts", *arguments, "--local", cloud.url], input=json.dumps(given))


def publish(cloud: LocalCloud, change: object, *, at: str = SOON, why: str = "closer to how we speak") -> Any:
    return care(cloud, "publish", "-", "--at", at, "--why", why, "--who", "O1", given=change)


def in_force(cloud: LocalCloud) -> dict[str, Any]:
    shown = care(cloud, "show")
    assert shown.exit_code == 0, shown.output
    return dict(json.loads(shown.stdout))


def worded(cloud: LocalCloud, text: str) -> dict[str, Any]:
    """A change of one script's text."""
    (found,) = [each for each in in_force(cloud)["scripts"] if each["code"] == CODE]
    return {"scripts": [found | {"text": text}]}


def test_a_change_is_checked_published_and_said_from_its_time_on(cloud: LocalCloud) -> None:
    before = in_force(cloud)
    change = worded(cloud, "{greeting}！{goods}让您失望了，对不起，这件事我来办。")
    checked = care(cloud, "check", "-", given=change)
    assert (checked.exit_code, "sound, after version 0: 1 scripts set, 0 taken out" in checked.output) == (0, True)
    assert in_force(cloud) == before, "to check is not to publish"
    done = publish(cloud, change)
    assert (done.exit_code, "is published as version 1" in done.output) == (0, True), done.output
    assert "was published before as version 1" in publish(cloud, change).output
    assert in_force(cloud) == before, "not before its time"
    cloud.clock.move_to(parse_instant(SOON))
    heading, line, text, *others = care(cloud, "list", CODE).stdout.splitlines()
    assert "version 1, in force since 2026-03-02T10:05:00+08:00: closer to how we speak" in heading
    assert (line, others) == (f"{CODE}  QUALITY EMPATHY, every segment, since 1", [])
    assert text.strip() == change["scripts"][0]["text"]
    now = in_force(cloud)
    assert (len(now["scripts"]), now["banned"]) == (len(before["scripts"]), before["banned"]), "all else stays"


def test_what_is_shown_can_be_published(cloud: LocalCloud) -> None:
    assert care(cloud, "check", "-", given=in_force(cloud)).exit_code == 0


WRONG = {
    "亲,不好意思哦，{goods}坏了": [f"scripts.{CODE}.text: BANNED_PHRASE (offset 0, text 亲,"],
    "{goods}坏了，尽快给{whom}处理": [
        f"scripts.{CODE}.text: VAGUE_WORD (word 尽快, offset 10",
        f"scripts.{CODE}.text: UNKNOWN_VARIABLE (offset 13, text {{whom}})",
    ],
}


@pytest.mark.parametrize("command", ["check", "publish"])
@pytest.mark.parametrize("text", WRONG)
def test_every_flaw_is_told_in_a_line_of_its_own_with_its_place(cloud: LocalCloud, command: str, text: str) -> None:
    before, change = in_force(cloud), worded(cloud, text)
    done = publish(cloud, change, at=LATER) if command == "publish" else care(cloud, "check", "-", given=change)
    lines = [line for line in done.output.splitlines() if line.startswith("refused: ")]
    assert done.exit_code == 1, done.output
    assert all(sum(told in line for line in lines) == 1 for told in WRONG[text]), done.output
    assert in_force(cloud) == before


def test_a_step_that_would_be_missing_and_a_code_that_is_not_there_are_refused(cloud: LocalCloud) -> None:
    done = care(cloud, "check", "-", given={"retired": [CODE, "NOBODYS"]})
    assert done.exit_code == 1
    assert "retired[1]: NO_SCRIPT_CHANGED (code NOBODYS)" in done.output
    assert "scripts: SCRIPT_STEP_MISSING (situation QUALITY, step EMPATHY)" in done.output


def test_too_soon_is_refused_with_the_earliest_time(cloud: LocalCloud) -> None:
    done = publish(cloud, worded(cloud, "{goods}我来办"), at="2026-03-02T10:00:00+08:00", why="now")
    assert (done.exit_code, "the earliest is" in done.output) == (1, True)


@pytest.mark.parametrize("given", [[], {"scripts": 7}, {"scripts": [{"code": "X"}]}, {"script": []}, None])
def test_what_is_no_change_is_a_wrong_command(cloud: LocalCloud, given: object) -> None:
    assert publish(cloud, given).exit_code == care(cloud, "check", "-", given=given).exit_code == 2


def test_nothing_found_is_told(cloud: LocalCloud) -> None:
    assert care(cloud, "list", "NOBODYS").exit_code == 2
