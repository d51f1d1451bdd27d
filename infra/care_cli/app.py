"""The commands of `care`."""

import typer

from care_cli import calendar, dead, liability, policy, scripts, settings, settlement
from care_cli.ledger import ledger
from care_cli.play import play

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.command()(play)
app.command()(ledger)
app.add_typer(calendar.app, name="calendar")
app.add_typer(dead.app, name="dead")
app.add_typer(policy.app, name="policy")
app.add_typer(scripts.app, name="scripts")
app.add_typer(settings.app, name="settings")
app.add_typer(settlement.app, name="settlement")
app.add_typer(liability.app, name="liability")
