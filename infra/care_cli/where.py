"""Which deployment a command is for: the options that all such commands have, and what they lead to."""

from typing import Annotated

import typer

from care_cli.target import NoTarget, Target, deployed, served

__all__ = ["Env", "Local", "Region", "StackName", "find"]

StackName = Annotated[str | None, typer.Option("--stack", help="The deployed stack", envvar="AFTERCARE_STACK")]
Env = Annotated[str | None, typer.Option(help="The stage of a stack that is called aftercare-STAGE")]
Region = Annotated[str | None, typer.Option(help="Its region; else that of the AWS environment")]
Local = Annotated[str | None, typer.Option(help="Address of a serving local cloud", envvar="AFTERCARE_LOCAL")]


def find(stack: str | None, env: str | None, region: str | None, local: str | None) -> Target:
    """BadParameter where none is named, or two, or it cannot be reached."""
    name = stack or (env and f"aftercare-{env}")
    if bool(name) == bool(local):
        raise typer.BadParameter("say which: --stack or --env, or --local")
    try:
        return served(local) if local else deployed(str(name), region)
    except NoTarget as error:
        raise typer.BadParameter(str(error)) from error
