"""HTTP API events (payload format 2.0) in, their answers out."""

from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Any

import msgspec

from api.errors import ApiError
from api.limits import Limits
from api.messages import language_of, text

__all__ = ["Call", "answer", "header", "read_body", "read_call", "refuse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A GraphQL request."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


class _Body(msgspec.Struct):
    query: str
    variables: msgspec.Raw = msgspec.Raw(b"null")
    operation_name: str | None = msgspec.field(default=None, name="operationName")


def header(event: dict[str, Any], name: str) -> str | None:
    """A header by its lower-case name: payload 2.0 spells them so."""
    value = (event.get("headers") or {}).get(name)
    return str(value) if value is not None else None


def read_call(body: bytes, limits: Limits) -> Call:
    """The request in a body. Raises VARIABLES_TOO_LARGE, BATCH_NOT_ALLOWED or BAD_REQUEST."""
    if body.lstrip()[:1] == b"[":
        raise ApiError("BATCH_NOT_ALLOWED")
    try:
        read = msgspec.json.decode(body, type=_Body)
        if len(bytes(read.variables)) > limits.variables:
            raise ApiError("VARIABLES_TOO_LARGE", most=limits.variables)
        variables = msgspec.json.decode(read.variables, type=dict[str, Any] | None)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        raise ApiError("BAD_REQUEST") from None
    return Call(query=read.query, variables=variables, operation_name=read.operation_name)


def read_body(event: dict[str, Any], most: int) -> bytes:
    """The body of an event, at most `most` bytes. Raises BODY_TOO_LARGE (413) or BAD_REQUEST."""
    sent = event.get("body") or ""
    encoded = bool(event.get("isBase64Encoded"))
    if len(sent) > (most + 2) // 3 * 4 if encoded else len(sent) > most:
        raise ApiError("BODY_TOO_LARGE", status=413, most=most)
    try:
        body = b64decode(sent, validate=True) if encoded else sent.encode()
    except (NotBase64, ValueError):
        raise ApiError("BAD_REQUEST") from None
    if len(body) > most:
        raise ApiError("BODY_TOO_LARGE", status=413, most=most)
    return body


def answer(status: int, content: dict[str, Any]) -> dict[str, Any]:
    """A JSON answer that nothing on the way may keep."""
    return {
        "statusCode": status,
        "headers": {
            "content-type": "application/json; charset=utf-8",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
        "body": msgspec.json.encode(content).decode(),
        "isBase64Encoded": False,
    }


def refuse(event: dict[str, Any], code: str, status: int) -> dict[str, Any]:
    """The answer to a request that no GraphQL was read of."""
    message = text(code, language_of(header(event, "accept-language")))
    return answer(status, {"errors": [{"message": message, "extensions": {"code": code}}]})
