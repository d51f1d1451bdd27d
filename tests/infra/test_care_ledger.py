"""`care ledger`: what each account received and gave in a month, page by page (C5)."""

from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from care.accounts import store
from care.accounts.ledger_line import LedgerLine
from care.accounts.model import Booking, Component, PayoutKind, Unit
from care.accounts.statement import Sums
from care.kernel.clock import SettableClock, parse_instant
from care_cli import ledger
from care_cli.app import app
from care_cli.product import product
from care_cli.target import served
from local_cloud import LocalCloud

run = CliRunner()


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    with LocalCloud.start(clock=SettableClock(parse_instant("2026-03-31T23:50:00+08:00"))) as cloud:
        _book(cloud, "march", 3)
        cloud.clock.move_to(parse_instant("2026-04-01T00:10:00+08:00"))
        _book(cloud, "april", 1)
        yield cloud


def _book(cloud: LocalCloud, name: str, many: int) -> None:
    app_ = product(served(cloud.url))
    parts = (
        Component(kind=PayoutKind.REFUND, amount_fen=600),
        Component(kind=PayoutKind.POINTS, points=50),
    )
    for number in range(many):
        booking = Booking(
            source=f"{name}:{number}", member_id="m", order_id=name, line_id=str(number), cap_fen=1000, components=parts
        )
        app_.uow.run(lambda batch, booking=booking: app_.accounts.book(batch, booking))  # type: ignore[misc]


def care(cloud: LocalCloud, *arguments: str) -> Any:
    return run.invoke(app, ["ledger", *arguments, "--local", cloud.url])


def _rows(output: str) -> dict[tuple[str, str], list[int]]:
    cells = [line.split() for line in output.splitlines()[2:]]
    return {(name, unit): [int(each) for each in numbers] for name, unit, *numbers in cells}


def test_a_month_is_that_of_shanghai_and_both_sides_are_equal(cloud: LocalCloud) -> None:
    done = care(cloud, "--month", "2026-03")
    assert done.exit_code == 0, done.output
    assert "2026-03-01 to 2026-03-31: 6 lines" in done.output
    assert _rows(done.output) == {
        ("expense:compensation", "fen"): [1800, 0, 1800],
        ("liability:payable", "fen"): [0, 1800, -1800],
        ("expense:compensation", "points"): [150, 0, 150],
        ("liability:payable", "points"): [0, 150, -150],
        ("all", "fen"): [1800, 1800, 0],
        ("all", "points"): [150, 150, 0],
    }


def test_it_reads_page_by_page(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_PAGE", 1)
    assert _rows(care(cloud, "--day", "2026-04-01").output)["all", "fen"] == [600, 600, 0]
    assert _rows(care(cloud, "--month", "2026-03").output)["all", "fen"] == [1800, 1800, 0]


@pytest.mark.parametrize("wrong", [[], ["--month", "2026-03", "--day", "2026-03-01"], ["--month", "March"]])
def test_one_says_which(cloud: LocalCloud, wrong: list[str]) -> None:
    assert care(cloud, *wrong).exit_code == 2


def test_a_line_with_one_side_only_would_be_seen() -> None:
    """The exit status hangs on this sum."""
    sums = Sums()
    sums.add([_line()])
    assert sums.total(Unit.FEN).balance == 0
    sums._of(Unit.FEN, "liability:payable").credit -= 1
    assert sums.total(Unit.FEN).balance == 1


def _line() -> LedgerLine:
    from fakes.till import REFUND, Till

    till = Till()
    till.book(REFUND)
    (line,) = till.house.storage.all(store.LEDGER)
    return line
