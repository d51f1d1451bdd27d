"""Puts the declared permissions into force on a built schema, and refuses a schema in which something declares none."""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLUnionType,
    default_field_resolver,
    get_named_type,
)

from api.context import Context
from api.errors import ApiError
from api.permissions import PART, Owned, Rule, admit, rule_of, visible
from api.relay import Node

__all__ = ["SchemaFault", "access", "guard", "python_type"]

Resolver = Callable[..., Any]
_ROOTS = ("Query", "Mutation")
_SCREAMING = re.compile(r"[A-Z][A-Z0-9_]*")


class SchemaFault(Exception):
    """The schema declares too little; the message lists every place."""


def guard(schema: GraphQLSchema) -> None:
    """Check what `schema` declares (SchemaFault), describe it by its docstrings, wrap its resolvers."""
    _describe(schema)
    faults = sorted(_faults(schema))
    if faults:
        raise SchemaFault("\n".join(faults))
    for kind in _objects(schema):
        for field in kind.fields.values():
            field.resolve = _guarded(field)


def python_type(kind: GraphQLNamedType) -> type:
    """The class that `kind` was made from."""
    return kind.extensions["strawberry-definition"].origin  # type: ignore[no-any-return]  # strawberry's own mark


def access(schema: GraphQLSchema) -> Iterator[str]:
    """Who may what, a line per type and per field that has a rule of its own; parts of others are left out."""
    for kind in sorted(_objects(schema), key=lambda each: (each.name not in _ROOTS, each.name)):
        whole = rule_of(python_type(kind)) if kind.name not in _ROOTS else None
        if whole not in (None, PART):
            yield f"{kind.name}: {whole.name}"
        yield from (
            f"{kind.name}.{name}: {rule.name}" for name, field in sorted(kind.fields.items()) if (rule := _rule(field))
        )


def _objects(schema: GraphQLSchema) -> Iterator[GraphQLObjectType]:
    for name, kind in schema.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
            yield kind


# ---------------------------------------------------------------- what is declared


def _metadata(field: GraphQLField) -> dict[str, Any]:
    return dict(field.extensions["strawberry-definition"].metadata)


def _rule(field: GraphQLField) -> Rule | None:
    found = _metadata(field).get("may")
    return found if isinstance(found, Rule) else None


def _faults(schema: GraphQLSchema) -> Iterator[str]:
    for name, kind in schema.type_map.items():
        if not name.startswith("__"):
            yield from _faults_of_type(kind)


def _faults_of_type(kind: GraphQLNamedType) -> Iterator[str]:
    if isinstance(kind, GraphQLObjectType):
        yield from _faults_of_root(kind) if kind.name in _ROOTS else _faults_of_object(kind)
    if isinstance(kind, GraphQLEnumType):
        yield from _faults_of_enum(kind)
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        yield from (
            f"{kind.name}.{name}: no description" for name, field in kind.fields.items() if not field.description
        )
    if isinstance(kind, GraphQLObjectType | GraphQLInputObjectType | GraphQLEnumType) and not kind.description:
        yield f"{kind.name}: no description"


def _faults_of_enum(kind: GraphQLEnumType) -> Iterator[str]:
    for name, value in kind.values.items():
        if not _SCREAMING.fullmatch(name):
            yield f"{kind.name}.{name}: not SCREAMING_SNAKE"
        if not value.description:
            yield f"{kind.name}.{name}: no description"


def _faults_of_root(kind: GraphQLObjectType) -> Iterator[str]:
    for name, field in kind.fields.items():
        if _rule(field) is None:
            yield f"{kind.name}.{name}: declares nobody who may (metadata=may(RULE))"
        if kind.name == "Mutation" and "idempotencyKey" not in field.args and not _metadata(field).get("repeatable"):
            yield f"Mutation.{name}: takes no idempotencyKey and is not declared repeatable"


def _faults_of_object(kind: GraphQLObjectType) -> Iterator[str]:
    origin = python_type(kind)
    rule = rule_of(origin)
    if rule is None:
        yield f"{kind.name}: declares nobody who sees it (@seen_by(RULE))"
        return
    if rule is PART and issubclass(origin, Node):
        yield f"{kind.name}: a Node is reached by its id, so it cannot be a PART"
    rules = [rule, *filter(None, map(_rule, kind.fields.values()))]
    if any(each.about_object for each in rules) and not issubclass(origin, Owned):
        yield f"{kind.name}: has a rule about the object but no belongs()"


def _describe(schema: GraphQLSchema) -> None:
    """A resolver's docstring describes its field where nothing else does; so does a type's own docstring."""
    for kind in _objects(schema):
        for field in kind.fields.values():
            resolver = field.extensions["strawberry-definition"].base_resolver
            if field.description is None and resolver is not None:
                field.description = _plain(resolver.wrapped_func.__doc__)


def _plain(doc: str | None) -> str | None:
    return " ".join(doc.split()) if doc else None


# ---------------------------------------------------------------- what is enforced


def _guarded(field: GraphQLField) -> Resolver:
    """`field`'s resolver behind its own rule, with the rules of the objects that it returns behind it."""
    resolve, rule, sift = field.resolve or default_field_resolver, _rule(field), _sifter(field.type)
    if rule is None and sift is None:
        return resolve

    def resolver(source: Any, info: GraphQLResolveInfo[Context], **arguments: Any) -> Any:  # noqa: ANN401  # any object
        context: Context = info.context
        if rule is not None:
            admit(rule, context.viewer, source)
        found = resolve(source, info, **arguments)
        if sift is None or found is None:
            return found
        return _later(found, sift, context) if hasattr(found, "__await__") else sift(found, context)

    return resolver


async def _later(found: Awaitable[Any], sift: "Sifter", context: Context) -> Any:  # noqa: ANN401  # any object
    value = await found
    return None if value is None else sift(value, context)


Sifter = Callable[[Any, Context], Any]


def _sifter(kind: GraphQLOutputType) -> Sifter | None:
    """Takes out of a value of `kind` what the viewer may not see; None where a value holds no objects."""
    if not isinstance(get_named_type(kind), GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType):
        return None
    if isinstance(kind, GraphQLNonNull):
        inner = kind.of_type
        return _list_sifter(inner) if isinstance(inner, GraphQLList) else _or_not_found
    return _list_sifter(kind) if isinstance(kind, GraphQLList) else _or_null


def _or_null(value: object, context: Context) -> object | None:
    if visible(context.viewer, value):
        return value
    context.withheld += 1
    return None


def _or_not_found(value: object, context: Context) -> object:
    if _or_null(value, context) is None:
        raise ApiError("NOT_FOUND", status=200)
    return value


def _list_sifter(kind: GraphQLList[Any]) -> Sifter:
    if isinstance(kind.of_type, GraphQLNonNull):
        return lambda values, context: [value for value in values if _or_null(value, context) is not None]
    return lambda values, context: [None if value is None else _or_null(value, context) for value in values]
