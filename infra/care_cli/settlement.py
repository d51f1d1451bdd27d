"""`care settlement`: takes the mall's settlement file and tells where it and our books differ (docs/settlement.md)."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from care.accounts.settlement.import_settlement import CHUNK, SettlementImport, Taken
from care.accounts.settlement.model import Settlement
from care.accounts.settlement.rows import BadRow, Row, read_rows
from care.kernel.errors import CareError
from care_cli.product import product
from care_cli.terminal import First, Last, progress_of
from care_cli.where import Env, Local, Region, StackName, find

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Compare the mall's settlement with our books.")


@app.command("import")
def import_(  # noqa: PLR0913 - the options of a command
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, UTF-8 (docs/settlement.md)")],
    *,
    first: First,
    last: Last,
    settlement: Annotated[str | None, typer.Option(help="Its id; else that of the file's first row")] = None,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """Import a file of a period that is over: any number of times, whole or in part.

    Exit status 1: some rows were passed over.
    """
    importer = product(find(stack, env, region, local)).settlement_import
    with file.open("rb") as stream, _progress(file.stat().st_size) as progress:
        (task,) = progress.task_ids
        rows = read_rows(stream, settlement, heard=lambda size: progress.advance(task, size))
        reading = _Reading(rows)
        try:
            opened = importer.begin(_id_of(reading, settlement), first, last)
            taken = _import(importer, opened, reading, progress)
        except CareError as error:
            raise typer.BadParameter(str(error)) from error
    typer.echo(f"{opened.id}: {reading.good} rows, {taken.new} of them new; {reading.bad} passed over")
    typer.echo(f"{taken.opened} discrepancies opened, {taken.ended} ended")
    raise typer.Exit(1 if reading.bad else 0)


class _Reading:
    """The good rows, in chunks; the bad ones are told at once, and counted."""

    def __init__(self, rows: Iterator[Row | BadRow]) -> None:
        self._rows = self._sifted(rows)
        self.good = 0
        self.bad = 0

    def first(self) -> Row | None:
        """The first good row, which stays to be read."""
        found = next(self._rows, None)
        if found is not None:
            self._rows = chain((found,), self._rows)
        return found

    def chunks(self) -> Iterable[list[Row]]:
        while chunk := list(islice(self._rows, CHUNK)):
            self.good += len(chunk)
            yield chunk

    def _sifted(self, rows: Iterator[Row | BadRow]) -> Iterator[Row]:
        for row in rows:
            if isinstance(row, Row):
                yield row
            else:
                self.bad += 1
                typer.echo(f"line {row.line}: {row.fault}" + (f" ({row.field})" if row.field else ""), err=True)


def _id_of(reading: _Reading, stated: str | None) -> str:
    first = reading.first()
    if stated is not None:
        return stated
    if first is None:
        raise typer.BadParameter("the file has no row that can be read: say --settlement")
    return first.statement.settlement_id


def _import(importer: SettlementImport, opened: Settlement, reading: _Reading, progress: Progress) -> Taken:
    taken = Taken()
    for chunk in reading.chunks():
        taken += importer.take(opened, chunk)
    progress.console.print("looking for what no file names", highlight=False)
    return sum(importer.find_missing(opened), start=taken)


def _progress(total: int) -> Progress:
    columns = (TextColumn("rows"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    progress = progress_of(*columns)
    progress.add_task("rows", total=total)
    return progress
