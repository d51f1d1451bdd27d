"""`care liability`: a party's recovery statement of a month, as CSV (G9, docs/settlement.md)."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TextIO

import typer

from care.kernel.clock import SHANGHAI
from care.liability.model import Party, Statement, StatementLine
from care.liability.service import Liabilities
from care_cli.product import product
from care_cli.terminal import Month
from care_cli.where import Env, Local, Region, StackName, find

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Statements of those who bear what was paid.")
PAGE = 100
COLUMNS = ("posted_at", "ledger_id", "kind", "step", "fen", "ticket_id", "order_id", "liability_id", "why")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@app.command()
def statement(
    *,
    party: Annotated[str, typer.Option(help="As SUPPLIER:S01, CARRIER:SF, LEADER:L01 or PLATFORM")],
    month: Month,
    out: Annotated[Path | None, typer.Option(help="The file to write; else it is printed", dir_okay=False)] = None,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """Write the statement as CSV. Exit status 1: its lines do not come to what was summed up as they were posted."""
    wanted = f"{month:%Y-%m}~{_party(party)}"
    liabilities = product(find(stack, env, region, local)).liabilities
    if out is None:
        owed = _write(sys.stdout, liabilities, wanted)
    else:
        with out.open("w", encoding="utf-8-sig", newline="") as file:  # with a mark, so that Excel reads Chinese
            owed = _write(file, liabilities, wanted)
    summed = liabilities.get_statements([wanted]).get(wanted) or Statement(
        party_key=_party(party), month=f"{month:%Y-%m}"
    )
    typer.echo(f"{summed.party_key} {summed.month}: {summed.lines} lines, {summed.owed_fen} fen owed", err=True)
    if owed != summed.owed_fen:
        typer.echo(f"the lines come to {owed} fen", err=True)
        raise typer.Exit(1)


def _write(file: TextIO, liabilities: Liabilities, statement_id: str) -> int:
    """A page at a time, so that a long month takes no memory; what the lines come to, in fen."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    owed = 0
    for line in _lines(liabilities, statement_id):
        writer.writerow(_row(line))
        owed += line.fen
    return owed


def _lines(liabilities: Liabilities, statement_id: str) -> Iterator[StatementLine]:
    after: dict[str, str] | None = None
    while True:
        lines, after = liabilities.lines(statement_id, PAGE, after)
        yield from lines
        if after is None:
            return


def _row(line: StatementLine) -> tuple[str | int, ...]:
    at = line.at.astimezone(SHANGHAI).isoformat(timespec="seconds")
    texts = (line.ticket_id, line.order_id or "", line.liability_id, line.why)
    return (at, line.ledger_id, line.kind, line.step, line.fen, *map(_text, texts))


def _text(text: str) -> str:
    """As text: what begins like a formula is none when a spreadsheet opens it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _party(text: str) -> str:
    try:
        return Party.of(text).key
    except ValueError as error:
        raise typer.BadParameter("a party is written SUPPLIER:S01 or PLATFORM", param_hint="--party") from error
