"""`care settings`: every figure of a deployment, seen and changed (A3, docs/settings.md)."""

import re
from typing import Annotated

import typer

from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Request
from care.kernel.errors import BadInput
from care.kernel.ids import derived_id
from care.kernel.settings import FIGURES, Figure
from care.policy.faults import SettingsUnsound
from care.policy.model import SettingsVersion
from care_cli.product import product
from care_cli.terminal import At, Who, Why, instant, refuse, refuse_too_soon, tell_published, version_told
from care_cli.where import Env, Local, Region, StackName, find

__all__ = ["app"]

_WHOLE = re.compile(r"-?[0-9]{1,18}")

app = typer.Typer(no_args_is_help=True, help="Show the figures, and publish new ones.")


@app.command("list")
def list_(
    part: Annotated[str, typer.Argument(help="Only keys that contain this")] = "",
    *,
    changed: Annotated[bool, typer.Option(help="Only those that are not at their default")] = False,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """What is in force: value, unit, bounds, default, FEATURES row and meaning of each figure."""
    version = product(find(stack, env, region, local)).settings_book.editions.current()
    typer.echo(version_told(version))
    found = [figure for key, figure in sorted(FIGURES.items()) if part in key]
    if not found:
        raise typer.BadParameter(f"no figure's key contains {part}")
    for figure in found:
        if not changed or figure.key in version.values:
            typer.echo(_line(figure, version))


@app.command("set")
def set_(  # noqa: PLR0913 - the options of a command
    values: Annotated[list[str], typer.Argument(metavar="KEY=NUMBER…")],
    *,
    at: At,
    why: Why,
    who: Who,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """Publish figures; the others stay. The same command again changes nothing. Exit status 1: refused, all is told."""
    wanted, effective_at = _numbers(values), instant(at)
    book = product(find(stack, env, region, local)).settings_book
    request = Request(
        caller=f"operator:{who}",
        operation="care settings set",
        key=derived_id("figures", at, why, *sorted(values)),
        content=(sorted(wanted.items()), at),
    )
    try:
        answer = book.publish(wanted, effective_at, who, why, request)
    except SettingsUnsound as unsound:
        refuse(*map(str, unsound.flaws))
    except EffectiveTooSoon as soon:
        refuse_too_soon(soon)
    except BadInput as bad:
        refuse(str(bad))
    else:
        tell_published(", ".join(values), answer, effective_at)


def _line(figure: Figure, version: SettingsVersion) -> str:
    value = version.values.get(figure.key, figure.default)
    return (
        f"{figure.key} = {value} {figure.unit}  ({figure.low}–{figure.high}, default {figure.default}; {figure.row})\n"
        f"    {figure.about}"
    )


def _numbers(values: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in values:
        key, equals, number = each.partition("=")
        if not equals or not _WHOLE.fullmatch(number) or key in found:
            raise typer.BadParameter(f"{each}: each key once, as KEY=NUMBER, a whole number")
        found[key] = int(number)
    return found
