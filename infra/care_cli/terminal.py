"""How commands speak with the person at the terminal: whose act it is and from when, what is refused, how far it is."""

import re
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import msgspec
import typer
from rich.console import Console
from rich.progress import Progress, ProgressColumn

from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Answer
from care.kernel.clock import SHANGHAI, parse_instant
from care.kernel.editions import Edition

__all__ = [
    "At",
    "First",
    "Last",
    "MaybeDay",
    "MaybeMonth",
    "Month",
    "Who",
    "Why",
    "day",
    "instant",
    "month",
    "progress_of",
    "read_json",
    "refuse",
    "refuse_too_soon",
    "tell_published",
    "version_told",
]

T = TypeVar("T")
_DAY = re.compile(r"(2\d{3})-(\d\d)-(\d\d)", re.ASCII)


def day(text: str | date) -> date:
    """A day in Shanghai, written 2026-03-02; BadParameter where there is no such day from 2000 on."""
    return _date(str(text), str(text), "day", "2026-03-02")


def month(text: str | date) -> date:
    """The first day of a month in Shanghai, written 2026-03; BadParameter where there is no such month from 2000 on."""
    return _date(f"{text}-01", str(text), "month", "2026-03")


def _date(whole: str, written: str, what: str, example: str) -> date:
    form = _DAY.fullmatch(whole)
    with suppress(ValueError):
        if form:
            return date(*map(int, form.groups()))
    raise typer.BadParameter(f"there is no {what} {written}; a {what} is written {example}")


def _named(who: str) -> str:
    """Nothing goes on record as done by nobody."""
    if not who.strip():
        raise typer.BadParameter("name a staff id")
    return who.strip()


def _day_option(*names: str, help_: str) -> Any:
    return typer.Option(*names, parser=day, metavar="YYYY-MM-DD", help=help_)


_month_option = typer.Option(parser=month, metavar="YYYY-MM", help="A month, as days in Shanghai")
First = Annotated[date, _day_option("--from", help_="The first day, in Shanghai")]
Last = Annotated[date, _day_option("--to", help_="The last day, in Shanghai")]
Month = Annotated[date, _month_option]
MaybeDay = Annotated[date | None, _day_option(help_="A day in Shanghai")]
MaybeMonth = Annotated[date | None, _month_option]
At = Annotated[str, typer.Option(help="From when, with its offset: 2026-03-02T10:00:00+08:00")]
Why = Annotated[str, typer.Option(help="For the record")]
Who = Annotated[str, typer.Option(help="Your staff id, for the record", callback=_named)]


def instant(at: str) -> datetime:
    """What `--at` says, in UTC; BadParameter where it is no moment."""
    try:
        return parse_instant(at)
    except ValueError as error:
        raise typer.BadParameter(f"--at {at}: {error}") from error


def read_json(file: Path, kind: type[T]) -> T:
    """What a file says, `-` being standard input; BadParameter where that is no JSON, or of another kind."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
        return msgspec.json.decode(text, type=kind)
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{file}: {error}") from error


def version_told(edition: Edition) -> str:
    """Which one is in force, since when and why."""
    since = f", in force since {_shanghai(edition.effective_at)}" if edition.number else ""
    return f"version {edition.number}{since}: {edition.why}"


def tell_published(what: str, answer: Answer, effective_at: datetime) -> None:
    """Which version it became, or had become when the same command ran before."""
    told = "was published before as" if answer.replayed else "is published as"
    typer.echo(f"{what} {told} version {answer.result}, in force from {_shanghai(effective_at)}")


def refuse(*reasons: str) -> NoReturn:
    """Exit status 1, and all reasons, each in its line."""
    for each in reasons:
        typer.echo(f"refused: {each}", err=True)
    raise typer.Exit(1)


def refuse_too_soon(soon: EffectiveTooSoon) -> NoReturn:
    refuse(f"too soon for every function to know of it: the earliest is {soon.detail['earliest']}")


def progress_of(*columns: ProgressColumn, console: Console | None = None, quiet: bool = False) -> Progress:
    """A bar that is gone when the work is done; none where nobody watches. Console: else that of errors."""
    console = console or Console(stderr=True)
    return Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)


def _shanghai(at: datetime) -> str:
    """A moment as the readers of a terminal count it, with its offset."""
    return at.astimezone(SHANGHAI).isoformat()
