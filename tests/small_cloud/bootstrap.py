"""What the product's bootstrap looks like to the local cloud, and what the handlers have seen."""

from collections.abc import Mapping
from typing import Any

SEEN: list[tuple[str, Any]] = []
STATE: dict[str, Any] = {"resets": 0}


class SandboxDied(BaseException):
    """Nothing in a handler catches it."""


def configure(**options: Any) -> None:
    STATE.update(options)


def reset() -> None:
    STATE.pop("clock", None)
    STATE["resets"] += 1


def saw(function: str, event: Any) -> None:
    SEEN.append((function, event))


def seen(function: str) -> list[Any]:
    return [event for name, event in SEEN if name == function]


def act(order: Mapping[str, Any]) -> None:
    """Do what a body tells: raise, or die."""
    if order.get("raise"):
        raise ValueError(order["raise"])
    if order.get("die"):
        raise SandboxDied
