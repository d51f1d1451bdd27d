"""`care calendar`: when we serve, shown in the form in which it is published (G7)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from care.kernel.clock import SettableClock, parse_instant
from care_cli.app import app
from local_cloud import LocalCloud

SOON = "2026-03-02T10:05:00+08:00"
run = CliRunner()


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud.start(clock=SettableClock(parse_instant("2026-03-02T10:00:00+08:00"))) as cloud:
        yield cloud


def care(cloud: LocalCloud, *arguments: str, given: str = "") -> Any:
    return run.invoke(app, ["calendar", *arguments, "--local", cloud.url], input=given)


def publish(cloud: LocalCloud, calendar: Any, *, at: str = SOON, why: str = "a typhoon") -> Any:
    return care(cloud, "publish", "-", "--at", at, "--why", why, "--who", "O1", given=json.dumps(calendar))


def in_force(cloud: LocalCloud) -> dict[str, Any]:
    shown = care(cloud, "show")
    assert shown.exit_code == 0, shown.output
    return dict(json.loads(shown.stdout))


def test_what_is_shown_is_what_is_published(cloud: LocalCloud) -> None:
    calendar = in_force(cloud)
    assert calendar["week"][0] == ["08:30-12:00", "13:00-21:00"]
    changed = calendar | {"overrides": {"2026-03-03": [], "2026-03-04": ["10:00-16:00"]}}
    done = publish(cloud, changed)
    assert (done.exit_code, "is published as version 1" in done.output) == (0, True), done.output
    assert "was published before as version 1" in publish(cloud, changed).output
    assert in_force(cloud) == calendar, "not before its time"
    cloud.clock.move_to(parse_instant(SOON))
    assert in_force(cloud) == changed
    days = care(cloud, "show", "--days", "4").stdout.splitlines()
    assert days == [
        "2026-03-02 Mon  08:30-12:00 13:00-21:00",
        "2026-03-03 Tue  closed",
        "2026-03-04 Wed  10:00-16:00",
        "2026-03-05 Thu  08:30-12:00 13:00-21:00",
    ]


def test_what_is_wrong_is_refused_with_its_place(cloud: LocalCloud) -> None:
    calendar, later = in_force(cloud), "2026-03-09T10:00:00+08:00"
    wrong = publish(cloud, calendar | {"holidays": ["10:00-10:10"]}, at=later)
    assert (wrong.exit_code, "BAD_INTERVAL (place holidays)" in wrong.output) == (1, True), wrong.output
    never = publish(cloud, calendar | {"week": [[]] * 7}, at=later)
    assert (never.exit_code, "NO_SERVICE_HOURS" in never.output) == (1, True), never.output
    assert "the earliest is" in publish(cloud, calendar, at="2026-03-02T10:00:00+08:00", why="now").output


@pytest.mark.parametrize("calendar", [{}, [], {"week": 7}, {"week": [], "holidays": [], "make_up_days": [], "x": 1}])
def test_what_is_no_calendar_is_a_wrong_command(cloud: LocalCloud, calendar: Any) -> None:
    assert publish(cloud, calendar).exit_code == 2


def test_a_time_without_an_offset_is_a_wrong_command(cloud: LocalCloud) -> None:
    assert publish(cloud, in_force(cloud), at="tomorrow").exit_code == 2
