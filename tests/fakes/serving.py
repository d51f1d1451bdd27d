"""An API over any root types, called as HTTP API calls it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from api.app import App
from api.callers import Callers
from api.cursors import Cursors
from api.documents import Documents
from api.errors import ApiError
from api.execute import Api, Served
from api.frame import FrameQuery
from api.limits import Limits
from api.schema import CareSchema, build_schema
from api.viewer import ANONYMOUS, Role, Viewer

__all__ = ["CURSOR_KEY", "VIEWERS", "Reply", "Server", "serve", "viewer"]

CURSOR_KEY = "a cursor key of 32 characters ok"


def viewer(id_: str, *roles: Role, community: str | None = None, region: str | None = None) -> Viewer:
    return Viewer(id=id_, roles=frozenset(roles), community=community, region=region)


VIEWERS: Mapping[str, Viewer] = {
    "m1": viewer("M1", Role.MEMBER),
    "m2": viewer("M2", Role.MEMBER),
    "leader": viewer("L1", Role.LEADER, community="C1"),
    "agent": viewer("A1", Role.AGENT),
    "operator": viewer("O1", Role.OPERATOR),
    "quality": viewer("Q1", Role.QUALITY),
    "product": viewer("P1", Role.PRODUCT),
    "manager": viewer("B1", Role.MANAGER),
    "nobody": viewer("N1"),
}


@dataclass(frozen=True)
class Reply:
    """An answer, read."""

    status: int
    data: Any = None
    errors: list[dict[str, Any]] = field(default_factory=list)
    headers: Mapping[str, str] = field(default_factory=dict)
    served: Served | None = None

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.errors]


@dataclass
class Server:
    """Answers for viewers by name; None calls without a token."""

    api: Api
    schema: CareSchema

    def ask(self, text: str, *, as_: str | None = None, language: str = "", **variables: object) -> Reply:
        return self.send({"query": text, "variables": variables}, as_=as_, language=language)

    def send(self, body: object, *, as_: str | None = None, language: str = "", raw: bool = False) -> Reply:
        """`raw` sends `body` (text) as it is."""
        headers = {"accept-language": language} | ({"authorization": as_} if as_ else {})
        event = {"body": body if raw else json.dumps(body), "headers": headers, "requestContext": {"requestId": "R1"}}
        answer, served = self.api.handle(event)
        read = json.loads(answer["body"])
        return Reply(answer["statusCode"], read.get("data"), read.get("errors", []), answer["headers"], served)


def serve(
    queries: tuple[type, ...] = (),
    mutations: tuple[type, ...] = (),
    *,
    app: object = None,
    limits: Limits | None = None,
    viewers: Mapping[str, Viewer] = VIEWERS,
    schema: CareSchema | None = None,
    callers: Callers | None = None,
) -> Server:
    """A server of the frame's fields and those given."""
    built = schema or build_schema((FrameQuery, *queries), mutations)
    bounds = limits or Limits()

    def identify(name: str | None) -> Viewer:
        if name is not None and name not in viewers:
            raise ApiError("UNAUTHENTICATED", status=401)
        return viewers[name] if name else ANONYMOUS

    made = Api(
        schema=built,
        app=cast("App", app or SimpleNamespace()),
        identify=identify,
        cursors=Cursors(CURSOR_KEY),
        documents=Documents(built.core, bounds),
        limits=bounds,
        callers=callers or Callers(per_second=1e9),
    )
    return Server(made, built)
