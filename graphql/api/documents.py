"""A query's text on its way to execution: limits first, then validation, then a cache, so that each is paid once."""

from collections.abc import Iterator
from functools import lru_cache

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
    specified_rules,
    validate,
)
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from api.allow_list import AllowList
from api.errors import ApiError
from api.limits import Limits, check_shape, check_text

__all__ = ["Document", "Documents", "Invalid", "Prepared"]

_RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
_MOST_ERRORS = 5
_KEPT = 256


class Invalid(Exception):
    """The document does not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


class Document:
    """A document that may be run: within the limits, valid, one operation."""

    __slots__ = ("node", "operation")

    def __init__(self, node: DocumentNode, operation: OperationDefinitionNode) -> None:
        self.node = node
        self.operation = operation

    @property
    def name(self) -> str | None:
        return self.operation.name.value if self.operation.name else None

    def check_name(self, wanted: str | None) -> None:
        """UNKNOWN_OPERATION when the caller names another operation than the document holds."""
        if wanted and wanted != self.name:
            raise ApiError("UNKNOWN_OPERATION", name=wanted[:64])


class Documents:
    """Prepares documents for one schema, and keeps those that it has prepared."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, allow_list: AllowList | None = None) -> None:
        self._schema = schema
        self._limits = limits
        self._allow_list = allow_list
        self.prepare = lru_cache(maxsize=_KEPT)(self._prepare)

    def _prepare(self, text: str) -> Document:
        """The document of `text`; ApiError where a limit or the allow-list refuses it, Invalid by the schema."""
        check_text(text, self._limits)
        node = _parse(text)
        document = Document(node, _only_operation(node))
        if self._allow_list is not None:
            self._allow_list.check(document.name, text)
        check_shape(node, document.operation, self._limits)
        errors = validate(self._schema, node, _RULES, max_errors=_MOST_ERRORS, hide_suggestions=True)
        if errors:
            raise Invalid(errors)
        return document


class Prepared(SchemaExtension):
    """Hands strawberry the document that has been parsed and validated already."""

    def on_parse(self) -> Iterator[None]:
        self.execution_context.graphql_document = self.execution_context.context.document
        yield

    def on_validate(self) -> Iterator[None]:
        self.execution_context.pre_execution_errors = []
        yield


def _parse(text: str) -> DocumentNode:
    try:
        return parse(text)
    except GraphQLSyntaxError as error:
        raise ApiError("GRAPHQL_PARSE_FAILED", reason=error.message[:200]) from None


def _only_operation(node: DocumentNode) -> OperationDefinitionNode:
    found = [each for each in node.definitions if isinstance(each, OperationDefinitionNode)]
    if not found:
        raise ApiError("NO_OPERATION")
    if len(found) > 1:
        raise ApiError("MULTIPLE_OPERATIONS")
    if found[0].operation is OperationType.SUBSCRIPTION:
        raise ApiError("SUBSCRIPTIONS_NOT_SUPPORTED")
    return found[0]
