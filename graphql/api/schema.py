"""The schema, put together from the domains. `python -m api.schema --write` writes it out, `--check` compares."""

import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

import strawberry
from graphql import GraphQLError, GraphQLSchema, lexicographic_sort_schema, print_schema
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.name_converter import NameConverter
from strawberry.tools import merge_types
from strawberry.types.base import StrawberryObjectDefinition, StrawberryType
from strawberry.types.execution import ExecutionContext

from api import idempotency, scalars
from api.documents import Prepared
from api.guards import access, guard, python_type
from api.payloads import UserError
from api.relay import Node
from api.roots import MUTATIONS, QUERIES, TYPES

__all__ = ["ACCESS", "SDL", "CareSchema", "build_schema", "schema", "sdl"]

SDL: Final = Path(__file__).parent.parent / "schema.graphql"
ACCESS: Final = Path(__file__).parent.parent / "access.txt"
"""Who may what: committed, so that a change of rights is seen in review."""


class CareSchema(strawberry.Schema):
    """Strawberry's schema, guarded; it logs nothing of its own."""

    def __init__(self, query: type, mutation: type | None = None, types: tuple[type, ...] = ()) -> None:
        super().__init__(query, mutation, types=types, config=_config(), extensions=[Prepared])
        guard(self.core)
        self.node_types: dict[str, type[Node]] = {
            kind.name: python_type(kind)
            for kind in self.core.get_implementations(self.core.type_map["Node"]).objects  # type: ignore[arg-type]
        }

    @property
    def core(self) -> GraphQLSchema:
        """As graphql-core has it."""
        return self._schema

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Nothing: strawberry would log the query's text; `api.faults` logs what is ours, without it."""


class _Names(NameConverter):
    """`UserError[ChooseRemedyErrorCode]` is called `ChooseRemedyError`."""

    def from_generic(self, generic_type: StrawberryObjectDefinition, types: list[StrawberryType | type]) -> str:
        if issubclass(generic_type.origin, UserError):
            return "".join(map(self.get_name_from_type, types)).removesuffix("Code")
        return super().from_generic(generic_type, types)


def _config() -> StrawberryConfig:
    return StrawberryConfig(
        name_converter=_Names(),
        disable_field_suggestions=True,
        scalar_map={**scalars.SCALARS, **idempotency.SCALARS},
    )


def build_schema(
    queries: tuple[type, ...] = QUERIES, mutations: tuple[type, ...] = MUTATIONS, types: tuple[type, ...] = TYPES
) -> CareSchema:
    """Put a schema together; SchemaFault where a part of it does not say who may."""
    query = _root("Query", queries, "What can be read.")
    return CareSchema(query, _root("Mutation", mutations, "What can be done.") if mutations else None, types)


def _root(name: str, parts: tuple[type, ...], description: str) -> Any:  # noqa: ANN401  # a class made here
    merged = merge_types(name, parts)
    merged.__strawberry_definition__.description = description  # type: ignore[attr-defined]
    return merged


@cache
def schema() -> CareSchema:
    """The product's schema, built once per process."""
    return build_schema()


def sdl(built: CareSchema) -> str:
    """The schema as text, sorted, with descriptions."""
    return print_schema(lexicographic_sort_schema(built.core)) + "\n"


def main(arguments: list[str]) -> int:
    """--write or --check; 1 when a committed file differs from the code."""
    texts = {SDL: sdl(schema()), ACCESS: "\n".join(access(schema().core)) + "\n"}
    if "--write" in arguments:
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")
        return 0
    drifted = [file.name for file, text in texts.items() if not file.is_file() or file.read_text("utf-8") != text]
    if drifted:
        sys.stderr.write(f"{', '.join(drifted)}: not what the code says; run: python -m api.schema --write\n")
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
