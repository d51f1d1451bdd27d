"""The local cloud as a whole: `with LocalCloud.start(clock=...) as cloud: ...`."""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TextIO

from local_cloud.agenda_peek import AgendaPeek
from local_cloud.bucket_doors import BucketDoors
from local_cloud.environment import Environment, union
from local_cloud.functions import Functions, read_functions
from local_cloud.http_server import HttpServer, routes
from local_cloud.issuer import JWKS_PATH, Issuer
from local_cloud.moto_gateway import MotoGateway
from local_cloud.operations import GraphQLClient, Operations, parse_caller
from local_cloud.permissions import Permissions
from local_cloud.resources import Stack, dead_letter_queues
from local_cloud.schedules import schedules
from local_cloud.sqs_source import sqs_sources
from local_cloud.stream_source import stream_sources
from local_cloud.tables import Item, queue_bodies, scan
from local_cloud.template import read_template
from local_cloud.ticker import MovableClock, Ticker

__all__ = ["DESCRIPTION_PATH", "ROOT", "LocalCloud"]

ROOT = Path(__file__).parents[2]
AUDIENCE = "aftercare-local"
DESCRIPTION_PATH = "/.local/stack"
_PREFERRED = {"Introspection": "on", "AllowList": "off"}
"""What a developer wants, where the template has these parameters."""


class Source(Protocol):
    """Brings what waits to a function."""

    def poll(self) -> int:
        """Take one batch; how many messages or records were in it."""
        ...


