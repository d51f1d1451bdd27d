"""The caller's idempotency key: the API checks its form and says who asks; `care.dynamo.requests` does the rest."""

import re
from dataclasses import asdict, is_dataclass
from typing import Final, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from api.context import Info
from care.dynamo.requests import Request

__all__ = ["SCALARS", "IdempotencyKey", "request_of"]

IdempotencyKey = NewType("IdempotencyKey", str)

_FORM = re.compile(r"[A-Za-z0-9_-]{8,64}")


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
    """The request as the unit of work remembers it. `content` is the whole input: an input object or plain data."""
    plain = asdict(content) if is_dataclass(content) and not isinstance(content, type) else content
    return Request(caller=info.context.viewer.caller, operation=info.field_name, key=key, content=plain)
