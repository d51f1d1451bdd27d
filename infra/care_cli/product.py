"""The product of a deployment, put together in this process: what a command does by its use cases, not around them."""

import os
from collections.abc import Mapping

from care.kernel.clock import SettableClock, SystemClock
from care_cli.target import Target
from handlers.bootstrap import App
from handlers.environment import read_environment

__all__ = ["product"]


def product(target: Target) -> App:
    """Reads and writes the deployment's tables, with the credentials of the environment; a local cloud needs none.

    It knows the time of the deployment: a local cloud has its own, as of now.
    """
    os.environ.update(_access(target.variables))
    clock = SettableClock(target.now) if target.local else SystemClock()
    return App(environment=read_environment(target.variables), clock=clock)


def _access(variables: Mapping[str, str]) -> dict[str, str]:
    """How AWS clients find a local cloud; nothing for a deployed stack."""
    return {name: value for name, value in variables.items() if name.startswith("AWS_") and name != "AWS_REGION"}
