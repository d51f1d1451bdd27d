"""`care settings`: every figure seen and changed, with its bounds told where a value is wrong (A3)."""

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


def care(cloud: LocalCloud, *arguments: str) -> Any:
    return run.invoke(app, ["settings", *arguments, "--local", cloud.url])


def publish(cloud: LocalCloud, *values: str, at: str = SOON, why: str = "a quieter spring") -> Any:
    return care(cloud, "set", *values, "--at", at, "--why", why, "--who", "O1")


def test_figures_are_listed_with_their_bounds_and_meaning(cloud: LocalCloud) -> None:
    listed = care(cloud, "list", "tickets.offer").output
    assert "tickets.offer_minutes = 30 minutes  (5–1440, default 30; G2)" in listed
    assert "how long an offer stands" in listed
    assert "survey." not in listed


def test_a_figure_is_published_once_and_holds_at_its_time(cloud: LocalCloud) -> None:
    done = publish(cloud, "tickets.reopen_days=20", why="a week more")
    assert (done.exit_code, "is published as version" in done.output) == (0, True), done.output
    again = publish(cloud, "tickets.reopen_days=20", why="a week more")
    assert "was published before" in again.output
    assert "reopen_days" not in care(cloud, "list", "--changed").output, "not before its time"
    cloud.clock.move_to(parse_instant(SOON))
    assert "tickets.reopen_days = 20 days  (1–90, default 15; G6)" in care(cloud, "list", "--changed").output


def test_what_is_wrong_is_refused_with_its_bounds_and_changes_nothing(cloud: LocalCloud) -> None:
    later = "2026-03-09T10:00:00+08:00"
    done = publish(cloud, "tickets.reopen_days=900", "tickets.nothing=1", at=later)
    assert done.exit_code == 1
    assert "tickets.reopen_days: OUT_OF_BOUNDS (low 1, high 90, unit days)" in done.output
    assert "tickets.nothing: UNKNOWN_FIGURE" in done.output
    assert "the earliest is" in publish(cloud, "tickets.reopen_days=9", at="2026-03-02T10:00:00+08:00").output
    assert "say why" in publish(cloud, "tickets.reopen_days=9", at=later, why=" ").output


@pytest.mark.parametrize("value", ["tickets.reopen_days", "tickets.reopen_days=1.5", "tickets.reopen_days=a", "=3x"])
def test_a_value_that_is_no_whole_number_is_a_wrong_command(cloud: LocalCloud, value: str) -> None:
    assert publish(cloud, value).exit_code == 2
    assert publish(cloud, "tickets.reopen_days=9", at="tomorrow").exit_code == 2


@pytest.mark.parametrize("who", ["", "  "])
def test_nothing_is_published_by_nobody(cloud: LocalCloud, who: str) -> None:
    before = care(cloud, "list").output
    done = care(cloud, "set", "tickets.reopen_days=9", "--at", "2026-03-11T10:00:00+08:00", "--why", "x", "--who", who)
    assert (done.exit_code, "name a staff id" in done.output) == (2, True), done.output
    assert care(cloud, "list").output == before


def test_another_value_at_the_same_time_and_for_the_same_reason_is_another_command(cloud: LocalCloud) -> None:
    later, why = "2026-03-10T10:00:00+08:00", "one campaign"
    assert "is published as" in publish(cloud, "tickets.reopen_days=21", at=later, why=why).output
    done = publish(cloud, "tickets.reopen_days=900", at=later, why=why)
    assert (done.exit_code, "OUT_OF_BOUNDS" in done.output) == (1, True), done.output


def test_a_key_that_is_not_there_is_told(cloud: LocalCloud) -> None:
    done = care(cloud, "list", "nothing.like.it")
    assert done.exit_code == 2
    assert "no figure's key" in done.output
