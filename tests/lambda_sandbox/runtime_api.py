"""Lambda's runtime API (2018-06-01) as far as a runtime client uses it: next, response, error, init/error."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

__all__ = ["FunctionError", "RuntimeApi"]

_PREFIX = "/2018-06-01/runtime/"
_POLL_SECONDS = 0.2
_DEADLINE_SECONDS = 60


class FunctionError(Exception):
    """What the runtime reported in place of an answer: `type` is the exception's class, `trace` its stack."""

    def __init__(self, report: dict[str, Any]) -> None:
        super().__init__(f"{report.get('errorType')}: {report.get('errorMessage')}")
        self.type = report.get("errorType")
        self.trace = "".join(report.get("stackTrace") or ())


@dataclass(frozen=True, slots=True)
class _Invocation:
    event: dict[str, Any]
    id: str = field(default_factory=lambda: str(uuid4()))
    answer: SimpleQueue[tuple[bool, Any]] = field(default_factory=SimpleQueue)


class RuntimeApi:
    """Serves one sandbox: hands out one invocation at a time and takes its answer."""

    def __init__(self, function: str) -> None:
        self.arn = f"arn:aws-cn:lambda:cn-northwest-1:123456789012:function:{function}"
        self.waiting: SimpleQueue[_Invocation] = SimpleQueue()
        self.running: dict[str, _Invocation] = {}
        self.init_error: dict[str, Any] | None = None
        self.closed = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def submit(self, event: dict[str, Any]) -> SimpleQueue[tuple[bool, Any]]:
        """Queue an event; the answer comes as (well, content)."""
        invocation = _Invocation(event)
        self.waiting.put(invocation)
        return invocation.answer

    def next(self) -> _Invocation | None:
        """The next invocation, as soon as there is one; None once closed."""
        while not self.closed.is_set():
            try:
                invocation = self.waiting.get(timeout=_POLL_SECONDS)
            except Empty:
                continue
            self.running[invocation.id] = invocation
            return invocation
        return None


def _handler_of(api: RuntimeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        runtime = api

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    runtime: RuntimeApi

    def do_GET(self) -> None:
        invocation = self.runtime.next()
        if invocation is None:  # closed: whoever asked is dead
            self.close_connection = True
            return
        headers = {
            "Lambda-Runtime-Aws-Request-Id": invocation.id,
            "Lambda-Runtime-Invoked-Function-Arn": self.runtime.arn,
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + _DEADLINE_SECONDS) * 1000)),
        }
        self._reply(200, json.dumps(invocation.event).encode(), headers)

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"null")
        match self.path.removeprefix(_PREFIX).split("/"):
            case ["init", "error"]:
                self.runtime.init_error = content
            case ["invocation", id_, ("response" | "error") as kind]:
                self.runtime.running.pop(id_).answer.put((kind == "response", content))
        self._reply(202, b"{}")

    def _reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a test's output is the function's."""
