"""`CareError.field` is spelled as in Python; the API shows it by the name that it gives the input."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType
from strawberry.utils.str_converters import to_camel_case

from api.schema import schema

ROOT = Path(__file__).parents[3]
SOURCES = [path for folder in ("functions/care", "graphql/api") for path in sorted((ROOT / folder).rglob("*.py"))]
OF_EVENTS = {"amount_fen", "attempt", "cap_fen", "components", "freight_fen", "member.id", "order_id", "source"}
"""Fields of mall events and of bookings: no caller of the API has sent them."""


def _named(path: Path) -> Iterator[tuple[str, str]]:
    """(where, field) for every `field="…"` of a call."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg == "field" and isinstance(keyword.value, ast.Constant):
                yield f"{path.name}:{keyword.value.lineno}", str(keyword.value.value)


def _inputs() -> set[str]:
    """Every field of an input and every argument of a root field, as the API spells it."""
    types = schema().core.type_map
    found = {name for kind in types.values() if isinstance(kind, GraphQLInputObjectType) for name in kind.fields}
    roots = [kind for name in ("Query", "Mutation") if isinstance(kind := types[name], GraphQLObjectType)]
    return found | {name for root in roots for field in root.fields.values() for name in field.args}


NAMED = [named for path in SOURCES for named in _named(path)]


def test_the_errors_that_name_a_field_are_found() -> None:
    assert len(NAMED) > 50


@pytest.mark.parametrize(("where", "field"), NAMED, ids=lambda value: value)
def test_a_field_at_fault_is_spelled_as_in_python(where: str, field: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", field), where


@pytest.mark.parametrize(("where", "field"), [named for named in NAMED if named[1] not in OF_EVENTS])
def test_the_api_shows_a_field_at_fault_by_the_name_of_an_input(where: str, field: str) -> None:
    assert to_camel_case(field) in _inputs(), where
