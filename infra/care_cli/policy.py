"""`care policy simulate`: a draft of the policy over all claims of some days (C4)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn

from care.kernel.errors import BadInput, NotFound
from care.kernel.money import yuan
from care.policy.faults import PolicyUnsound
from care.tickets.simulation.replay import Difference, Played
from care.tickets.simulation.simulate import Simulation, days_between
from care.tickets.simulation.tally import Group, Tally
from care_cli.product import product
from care_cli.terminal import First, Last, progress_of, refuse
from care_cli.where import Env, Local, Region, StackName, find
from handlers.bootstrap import App

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Try what a draft of the policy would have done.")


@app.callback()
def _one_of_several() -> None:
    """So that `simulate` is named, though it is the only command."""


@app.command()
def simulate(
    *,
    draft: Annotated[str, typer.Option(help="The draft's id, as policyDrafts shows it, or its own")],
    first: First,
    last: Last,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """Play every claim that was opened on these days under the draft, and under the policy that it was opened under.

    Changes nothing. Exit status 1: there is no such draft, or it is not sound; all its flaws are told.
    """
    app_ = product(find(stack, env, region, local))
    tally = _play(app_, _own_id(draft), first, last)
    typer.echo(f"{first} to {last}")
    for line in _report(tally):
        typer.echo(line)


def _play(app_: App, draft_id: str, first: date, last: date) -> Tally:
    try:
        days = days_between(first, last)
        simulation = Simulation(app_.desk, draft_id)
    except PolicyUnsound as unsound:
        refuse(*map(str, unsound.flaws))
    except (BadInput, NotFound) as bad:
        refuse(str(bad))
    cases = TextColumn("{task.fields[cases]} cases")
    with progress_of(TextColumn("days"), BarColumn(), MofNCompleteColumn(), cases, TimeElapsedColumn()) as progress:
        bar = progress.add_task("", total=len(days), cases=0)
        for day in days:
            simulation.add_day(day)
            progress.update(bar, advance=1, cases=simulation.tally.total.cases)
    return simulation.tally


def _report(tally: Tally) -> Iterator[str]:
    yield _row("", "cases", "changed", "gain", "lose", "allowed", "refused", "at once", "later", "yuan", "was")
    yield _group("all", tally.total)
    for by, groups in tally.groups.items():
        for value, group in sorted(groups.items(), key=lambda each: (-each[1].cases, each[0])):
            yield _group(f"{by.lower()} {value}", group)
    yield from _examples("gains most", tally.top_gains)
    yield from _examples("loses most", tally.top_losses)


def _group(name: str, group: Group) -> str:
    counts = (group.cases, group.changed, group.gains, group.losses)
    moved = (group.newly_allowed, group.newly_refused, group.newly_instant, group.no_longer_instant)
    return _row(name, *map(str, counts), *map(str, moved), yuan(group.after_fen), yuan(group.before_fen))


def _row(name: str, *cells: str) -> str:
    return f"{name:<28}" + "".join(f"{each:>12}" for each in cells)


def _examples(title: str, found: Iterable[Difference]) -> Iterator[str]:
    for each in found:
        yield f"{title}: {each.case.id}  {_side(each.before)} -> {_side(each.after)}"


def _side(played: Played) -> str:
    if played.why_not is not None:
        return played.why_not
    return f"{played.remedy} {yuan(played.cost_fen)}{' at once' if played.instant else ''}"


def _own_id(draft: str) -> str:
    """A global id, as the API shows it, or the draft's own."""
    from api.relay import parse_global_id

    match parse_global_id(draft):
        case ("PolicyDraft", raw):
            return raw
    return draft
