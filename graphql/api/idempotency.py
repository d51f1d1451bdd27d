"""The caller's idempotency key: the API checks its form and says who asks; `care.dynamo.requests` does the rest."""

import re
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from typing import Final, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from api.context import Info
from care.dynamo.requests import Request
from care.kernel.errors import BadInput

__all__ = ["SCALARS", "IdempotencyKey", "request_of"]

IdempotencyKey = NewType("IdempotencyKey", str)

_FORM = re.compile(r"[A-Za-z0-9_-]{8,64}")
_UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no keyboard writes: control characters but tabs and ends of lines, and what turns a line round."""


def _parse(value: object) -> str:
    if not isinstance(value, str) or not _FORM.fullmatch(value):
        raise GraphQLError("IdempotencyKey must be 8 to 64 of A-Z, a-z, 0-9, _ and -")
    return value


SCALARS: Final[dict[object, ScalarDefinition]] = {
    IdempotencyKey: strawberry.scalar(
        name="IdempotencyKey",
        description=(
            "Made by the client for one intent: 8 to 64 of A-Z, a-z, 0-9, _ and -. The same key with the same input "
            "replays the first answer; with another input it is refused. Kept for 7 days."
        ),
        serialize=str,
        parse_value=_parse,
    ),
}


def request_of(info: Info, key: IdempotencyKey, content: object) -> Request:
    """The request as the unit of work remembers it. `content` is the whole input: an input object or plain data.

    BadInput for a text with control characters, which no reader, file or message after us should meet.
    """
    plain = asdict(content) if is_dataclass(content) and not isinstance(content, type) else content
    for field, text in _texts(plain):
        if _UNWRITTEN.search(text):
            raise BadInput("no control characters", field=field or None)
    return Request(caller=info.context.viewer.caller, operation=info.field_name, key=key, content=plain)


def _texts(content: object, place: str = "") -> Iterator[tuple[str, str]]:
    """(place, text) for every text of an input: `note`, `rules[2].wording`."""
    if isinstance(content, str):
        yield place, content
    elif isinstance(content, dict):
        for name, each in content.items():
            yield from _texts(each, f"{place}.{name}" if place else str(name))
    elif isinstance(content, list | tuple):
        for number, each in enumerate(content):
            yield from _texts(each, f"{place}[{number}]")
