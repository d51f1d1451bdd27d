"""Holds each function to the policies of its own role, so that what is not allowed fails here and not first in AWS.

Only what a function itself calls is judged (`acting`); the local cloud's own errands are nobody's.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.awsrequest import AWSPreparedRequest
from botocore.handlers import BUILTIN_HANDLERS

from local_cloud.resources import Stack

__all__ = ["Grants", "NotPermitted", "Permissions", "needs", "needs_of_object"]

Grants = frozenset[tuple[str, str]]
"""Pairs of action and resource, the resource as the part of its ARN that follows the account."""

_acting: ContextVar["_Actor | None"] = ContextVar("acting", default=None)
_OBJECT_ACTIONS = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject"}
_WRITES = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}


class NotPermitted(Exception):
    """A function called what its role does not allow: template.yaml lacks a statement, or the code reaches too far."""


@dataclass(frozen=True, slots=True)
class _Actor:
    function: str
    grants: Grants
    denied: list[str]


class Permissions:
    """What each function of a deployment may do; `denied` collects what one tried beyond that."""

    def __init__(self, stack: Stack) -> None:
        self.denied: list[str] = []
        self._stack = stack
        self._grants: dict[str, Grants] = {}

    @contextmanager
    def acting(self, function: str) -> Iterator[None]:
        """Inside, every AWS call of this context is judged by the role of `function` (a logical id), if it has one."""
        stated = "Role" in self._stack.template.resources[function]["Properties"]
        token = _acting.set(_Actor(function, self.of(function), self.denied) if stated else None)
        try:
            yield
        finally:
            _acting.reset(token)

    def of(self, function: str) -> Grants:
        if function not in self._grants:
            self._grants[function] = frozenset(self._read(function))
        return self._grants[function]

    def _read(self, function: str) -> Iterator[tuple[str, str]]:
        role = self._stack.template.resources[function]["Properties"]["Role"]["Fn::GetAtt"][0]
        for policy in self._stack.properties(role)["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                for action in _as_list(statement["Action"]):
                    for resource in _as_list(statement["Resource"]):
                        yield action, _tail(resource)


def needs(target: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a request needs, by its `X-Amz-Target` and its JSON body."""
    operation = target.rpartition(".")[2]
    match operation:
        case "TransactWriteItems":
            for item in body["TransactItems"]:
                for kind, write in item.items():
                    yield f"dynamodb:{_WRITES[kind]}", f"table/{write['TableName']}"
        case "BatchGetItem":
            for table in body["RequestItems"]:
                yield "dynamodb:BatchGetItem", f"table/{table}"
        case "PutEvents":
            for entry in body["Entries"]:
                yield "events:PutEvents", f"event-bus/{entry.get('EventBusName', 'default')}"
        case "GetSecretValue":
            yield "secretsmanager:GetSecretValue", _tail(body["SecretId"])
        case _ if "QueueUrl" in body:
            yield f"sqs:{operation}", body["QueueUrl"].rpartition("/")[2]
        case _:
            index = f"/index/{body['IndexName']}" if "IndexName" in body else ""
            yield f"dynamodb:{operation}", f"table/{body['TableName']}{index}"


def needs_of_object(method: str, path: str) -> tuple[str, str]:
    """What a request to a bucket needs, by its method and its path (`/bucket/key`)."""
    bucket, _, key = unquote(path).lstrip("/").partition("/")
    if not key:
        return "s3:ListBucket", bucket
    return f"s3:{_OBJECT_ACTIONS[method]}", f"{bucket}/{key}"


def _needs(request: AWSPreparedRequest) -> Iterator[tuple[str, str]]:
    if "X-Amz-Target" not in request.headers:
        yield needs_of_object(str(request.method), urlsplit(str(request.url)).path)
        return
    target = request.headers["X-Amz-Target"]
    named = target.decode() if isinstance(target, bytes) else target
    body = request.body if isinstance(request.body, str | bytes) else b"{}"
    yield from needs(named, json.loads(body))


def _granted(grants: Grants, action: str, resource: str) -> bool:
    """Only objects are granted by folder (`bucket/folder/*`)."""
    folder = f"{resource.rpartition('/')[0]}/*"
    return (action, resource) in grants or (action.startswith("s3:") and (action, folder) in grants)


def _judge(request: AWSPreparedRequest, **_: Any) -> None:
    """Heard by every client of this process just before it sends; what it raises, the caller gets."""
    actor = _acting.get()
    if actor is None:
        return
    for action, resource in _needs(request):
        if not _granted(actor.grants, action, resource):
            actor.denied.append(f"{actor.function} may not {action} on {resource}")
            raise NotPermitted(actor.denied[-1])


BUILTIN_HANDLERS.insert(0, ("before-send", _judge))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _tail(arn: str) -> str:
    """`arn:partition:service:region:account:rest` → rest."""
    return arn.split(":", 5)[-1]
