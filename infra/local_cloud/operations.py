"""The documents in `graphql/operations/`, by the names of their operations, and calls of them over HTTP."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3

__all__ = ["Caller", "GraphQLClient", "Operations", "parse_caller"]

_OPERATION = re.compile(r"^\s*(?:query|mutation)\s+(\w+)", re.MULTILINE)
_SECONDS = 30


class Operations:
    """Operation name → text of its document. LookupError for a name that no document has."""

    def __init__(self, folder: Path) -> None:
        self._texts = {
            name: text
            for path in sorted(folder.glob("**/*.graphql"))
            for text in [path.read_text(encoding="utf-8")]
            for name in _OPERATION.findall(text)
        }

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def text(self, name: str) -> str:
        if name not in self._texts:
            message = f"no operation {name} in graphql/operations"
            raise LookupError(message)
        return self._texts[name]


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who calls: `member:M001` is sub M001 with role MEMBER."""

    role: str
    sub: str


def parse_caller(text: str) -> Caller:
    """ValueError unless it is `role:id`."""
    role, _, sub = text.partition(":")
    if not role or not sub:
        message = f"not a caller: {text!r} (write role:id, as member:M001)"
        raise ValueError(message)
    return Caller(role.upper(), sub)


class GraphQLClient:
    """Posts documents as the mini-program does, over one kept connection."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(retries=False, timeout=_SECONDS)

    def post(self, text: str, name: str, variables: Any, *, token: str | None) -> dict[str, Any]:
        """The answer's JSON body. ValueError where it is none."""
        headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
        body = json.dumps({"query": text, "operationName": name, "variables": variables}, ensure_ascii=False)
        answer = self._pool.request("POST", self._url, body=body.encode(), headers=headers)
        answered: dict[str, Any] = json.loads(answer.data)
        return answered

    def close(self) -> None:
        self._pool.clear()
