"""The whole product in memory: mall events and GraphQL in, agenda fired as time goes on, a mall that answers.

The services, reactions, router and API are those of handlers.bootstrap; only the storage, the clock, the secret and
the two ways out (mall, dead letters) are fakes.
"""

import json
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any, TypeVar

import msgspec

from api.relay import parse_global_id
from api.roots import MUTATIONS, QUERIES
from api.schema import schema
from api.viewer import Role, Viewer
from care.accounts.asked import request_event
from care.accounts.mall import PayoutRequest
from care.contact.calls.want_call import CallTasks
from care.contact.channels import Channel, ChannelKind
from care.dynamo.agenda_shelf import AgendaShelf
from care.evidence.doors import Doors
from care.evidence.uploads import Uploads
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import SHANGHAI, SettableClock
from care.login.codes import Codes
from care.tickets.returns.hand_in import take_return
from fakes.bucket import SIGNER
from fakes.house import START
from fakes.login_codes import OneUseCodes
from fakes.memory_storage import MemoryStorage
from fakes.serving import Reply, Server, serve
from handlers.bootstrap import App
from handlers.environment import TABLES, Environment
from handlers.mall_router import MallRouter, mall_router

__all__ = ["ENVIRONMENT", "LANES", "Product", "ProductApp", "as_of"]

T = TypeVar("T")
LANES = (Lane.NOW, Lane.CLOCKS, Lane.CARE, Lane.CLOSURE, Lane.INVITATIONS)
ENVIRONMENT = Environment(
    region="cn-north-1",
    tables={name: name for name in TABLES},
    bus_name="bus",
    evidence_bucket="evidence",
    evidence_url="https://evidence.s3.test",
    mall_dead_letters_url="none",
    secret_arn="none",
    agenda_shards=2,
    token_issuer="test",
    token_audience="test",
    token_jwks_url="none",
    introspection=True,
    allow_list=False,
)


_SEEING = {"DecideTicket", "RefuseTicket", "SetTicketPriority", "UnmergeTicket"}
"""Operations that name the step of the case that the caller saw."""


def as_of(name: str, *, community: str | None = None, region: str | None = None) -> Viewer:
    """`member:M001`, `agent:A01` … as a viewer."""
    role, _, id_ = name.partition(":")
    return Viewer(id=id_, roles=frozenset({Role(role.upper())}), community=community, region=region)


@dataclass
class ProductApp(App):
    """The product's own assembly, over fakes."""

    memory: MemoryStorage = field(default_factory=MemoryStorage)
    asked: list[PayoutRequest] = field(default_factory=list)
    told: list[object] = field(default_factory=list)
    """Events that were put out and ask for no money."""
    buried: list[dict[str, str]] = field(default_factory=list)
    codes: Codes | None = field(default_factory=OneUseCodes)
    queued: list[str] = field(default_factory=list)
    """What providers told and nobody has worked on yet."""
    ways: dict[ChannelKind, Channel] = field(default_factory=dict)
    """The ways to a member besides the inbox, as a test configures them."""

    @cached_property
    def channels(self) -> Mapping[ChannelKind, Channel]:
        return ChainMap({ChannelKind.INBOX: self.channel, ChannelKind.CALL_TASK: CallTasks()}, self.ways)

    @cached_property
    def storage(self) -> Any:
        return self.memory

    @cached_property
    def agenda(self) -> AgendaShelf:
        return AgendaShelf(shards=2)

    @cached_property
    def master(self) -> str:
        return "the master secret of tests, which is long enough"

    @cached_property
    def evidence(self) -> Uploads:
        told = self.environment
        doors = Doors(
            bucket=told.evidence_bucket, url=told.evidence_url, region=told.region, credentials=lambda: SIGNER
        )
        return Uploads(self.storage, self.clock, self.settings_book.current, doors)

    @cached_property
    def mall_bus(self) -> Any:
        return self

    def put(self, event: object, _at: datetime) -> None:
        """As another event is put out."""
        self.told.append(event)

    def ask(self, request: PayoutRequest) -> None:
        """As a mall is asked."""
        request_event(request)
        self.asked.append(request)

    @cached_property
    def inbound_line(self) -> Callable[[str], None]:
        return self.queued.append

    @cached_property
    def bury_inbound(self) -> Any:
        return lambda body, *, reason, path: self.buried.append({"body": body, "reason": reason, "path": path})

    @cached_property
    def mall_router(self) -> MallRouter:
        return mall_router(
            orders=self.orders,
            moved=self.take_movement,
            members=self.members,
            catalog=self.catalog,
            directory=self.directory,
            accounts=self.accounts,
            weather=self.weather_alerts,
            planned=self.arrivals.take,
            supplied=self.supply_statements.take,
            back=partial(take_return, self.desk),
            clock=self.clock,
            bury=lambda body, *, reason, path: self.buried.append({"body": body, "reason": reason, "path": path}),
        )


class Viewers(Mapping[str, Viewer]):
    """Any `role:id`, and those that a test states with their community or region."""

    def __init__(self) -> None:
        self.stated: dict[str, Viewer] = {}

    def __getitem__(self, name: str) -> Viewer:
        return self.stated.get(name) or as_of(name)

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Any:
        return iter(self.stated)

    def __len__(self) -> int:
        return len(self.stated)


