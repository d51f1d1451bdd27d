"""Runs the template's functions in this process, one invocation at a time, as one sandbox of Lambda would.

What a handler raises ends at this boundary, as it does in Lambda: the invocation failed, its caller (queue, stream,
schedule, API) draws the consequence. A BaseException that is not an Exception stands for the death of the sandbox:
the next invocation finds a fresh bootstrap.
"""

import importlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Protocol, TextIO
from uuid import uuid4

from local_cloud.permissions import Permissions
from local_cloud.resources import ACCOUNT, Stack
from local_cloud.template import TemplateError

__all__ = ["Clock", "FunctionSpec", "Functions", "LambdaContext", "Outcome", "read_functions"]

_log = logging.getLogger(__name__)


class Clock(Protocol):
    """The product clock, as far as the local cloud reads it: aware UTC."""

    def now(self) -> Any: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSpec:
    """One function of the template. `timeout` in seconds, `memory` in MB; `events` by their names, resolved."""

    logical_id: str
    name: str
    handler: str
    timeout: int
    memory: int
    variables: Mapping[str, str]
    events: Mapping[str, Mapping[str, Any]]
    retries: int = 2
    """How often a failed asynchronous invocation is tried again; Lambda's default is 2."""
    on_failure: str | None = None
    """ARN of the queue that hears of an asynchronous invocation that failed for good."""


def read_functions(stack: Stack) -> list[FunctionSpec]:
    """The functions whose condition holds, in the order of the template."""
    found = []
    for logical_id in stack.template.of_type("AWS::Serverless::Function"):
        condition = stack.template.resources[logical_id].get("Condition")
        if condition is None or stack.resolver.holds(condition):
            found.append(_read(stack, logical_id))
    return found


def _read(stack: Stack, logical_id: str) -> FunctionSpec:
    properties = stack.properties(logical_id)
    variables = properties.get("Environment", {}).get("Variables", {})
    asynchronous = properties.get("EventInvokeConfig", {})
    return FunctionSpec(
        logical_id=logical_id,
        name=properties.get("FunctionName", f"{stack.name}-{logical_id}"),
        handler=properties["Handler"],
        timeout=int(properties.get("Timeout", 3)),
        memory=int(properties.get("MemorySize", 128)),
        variables={name: str(value) for name, value in variables.items()},
        events=properties.get("Events", {}),
        retries=int(asynchronous.get("MaximumRetryAttempts", 2)),
        on_failure=asynchronous.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"),
    )


class LambdaContext:
    """Lambda's context object; time is wall time."""

    def __init__(self, spec: FunctionSpec, region: str) -> None:
        self.function_name = spec.name
        self.function_version = "$LATEST"
        self.invoked_function_arn = f"arn:aws:lambda:{region}:{ACCOUNT}:function:{spec.name}"
        self.memory_limit_in_mb = spec.memory
        self.aws_request_id = str(uuid4())
        self.log_group_name = f"/aws/lambda/{spec.name}"
        self.log_stream_name = "local"
        self.identity = None
        self.client_context = None
        self._ends = time.monotonic() + spec.timeout

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._ends - time.monotonic()) * 1000))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an invocation: the handler's answer, or what it raised."""

    answer: Any = None
    error: BaseException | None = None

    @property
    def failed(self) -> bool:
        return self.error is not None


@dataclass(slots=True)
class Functions:
    """Invokes functions. `bootstrap` is the module `<package of the handlers>.bootstrap`, told of the clock."""

    specs: list[FunctionSpec]
    region: str
    clock: Clock
    bootstrap_options: Mapping[str, Any] = field(default_factory=dict)
    log: TextIO | None = None
    """Where what the handlers print (logs, metrics) goes; None leaves it on stdout."""
    permissions: Permissions | None = None
    """Judges what the functions call; None: they may do anything."""
    failures: int = 0
    """How many invocations have failed."""
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _handlers: dict[str, Callable[[Any, Any], Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        packages = {spec.handler.partition(".")[0] for spec in self.specs}
        if len(packages) > 1:
            message = f"the functions share one bootstrap, so their handlers lie in one package, not in {packages}"
            raise TemplateError(message)

    def invoke(self, spec: FunctionSpec, event: Mapping[str, Any]) -> Outcome:
        """One invocation. KeyboardInterrupt alone goes through: it is meant for whoever runs the local cloud."""
        with self._lock, self._logged():
            outcome = self._invoked(spec, event)
            self.failures += outcome.failed
            return outcome

    def _invoked(self, spec: FunctionSpec, event: Mapping[str, Any]) -> Outcome:
        try:
            with self._judged(spec):
                return Outcome(answer=self._handler(spec)(event, LambdaContext(spec, self.region)))
        except KeyboardInterrupt:
            raise
        except Exception as error:  # noqa: BLE001 - so does Lambda
            _log.exception("%s failed", spec.logical_id)
            return Outcome(error=error)
        except BaseException as error:  # noqa: BLE001 - the sandbox died; the local cloud lives on
            _log.warning("%s died: %r", spec.logical_id, error)
            self.renew()
            return Outcome(error=error)

    def renew(self) -> None:
        """A fresh sandbox: the bootstrap forgets what it built, and is told of the clock again."""
        with self._lock:
            bootstrap = self._bootstrap()
            if bootstrap is not None:
                bootstrap.reset()
                bootstrap.configure(clock=self.clock, **self.bootstrap_options)

    def close(self) -> None:
        """Leave no clock and no client behind."""
        bootstrap = self._bootstrap()
        if bootstrap is not None:
            bootstrap.reset()

    def _judged(self, spec: FunctionSpec) -> AbstractContextManager[None]:
        return self.permissions.acting(spec.logical_id) if self.permissions else nullcontext()

    def _logged(self) -> AbstractContextManager[object]:
        return redirect_stdout(self.log) if self.log else nullcontext()

    def _handler(self, spec: FunctionSpec) -> Callable[[Any, Any], Any]:
        """Imported at the first invocation, as Lambda does; an import that fails is a failed invocation."""
        if not self._handlers:
            self.renew()
        if spec.handler not in self._handlers:
            module, _, function = spec.handler.rpartition(".")
            self._handlers[spec.handler] = getattr(importlib.import_module(module), function)
        return self._handlers[spec.handler]

    def _bootstrap(self) -> ModuleType | None:
        if not self.specs:
            return None
        return importlib.import_module(f"{self.specs[0].handler.partition('.')[0]}.bootstrap")
