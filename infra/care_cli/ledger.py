"""`care ledger`: what the compensation ledger of a month, or of a day, comes to, account by account (C5)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn

from care.accounts.ledger_line import LedgerLine
from care.accounts.model import Unit
from care.accounts.service import Accounts
from care.accounts.statement import Sum, Sums
from care.dynamo.storage import Place
from care_cli.product import product
from care_cli.terminal import MaybeDay, MaybeMonth, progress_of
from care_cli.where import Env, Local, Region, StackName, find

__all__ = ["ledger"]

_PAGE = 500


def ledger(
    *,
    month: MaybeMonth = None,
    day: MaybeDay = None,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """Print what each account of the ledger received and gave. Exit status 1: the two sides are not equal."""
    days = _days(month, day)
    accounts = product(find(stack, env, region, local)).accounts
    sums = Sums()
    with progress_of(TextColumn("days"), BarColumn(), MofNCompleteColumn()) as progress:
        for each in progress.track(days):
            for page in _pages(accounts, each):
                sums.add(page)
    _print(sums, days)
    raise typer.Exit(1 if any(sums.total(unit).balance for unit in Unit) else 0)


def _days(month: date | None, day: date | None) -> list[date]:
    if day is not None and month is None:
        return [day]
    if month is not None and day is None:
        return [month.replace(day=number + 1) for number in range(monthrange(month.year, month.month)[1])]
    raise typer.BadParameter("say which: --month or --day")


def _pages(accounts: Accounts, day: date) -> Iterator[list[LedgerLine]]:
    after: Place = None
    while True:
        lines, after = accounts.ledger_of_day(day.isoformat(), _PAGE, after)
        yield lines
        if after is None:
            return


def _print(sums: Sums, days: list[date]) -> None:
    typer.echo(f"{days[0]} to {days[-1]}: {sums.lines} lines")
    typer.echo(_row("account", "unit", "debit", "credit", "balance"))
    for unit, name, found in sums.accounts():
        typer.echo(_sum(name, unit, found))
    for unit in Unit:
        typer.echo(_sum("all", unit, sums.total(unit)))


def _sum(name: str, unit: Unit, found: Sum) -> str:
    return _row(name, unit.lower(), str(found.debit), str(found.credit), str(found.balance))


def _row(name: str, unit: str, *numbers: str) -> str:
    return f"{name:<32} {unit:<7}" + "".join(f"{each:>16}" for each in numbers)