class Product:
    """Drives a ProductApp."""

    def __init__(self, at: datetime = START) -> None:
        self.clock = SettableClock(at)
        self.app = ProductApp(environment=ENVIRONMENT, clock=self.clock)
        self.viewers = Viewers()
        self.mall: Callable[[PayoutRequest], str | None] = lambda _request: "CONFIRMED"
        self._answered = 0
        self._keys = 0
        self._seen: dict[str, int] = {}

    @cached_property
    def server(self) -> Server:
        return serve(QUERIES, MUTATIONS, app=self.app, viewers=self.viewers, schema=schema())

    @property
    def memory(self) -> MemoryStorage:
        return self.app.memory

    def invoke(self, run: Callable[[], T]) -> T:
        """One invocation of a handler, which tests of crashes end early (fakes/mortal)."""
        return run()

    def event(self, kind: str, /, **detail: Any) -> None:
        """An event of the mall, as it lies in the queue."""
        buried = len(self.app.buried)
        self.app.mall_router.take(json.dumps({"detail-type": kind, "source": "mall", "detail": detail}))
        assert len(self.app.buried) == buried, self.app.buried[buried:]

    def ask(self, text: str, as_: str | None, **variables: Any) -> Reply:
        return self.server.ask(text, as_=as_, **variables)

    def call(self, operation: str, as_: str, **variables: object) -> Any:
        """Run a shipped operation that must succeed; the answer's one root field."""
        reply = self.run(operation, as_, **variables)
        assert not reply.errors, reply.errors
        (answer,) = reply.data.values()
        assert not (isinstance(answer, dict) and answer.get("userErrors")), answer["userErrors"]
        return answer

    def refused(self, operation: str, as_: str, **variables: object) -> str:
        """Run a shipped operation that must be refused, and changes nothing; its code."""
        before = {home: dict(item) for home, item in self.memory.items.items()}
        reply = self.run(operation, as_, **variables)
        assert self.memory.items == before, "a refused call changes nothing"
        if reply.errors:
            return str(reply.codes[0])
        (answer,) = reply.data.values()
        (error,) = answer["userErrors"]
        return str(error["code"])

    def run(self, operation: str, as_: str | None, **variables: Any) -> Reply:
        """Run an operation of graphql/operations; `input` and a fresh key are added where it wants them."""
        text = operation_text(operation)
        if "$idempotencyKey" in text and "idempotencyKey" not in variables:
            self._keys += 1
            variables["idempotencyKey"] = f"key-{self._keys:08}"
        variables |= self._as_seen(operation, variables.get("input"), f"{operation}:{variables.get('idempotencyKey')}")
        return self.server.ask(text, as_=as_, **variables)

    def _as_seen(self, operation: str, given: Any, key: str) -> dict[str, Any]:
        """`input` as of a caller who has just seen the case, where it must say so and does not; again under one key."""
        if operation not in _SEEING or "seenStep" in given:
            return {}
        _, raw = parse_global_id(given["ticketId"]) or ("", "")
        ticket = self.app.tickets.get_many([raw]).get(raw)
        return {"input": given | {"seenStep": self._seen.setdefault(key, ticket.step if ticket else 0)}}

    def settle(self) -> None:
        """Fire all that is due, let the mall answer, until nothing more happens now."""
        while self._due() or self._unanswered():
            for lane in LANES:
                self.sweep(lane)
            self._answer()

    def sweep(self, lane: Lane) -> None:
        """One invocation of a lane's function."""
        self.app.runner.sweep(lane, lambda: 60.0)

    def advance(self, **by: float) -> None:
        """Let time pass, from one due item to the next."""
        end = self.clock.now() + timedelta(**by)
        self.settle()
        while (following := self._next()) is not None and following <= end:
            self.clock.move_to(following)
            self.settle()
        self.clock.move_to(end)
        self.settle()

    def advance_to(self, hour: int, minute: int = 0) -> None:
        """To the next such time of day in Shanghai."""
        now = self.clock.now().astimezone(SHANGHAI)
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        self.advance(seconds=((then if then > now else then + timedelta(days=1)) - now).total_seconds())

    def planned(self) -> list[AgendaItem]:
        return sorted(self.memory.all(self.app.agenda.shelf), key=lambda item: (item.due, item.kind))

    def dead(self) -> list[AgendaItem]:
        return [item for item in self.planned() if item.lane is Lane.DEAD]

    def _live(self) -> list[AgendaItem]:
        return [item for item in self.planned() if item.lane is not Lane.DEAD]

    def _due(self) -> bool:
        return any(item.due <= self.clock.now() for item in self._live())

    def _next(self) -> datetime | None:
        return min((item.due for item in self._live()), default=None)

    def _unanswered(self) -> bool:
        return self._answered < len(self.app.asked)

    def _answer(self) -> None:
        while self._unanswered():
            request = self.app.asked[self._answered]
            self._answered += 1
            if outcome := self.mall(request):
                self._say(request, outcome)

    def _say(self, request: PayoutRequest, outcome: str) -> None:
        event = request_event(request)
        asked = msgspec.to_builtins(event)
        family = type(event).__name__.removesuffix("Requested")
        self.event(
            f"{family}{outcome.capitalize()}",
            version=1,
            key=asked["key"],
            attempt=asked["attempt"],
            occurred_at=self.clock.now().isoformat(),
        )


def operation_text(name: str) -> str:
    """The text of a shipped operation."""
    from pathlib import Path

    return (Path(__file__).parents[2] / "graphql" / "operations" / f"{name}.graphql").read_text(encoding="utf-8")
