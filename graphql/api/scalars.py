"""Scalars and Money. Times leave as Asia/Shanghai and enter with any offset; money is whole fen, never a float."""

from datetime import UTC, datetime
from typing import Final, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from api.permissions import PART, seen_by
from care.kernel.clock import SHANGHAI, parse_instant
from care.kernel.money import yuan

__all__ = ["SCALARS", "Fen", "Money", "money"]

Fen = NewType("Fen", int)
"""Whole fen. JSON readers keep integers up to 2^53 - 1, so that is the bound."""

_MOST = 2**53 - 1


def _parse_fen(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _MOST:
        message = "Fen must be a whole number of fen (100 fen = 1 yuan)"
        raise GraphQLError(message)
    return value


def _parse_datetime(value: object) -> datetime:
    try:
        return parse_instant(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        message = "DateTime must be ISO 8601 with an offset, such as 2026-03-02T10:00:00+08:00"
        raise GraphQLError(message) from None


def _show_datetime(value: datetime) -> str:
    if value.tzinfo is None:
        message = "a time left the product without an offset"
        raise ValueError(message)
    return value.astimezone(SHANGHAI).isoformat()


SCALARS: Final[dict[object, ScalarDefinition]] = {
    Fen: strawberry.scalar(
        name="Fen",
        description="A whole number of fen, 100 to the yuan; between -(2^53 - 1) and 2^53 - 1.",
        serialize=_parse_fen,
        parse_value=_parse_fen,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="ISO 8601 with an offset. Answers are in +08:00; input may bear any offset, but must bear one.",
        serialize=_show_datetime,
        parse_value=_parse_datetime,
    ),
}


@seen_by(PART)
@strawberry.type(description="An amount of money in CNY.")
class Money:
    fen: Fen = strawberry.field(description="The amount in fen: reckon with this.")

    @strawberry.field(description="The amount in yuan with two decimals, such as 12.50: show this.")
    def yuan(self) -> str:
        return yuan(self.fen) if self.fen >= 0 else f"-{yuan(-self.fen)}"


def money(fen: int) -> Money:
    """`fen` as the API shows it."""
    return Money(fen=Fen(fen))
