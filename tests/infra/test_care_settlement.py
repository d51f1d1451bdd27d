"""`care settlement import` and `care liability statement`, against a local cloud (C5, G9)."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from care.accounts.mall import MallAnswer
from care.accounts.model import Booking, Component, Outcome, PayoutKind
from care.accounts.settlement.model import DiscrepancyKind
from care.kernel.clock import SettableClock, parse_instant
from care.liability import lifecycle
from care.liability.model import Charge, Liability, Party, PartyKind
from care.liability.record_step import record_step
from care.liability.shares import shared
from care_cli import liability
from care_cli.app import app
from care_cli.product import product
from care_cli.target import served
from local_cloud import LocalCloud

run = CliRunner()
HEAD = "settlement_id,key,attempt,kind,amount_fen,settled_at"
AT = "2026-03-02T21:00:00+08:00"
PERIOD = ("--from", "2026-03-02", "--to", "2026-03-02")
SUPPLIER = Party(kind=PartyKind.SUPPLIER, id="S01")


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    """Two payouts of 600 fen were paid on 2 March; the supplier bears 600 and was credited 100."""
    with LocalCloud.start(clock=SettableClock(parse_instant("2026-03-02T20:00:00+08:00"))) as cloud:
        house = product(served(cloud.url))
        for number in (1, 2):
            booking = Booking(
                source=f"w:{number}", member_id="m", order_id="o", line_id=str(number), cap_fen=1000,
                components=(Component(kind=PayoutKind.REFUND, amount_fen=600),),
            )  # fmt: skip
            house.uow.run(lambda batch, booking=booking: house.accounts.book(batch, booking))  # type: ignore[misc]
            at = house.clock.now()
            house.accounts.take(MallAnswer(key=f"w:{number}.0", attempt=1, outcome=Outcome.CONFIRMED, at=at))
        change = lifecycle.opened(_liability(600))
        house.uow.run(lambda batch: record_step(batch, change))
        act = lifecycle.Act(by="O01", why="=1+1", at=house.clock.now())
        stored = house.liabilities.get_many(["ticket:t:0"])["ticket:t:0"]
        house.uow.run(lambda batch: record_step(batch, lifecycle.correct(stored, 500, act)))
        cloud.clock.move_to(parse_instant("2026-03-03T02:00:00+08:00"))
        yield cloud


def _liability(total: int) -> Liability:
    return Liability(
        id="ticket:t:0",
        ticket_id="t",
        order_id="o",
        line_id="1",
        total_fen=total,
        shares=shared(total, [Charge(party=SUPPLIER, percent=100)]),
        rule="POOR_QUALITY",
        rules_version=0,
        allocated_at=parse_instant("2026-03-02T20:00:00+08:00"),
    )


def settle(cloud: LocalCloud, path: Path, *rows: str, more: tuple[str, ...] = PERIOD) -> Any:
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8-sig")
    return run.invoke(app, ["settlement", "import", str(path), *more, "--local", cloud.url])


def test_a_file_is_imported_and_bad_rows_are_told_by_line(cloud: LocalCloud, tmp_path: Path) -> None:
    path = tmp_path / "S0302.csv"
    rows = [f"S0302,w:1.0,1,REFUND,600,{AT}", "S0302,w:1.0,1", f"S0302,none.0,1,REFUND,5,{AT}"]
    done = settle(cloud, path, *rows)
    assert done.exit_code == 1
    assert "line 3: WRONG_COLUMNS" in done.output
    assert "S0302: 2 rows, 2 of them new; 1 passed over" in done.output
    assert "2 discrepancies opened, 0 ended" in done.output
    found, _rest = product(served(cloud.url)).reconciliation.in_state("OPEN", 10, None)
    assert {(each.kind, each.subject.label) for each in found} == {
        (DiscrepancyKind.EXTRA, "none.0"),
        (DiscrepancyKind.MISSING, "w:2.0"),
    }
    planned = [item["kind"] for item in cloud.table("agenda") if item["kind"] == "settlement.discrepancy"]
    tasks = [item for item in cloud.table("tickets") if str(item.get("title", "")).startswith("SETTLEMENT_")]
    assert len(planned) + len(tasks) == 2
    again = settle(cloud, path, *rows[:1], f"S0302,w:2.0,1,REFUND,600,{AT}")
    assert again.exit_code == 0
    assert "2 rows, 1 of them new; 0 passed over" in again.output
    assert "0 discrepancies opened, 1 ended" in again.output


def test_what_cannot_be_imported_is_refused_with_a_word(cloud: LocalCloud, tmp_path: Path) -> None:
    path, row = tmp_path / "S1.csv", f"S1,w:1.0,1,REFUND,600,{AT}"
    assert "no row that can be read" in settle(cloud, path).output
    assert "not over" in settle(cloud, path, row, more=("--from", "2026-03-02", "--to", "2026-03-03")).output
    path.write_text("a,b\n", encoding="utf-8")
    broken = run.invoke(app, ["settlement", "import", str(path), *PERIOD, "--local", cloud.url])
    assert (broken.exit_code, "must name the columns" in " ".join(broken.output.split())) == (2, True)


def test_a_statement_is_written_page_by_page_as_csv(
    cloud: LocalCloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(liability, "PAGE", 1)
    path = tmp_path / "S01.csv"
    command = ["liability", "statement", "--party", "SUPPLIER:S01", "--month", "2026-03", "--local", cloud.url]
    done = run.invoke(app, [*command, "--out", str(path)])
    assert done.exit_code == 0, done.output
    assert "SUPPLIER:S01 2026-03: 2 lines, 500 fen owed" in done.output
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert [(row["posted_at"], row["kind"], row["step"], row["fen"], row["why"]) for row in rows] == [
        ("2026-03-02T20:00:00+08:00", "CHARGE", "BY_RULE", "600", "POOR_QUALITY"),
        ("2026-03-02T20:00:00+08:00", "CREDIT", "CORRECTED", "-100", "'=1+1"),
    ]
    assert "0 lines, 0 fen owed" in run.invoke(app, [*command[:5], "2026-02", *command[6:]]).output
    for wrong in ("SUPPLIER", "NOBODY:1", "PLATFORM:1"):
        assert run.invoke(app, [*command[:3], wrong, *command[4:]]).exit_code == 2
    assert run.invoke(app, [*command[:5], "2026-13", *command[6:]]).exit_code == 2
