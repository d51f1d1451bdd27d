"""The domain's enums in the API. What their members mean is said here: docstrings of members are lost at run time."""

from enum import EnumMeta
from typing import TypeVar, cast

import strawberry
from strawberry.types.enum import StrawberryEnumDefinition

__all__ = ["described"]

M = TypeVar("M", bound=EnumMeta)


def described(enum: M, about: str, /, *, name: str | None = None, **values: str) -> M:
    """Show `enum` in the API, by its own name or `name`. `values` describes every member by its name, and nothing else.

    described(TicketState, "Where a ticket stands.", CHOOSING="The menu waits for the member.", …)
    """
    if set(values) != set(enum.__members__):
        message = f"{enum.__name__}: described are {sorted(values)}, there are {sorted(enum.__members__)}"
        raise TypeError(message)
    strawberry.enum(enum, name=name, description=about)
    definition = cast("StrawberryEnumDefinition", enum.__strawberry_definition__)  # type: ignore[attr-defined]
    for value in definition.values:
        value.description = values[value.name]
    return enum
