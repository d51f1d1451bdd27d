"""API Gateway's HTTP API on both sides of a function: the request as payload format 2.0, the answer as HTTP."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from local_cloud.functions import Outcome
from local_cloud.resources import ACCOUNT

__all__ = ["Answer", "Request", "answer_of", "payload"]

_AS_TEXT = ("text/", "application/json", "application/javascript", "application/xml", "application/graphql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What came in over HTTP. Header names are lower case; several of one name are joined by commas."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    source_ip: str
    protocol: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out over HTTP."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def message(cls, status: int, text: str) -> "Answer":
        """As API Gateway itself speaks."""
        return cls(status, json.dumps({"message": text}).encode(), [("content-type", "application/json")])


def payload(request: Request, route_key: str, domain: str) -> dict[str, Any]:
    """The event of an HTTP API, payload format 2.0."""
    url = urlsplit(request.target)
    now = datetime.now(UTC)
    headers = {name: value for name, value in request.headers.items() if name != "cookie"}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": url.path,
        "rawQueryString": url.query,
        "headers": headers,
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "local",
            "domainName": domain,
            "domainPrefix": domain.partition(".")[0],
            "http": {
                "method": request.method,
                "path": url.path,
                "protocol": request.protocol,
                "sourceIp": request.source_ip,
                "userAgent": request.headers.get("user-agent", ""),
            },
            "requestId": uuid4().hex[:16],
            "routeKey": route_key,
            "stage": "$default",
            "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now.timestamp() * 1000),
        },
    }
    if "cookie" in request.headers:
        event["cookies"] = [each.strip() for each in request.headers["cookie"].split(";")]
    if url.query:
        event["queryStringParameters"] = _joined(parse_qsl(url.query, keep_blank_values=True))
    return event | _body(request)


def answer_of(outcome: Outcome) -> Answer:
    """HTTP's form of what a function answered; a function that failed is 500."""
    if outcome.failed:
        return Answer.message(500, "Internal Server Error")
    answer = outcome.answer
    if not isinstance(answer, dict) or "statusCode" not in answer:
        return Answer(200, json.dumps(answer).encode(), [("content-type", "application/json")])
    text = answer.get("body") or ""
    body = base64.b64decode(text) if answer.get("isBase64Encoded") else text.encode()
    headers = [(name.lower(), str(value)) for name, value in (answer.get("headers") or {}).items()]
    headers += [("set-cookie", cookie) for cookie in answer.get("cookies") or ()]
    return Answer(int(answer["statusCode"]), body, headers)


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _body(request: Request) -> dict[str, Any]:
    if not request.body:
        return {"isBase64Encoded": False}
    kind = request.headers.get("content-type", "application/octet-stream")
    if kind.startswith(_AS_TEXT):
        try:
            return {"body": request.body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass
    return {"body": base64.b64encode(request.body).decode(), "isBase64Encoded": True}
