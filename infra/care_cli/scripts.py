"""`care scripts`: the script library, seen, checked and published (C6, docs/settings.md)."""

import json
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Request
from care.kernel.errors import BadInput
from care.kernel.ids import derived_id
from care.policy.model import Segment
from care.scripts.errors import ScriptsUnsound
from care.scripts.model import Change, LibraryVersion, Script, Situation, Step
from care_cli.product import product
from care_cli.terminal import At, Who, Why, instant, read_json, refuse, refuse_too_soon, tell_published, version_told
from care_cli.where import Env, Local, Region, StackName, find

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Show the script library, check a change of it, and publish one.")
_ChangeFile = Annotated[Path, typer.Argument(help="As `show` writes it; - reads standard input", allow_dash=True)]


class _Text(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A script as it is written down."""

    code: str
    situation: Situation
    step: Step
    text: str
    segment: Segment | None = None


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """A change as it is written down: what it does not name stays."""

    scripts: list[_Text] = []
    retired: list[str] = []
    banned: list[str] | None = None

    def change(self) -> Change:
        return Change(
            scripts=tuple(Script(**msgspec.structs.asdict(each)) for each in self.scripts),
            retired=tuple(self.retired),
            banned=None if self.banned is None else tuple(self.banned),
        )


@app.command("list")
def list_(
    part: Annotated[str, typer.Argument(help="Only codes that contain this")] = "",
    *,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """What is said now: code, situation, segment, step, the version that brought the text, and the text."""
    library = product(find(stack, env, region, local)).scripts.current()
    typer.echo(version_told(library))
    found = [each for each in library.scripts if part in each.code]
    if not found:
        raise typer.BadParameter(f"no script's code contains {part}")
    for each in found:
        segment = each.segment or "every segment"
        typer.echo(f"{each.code}  {each.situation} {each.step}, {segment}, since {each.since}\n    {each.text}")


@app.command()
def show(stack: StackName = None, env: Env = None, region: Region = None, local: Local = None) -> None:
    """The whole library in force, in the form that `check` and `publish` read."""
    library = product(find(stack, env, region, local)).scripts.current()
    typer.echo(version_told(library), err=True)
    typer.echo(json.dumps(_written(library), ensure_ascii=False, indent=2))


@app.command()
def check(
    file: _ChangeFile, *, stack: StackName = None, env: Env = None, region: Region = None, local: Local = None
) -> None:
    """Whether a change could be published. Changes nothing. Exit status 1: refused; every flaw with its place."""
    change = read_json(file, _File).change()
    scripts = product(find(stack, env, region, local)).scripts
    if flaws := scripts.flaws(change):
        refuse(*map(str, flaws))
    typer.echo(f"sound, after version {scripts.current().number}: {_told(change)}")


@app.command()
def publish(  # noqa: PLR0913 - the options of a command
    file: _ChangeFile,
    *,
    at: At,
    why: Why,
    who: Who,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """Publish a change; what it does not name stays. The same command again changes nothing. Exit status 1: refused."""
    effective_at, change = instant(at), read_json(file, _File).change()
    request = Request(
        caller=f"operator:{who}",
        operation="care scripts publish",
        key=derived_id("scripts", at, why, msgspec.json.encode(change).decode()),
        content=(msgspec.to_builtins(change), at),
    )
    scripts = product(find(stack, env, region, local)).scripts
    try:
        answer = scripts.publish(change, effective_at, who, why, request)
    except ScriptsUnsound as unsound:
        refuse(*map(str, unsound.flaws))
    except EffectiveTooSoon as soon:
        refuse_too_soon(soon)
    except BadInput as bad:
        refuse(str(bad))
    else:
        tell_published(_told(change), answer, effective_at)


def _told(change: Change) -> str:
    told = f"{len(change.scripts)} scripts set, {len(change.retired)} taken out"
    return told if change.banned is None else f"{told}, {len(change.banned)} banned phrases"


def _written(library: LibraryVersion) -> dict[str, Any]:
    texts = [
        _Text(code=each.code, situation=each.situation, segment=each.segment, step=each.step, text=each.text)
        for each in library.scripts
    ]
    return {"scripts": msgspec.to_builtins(texts), "banned": list(library.banned)}