class LocalCloud:
    """One deployment in this process. Nothing runs by itself: `drain`, `step` and `advance_to` make things happen,
    in the caller's thread; HTTP is answered at once, in threads of its own (see `clockwork` for a cloud that runs).
    """

    def __init__(  # noqa: PLR0913 - each has a default
        self,
        *,
        clock: MovableClock,
        template: Path = ROOT / "template.yaml",
        parameters: Mapping[str, Any] | None = None,
        operations: Path = ROOT / "graphql" / "operations",
        name: str = "aftercare-local",
        region: str = "cn-northwest-1",
        seed: str = "local",
        port: int = 0,
        bootstrap: Mapping[str, Any] | None = None,
        log: TextIO | None = None,
    ) -> None:
        """`seed` fixes the secrets; `bootstrap` goes to the handlers' `bootstrap.configure` beside the clock; `log` is
        where handlers' output goes (stdout without it).
        """
        self.clock = clock
        self.region = region
        with ExitStack() as opened:
            self._http = HttpServer(port)
            opened.callback(self._http.stop)
            self.url = self._http.url
            self.issuer = Issuer(self.url, AUDIENCE)
            gateway = MotoGateway()
            gateway.start()
            opened.callback(gateway.stop)
            self._environment = Environment()
            opened.callback(self._environment.restore)
            self.variables = self._environment.set_aws(region=region, endpoint=gateway.address)
            read = read_template(template)
            values = self._parameters(read.parameters) | dict(parameters or {})
            self.stack = Stack(read, name=name, region=region, seed=seed, parameters=values)
            self.stack.make()
            self._wire(bootstrap or {}, log)
            opened.callback(self.functions.close)
            self._client = GraphQLClient(f"{self.url}/graphql")
            opened.callback(self._client.close)
            self._http.start()
            self._opened = opened.pop_all()
        self.operations = Operations(operations)

    @classmethod
    def start(cls, template: Path = ROOT / "template.yaml", **options: Any) -> Self:
        """See __init__ for the options; `clock` is the one that must be given."""
        return cls(template=template, **options)

    def stop(self) -> None:
        """Forget everything and free the ports. A second call does nothing."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    # ------------------------------------------------------------ what happens

    def drain(self) -> None:
        """Let queues and streams reach their functions until nothing moves any more. The clock stands still."""
        while sum(source.poll() for source in self._sources):
            pass

    def step(self, limit: datetime, *, every_tick: bool = False) -> bool:
        """Go to the next tick up to `limit`, fire it and drain: True. If there is none, go to `limit`: False."""
        return self.ticker.step(limit, every_tick=every_tick)

    def advance_to(self, at: datetime, *, every_tick: bool = False) -> None:
        """Go to `at`, firing and draining at every stop on the way."""
        self.drain()
        while self.step(at, every_tick=every_tick):
            pass

    def put_event(self, kind: str, detail: Any, *, source: str = "mall") -> None:
        """Put an event on the bus. RuntimeError where the bus refuses it, as it does a detail that is no object."""
        if not isinstance(detail, dict):
            message = f"the bus refused {kind}: its detail is no object"
            raise RuntimeError(message)  # noqa: TRY004 - it is what the bus says
        bus = self.stack.ref(self.stack.template.of_type("AWS::Events::EventBus")[0])
        text = json.dumps(detail, ensure_ascii=False)
        entry = {"Source": source, "DetailType": kind, "Detail": text, "EventBusName": bus}
        answer = self.stack.client("events").put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            message = f"the bus refused {kind}: {answer['Entries']}"
            raise RuntimeError(message)

    def token(self, as_: str, **claims: Any) -> str:
        """A token for `role:id`, as `member:M001`."""
        caller = parse_caller(as_)
        return self.issuer.token(caller.sub, [caller.role], **claims)

    def call(
        self, operation: str, as_: str | None = None, variables: Mapping[str, Any] | None = None, **claims: Any
    ) -> dict[str, Any]:
        """Run one of `graphql/operations/` over HTTP; the whole answer (`data`, `errors`). LookupError: no such one."""
        token = self.token(as_, **claims) if as_ else None
        return self._client.post(self.operations.text(operation), operation, variables or {}, token=token)

    # ------------------------------------------------------------ what is there

    def table(self, name: str) -> list[Item]:
        """All items of a table by its logical id (`AgendaTable`) or the product's name for it (`agenda`)."""
        return scan(self._table_name(name), self.region)

    def tables(self) -> dict[str, list[Item]]:
        """All items of all tables, by logical id."""
        return {name: scan(ref, self.region) for name, ref in self.stack.names("AWS::DynamoDB::Table").items()}

    def queues(self) -> list[str]:
        """The logical ids of all queues."""
        return list(self.stack.names("AWS::SQS::Queue"))

    def messages(self, queue: str) -> list[str]:
        """The bodies of a queue's messages, those in flight included, by the queue's logical id."""
        return queue_bodies(self.stack.ref(queue), self.region)

    def objects(self, bucket: str) -> dict[str, bytes]:
        """What lies in a bucket, by its logical id: key → content."""
        s3, name = self.stack.client("s3"), self.stack.ref(bucket)
        keys = [each["Key"] for each in s3.list_objects_v2(Bucket=name).get("Contents", ())]
        return {key: s3.get_object(Bucket=name, Key=key)["Body"].read() for key in keys}

    def dead_letter_queues(self) -> set[str]:
        """The queues that others, or failed invocations, are emptied into."""
        return dead_letter_queues(self.stack)

    def described(self) -> dict[str, Any]:
        """What tools in other processes need to reach this cloud; served as `GET /.local/stack`."""
        return {
            "endpoint": self.variables["AWS_ENDPOINT_URL"],
            "region": self.region,
            "now": self.clock.now().isoformat(),
            "outputs": self.stack.outputs(),
            "variables": dict(self.variables),
        }

    # ------------------------------------------------------------ how it is put together

    def _parameters(self, known: Mapping[str, Any]) -> dict[str, Any]:
        own = {"TokenIssuer": self.issuer.url, "TokenAudience": AUDIENCE, "TokenJwksUrl": self.issuer.jwks_url}
        return {name: value for name, value in (own | _PREFERRED).items() if name in known}

    def _wire(self, bootstrap: Mapping[str, Any], log: TextIO | None) -> None:
        specs = read_functions(self.stack)
        doors = self._doors()
        told = union({spec.logical_id: spec.variables for spec in specs})
        self.variables |= self._environment.set(told | doors.here(told))
        self.permissions = Permissions(self.stack)
        self.functions = Functions(specs, self.region, self.clock, bootstrap, log, self.permissions)
        sqs, streams = self.stack.client("sqs"), self.stack.client("dynamodbstreams")
        self._sources: list[Source] = [*sqs_sources(self.functions, sqs), *stream_sources(self.functions, streams, sqs)]
        self.schedules = schedules(self.functions, self._send)
        self.ticker = Ticker(self.schedules, self.clock, self._next_due, self.drain)
        self._http.routes.update(doors.routes())
        self._http.routes.update(
            routes(self.functions, {JWKS_PATH: self.issuer.jwks, DESCRIPTION_PATH: self.described})
        )

    def _doors(self) -> BucketDoors:
        names = self.stack.names("AWS::S3::Bucket")
        buckets = {name: self.stack.attribute(each, "RegionalDomainName") for each, name in names.items()}
        return BucketDoors(self.stack.client("s3"), buckets, self.url, self.region, self.clock)

    def _send(self, queue_arn: str, text: str) -> None:
        sqs = self.stack.client("sqs")
        url = sqs.get_queue_url(QueueName=queue_arn.rpartition(":")[2])["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody=text)

    def _next_due(self) -> Mapping[str, datetime]:
        if "AgendaTable" not in self.stack.template.resources:
            return {}
        return AgendaPeek(self.stack.ref("AgendaTable"), self.region).next_due()

    def _table_name(self, name: str) -> str:
        names = self.stack.names("AWS::DynamoDB::Table")
        return names[name] if name in names else self.variables[f"TABLE_{name.upper()}"]
