"""Errors on their way out: a code, a text in the caller's language, and nothing of the inside."""

from logging import getLogger
from traceback import extract_tb
from typing import Any
from uuid import uuid4

from graphql import GraphQLError
from strawberry.utils.str_converters import to_camel_case

from api.errors import ApiError
from api.messages import Language, text, told
from care.kernel.errors import CareError

__all__ = ["present", "present_invalid", "present_refusal", "report"]

logger = getLogger("api")  # handlers.observability turns it to JSON lines
_FRAMES = 12


def present_refusal(error: ApiError | CareError, language: Language) -> dict[str, Any]:
    """An error of ours, as GraphQL shows it: `field` is the caller's own, where one is at fault."""
    where = to_camel_case(error.field) if error.field else None
    named = {"field": where} if where else {}
    return {"message": told(error, language), "extensions": {"code": error.code} | named}


def present_invalid(error: GraphQLError) -> dict[str, Any]:
    """What validation says: it speaks of the caller's own document only."""
    return _located({"message": error.message, "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}, error)


def present(error: GraphQLError, language: Language, correlation_id: str) -> dict[str, Any]:
    """An error of the execution. What we did not raise on purpose is INTERNAL, logged under the correlation id."""
    cause = _cause(error)
    if isinstance(cause, ApiError | CareError):
        return _located(present_refusal(cause, language), error)
    if cause is None and _is_input(error):
        return _located({"message": error.message, "extensions": {"code": "BAD_USER_INPUT"}}, error)
    report(cause or error, correlation_id, path=error.path)
    return _located(internal(language, correlation_id), error)


def internal(language: Language, correlation_id: str) -> dict[str, Any]:
    """All that a caller learns of an error that nobody expected."""
    extensions = {"code": "INTERNAL", "correlationId": correlation_id}
    return {"message": text("INTERNAL", language), "extensions": extensions}


def report(error: BaseException, correlation_id: str, path: list[str | int] | None = None) -> None:
    """Log where `error` came from, but not what it says: its message may quote somebody's data."""
    frames = extract_tb(error.__traceback__)[-_FRAMES:]
    logger.error(
        "api.internal_error",
        extra={
            "correlation": correlation_id or uuid4().hex,
            "error": f"{type(error).__module__}.{type(error).__qualname__}",
            "aws_code": _aws_code(error),
            "path": ".".join(str(each) for each in path or ()),
            "frames": [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
        },
    )


def _cause(error: GraphQLError) -> BaseException | None:
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _is_input(error: GraphQLError) -> bool:
    """Whether graphql-core found fault with the caller's variables (no path) or arguments (a place in the text)."""
    inner = error.original_error
    return error.path is None or (isinstance(inner, GraphQLError) and bool(inner.nodes))


def _aws_code(error: BaseException) -> str | None:
    response = getattr(error, "response", None)
    return response.get("Error", {}).get("Code") if isinstance(response, dict) else None


def _located(shown: dict[str, Any], error: GraphQLError) -> dict[str, Any]:
    places = [{"line": place.line, "column": place.column} for place in error.locations or ()]
    return shown | ({"locations": places} if places else {}) | ({"path": error.path} if error.path else {})
