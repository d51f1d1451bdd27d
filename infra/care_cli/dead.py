"""`care dead`: what was given up, here or in AWS, to be looked at and driven back (docs/runbook.md)."""

import json
from typing import Annotated

import typer
from rich.console import Console

from care_cli import dead_lane, dead_letters
from care_cli.target import Target
from care_cli.where import Env, Local, Region, StackName, find

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="List, show and re-drive dead letters and the dead lane.")

_LANE = "dead lane"


@app.command("list")
def list_(stack: StackName = None, env: Env = None, region: Region = None, local: Local = None) -> None:
    """List all dead letters and the dead lane."""
    target = find(stack, env, region, local)
    found = [(each.id, each.place, each.kind, each.reason) for each in dead_letters.letters(target)]
    found += [(each.id, _LANE, each.text("kind"), each.text("last_error")) for each in dead_lane.dead_items(target)]
    for id_, place, kind, why in found:  # whole lines, so that an id can be copied from a terminal of any width
        typer.echo(f"{id_}  {place}  {kind}\n    {why}")
    if not found:
        typer.echo("nothing is dead")


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID")],
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """Show one of them whole."""
    target = find(stack, env, region, local)
    for letter in dead_letters.letters(target):
        if letter.id == id_:
            _console().out(_pretty(letter.body), highlight=False)
            return
    for item in dead_lane.dead_items(target):
        if item.id == id_:
            _console().out(json.dumps(item.raw, ensure_ascii=False, indent=2), highlight=False)
            return
    _none(id_)


@app.command()
def redrive(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID…", show_default=False)] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All of them")] = False,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """Drive some of them back to where they came from, or all. Exit status 1: one was not found, or cannot be."""
    if bool(ids) == everything:
        raise typer.BadParameter("name ids, or say --all")
    target = find(stack, env, region, local)
    wanted = set(ids or ())
    done, refused = _redriven(target, wanted, everything=everything)
    for each in refused:
        typer.echo(each, err=True)
    typer.echo(f"{len(done)} driven back")
    missing = wanted - done
    for each in sorted(missing):
        typer.echo(f"not driven back: {each}", err=True)
    raise typer.Exit(1 if missing or refused else 0)


def _redriven(target: Target, wanted: set[str], *, everything: bool) -> tuple[set[str], list[str]]:
    done: set[str] = set()
    refused: list[str] = []
    for letter in dead_letters.letters(target):
        if everything or letter.id in wanted:
            try:
                dead_letters.redrive(target, letter)
                done.add(letter.id)
            except ValueError as error:
                refused.append(str(error))
    for item in dead_lane.dead_items(target):
        if everything or item.id in wanted:
            dead_lane.redrive(target, item)
            done.add(item.id)
    return done, refused


def _pretty(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body


def _none(id_: str) -> None:
    typer.echo(f"no {id_} among the dead", err=True)
    raise typer.Exit(1)


def _console() -> Console:
    return Console(soft_wrap=True)
