"""`care calendar`: when we serve, seen and published (G7, docs/settings.md)."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from care.dynamo.editions import EffectiveTooSoon
from care.dynamo.requests import Request
from care.hours.model import Override, Timetable
from care.hours.rules import parse_hours, shown
from care.kernel.clock import SHANGHAI
from care.kernel.errors import BadInput, Refused
from care.kernel.ids import derived_id
from care_cli.product import product
from care_cli.terminal import At, Who, Why, instant, read_json, refuse, refuse_too_soon, tell_published, version_told
from care_cli.where import Env, Local, Region, StackName, find

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Show the business calendar, and publish another.")


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """A calendar as it is written down."""

    week: list[list[str]]
    holidays: list[str]
    make_up_days: list[str]
    overrides: dict[date, list[str]] = {}

    def timetable(self) -> Timetable:
        return Timetable(
            week=tuple(parse_hours(day, f"week[{number}]") for number, day in enumerate(self.week)),
            holidays=parse_hours(self.holidays, "holidays"),
            make_up_days=parse_hours(self.make_up_days, "make_up_days"),
            overrides=tuple(
                Override(date=day, hours=parse_hours(hours, f"overrides {day}"))
                for day, hours in sorted(self.overrides.items())
            ),
        )


@app.command()
def show(
    *,
    days: Annotated[int, typer.Option(help="Show what so many days from today come to, instead", min=0, max=366)] = 0,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """What is in force, in the form that `publish` reads."""
    found = product(find(stack, env, region, local))
    version = found.hours.editions.current()
    typer.echo(version_told(version), err=True)
    if not days:
        typer.echo(json.dumps(_written(version.timetable), ensure_ascii=False, indent=2))
    today, calendar = found.clock.now().astimezone(SHANGHAI).date(), found.hours.current()
    for day in (today + timedelta(days=number) for number in range(days)):
        typer.echo(f"{day} {day:%a}  {' '.join(shown(calendar.hours(day))) or 'closed'}")


@app.command()
def publish(  # noqa: PLR0913 - the options of a command
    file: Annotated[Path, typer.Argument(help="As `show` writes it; - reads standard input", allow_dash=True)],
    *,
    at: At,
    why: Why,
    who: Who,
    stack: StackName = None,
    env: Env = None,
    region: Region = None,
    local: Local = None,
) -> None:
    """Publish a whole calendar. The same command again changes nothing. Exit status 1: refused."""
    effective_at, written = instant(at), read_json(file, _File)
    request = Request(
        caller=f"operator:{who}",
        operation="care calendar publish",
        key=derived_id("calendar", at, why, msgspec.json.encode(written).decode()),
        content=msgspec.to_builtins(written, str_keys=True),
    )
    hours = product(find(stack, env, region, local)).hours
    try:
        answer = hours.publish(written.timetable(), effective_at, who, why, request)
    except EffectiveTooSoon as soon:
        refuse_too_soon(soon)
    except (Refused, BadInput) as refused:
        told = ", ".join(f"{name} {value}" for name, value in refused.detail.items())
        refuse(f"{refused} ({told})" if told else str(refused))
    else:
        tell_published("the calendar", answer, effective_at)


def _written(timetable: Timetable) -> dict[str, Any]:
    return {
        "week": [shown(hours) for hours in timetable.week],
        "holidays": shown(timetable.holidays),
        "make_up_days": shown(timetable.make_up_days),
        "overrides": {each.date.isoformat(): shown(each.hours) for each in timetable.overrides},
    }
