"""HTTP on loopback: the routes of the template's HTTP API, the issuer's keys, what tools ask for."""

import json
import logging
import re
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from local_cloud.functions import Functions
from local_cloud.http_events import Answer, Request, answer_of, payload

__all__ = ["DOORS", "HttpServer", "Route", "routes"]

DOORS = "/.s3"
"""Path under which the doors of all buckets stand."""

MOST_BYTES = 10 * 1024 * 1024
"""API Gateway's limit for a body."""
MOST_UPLOADED = 64 * 1024 * 1024
"""What may be posted to a bucket here: enough to be told by its policy that it is too large."""

_LAST_PART = re.compile(r"/\{\w+\}$")
"""What stands for anything in a route's path."""

Route = Callable[[Request], Answer]
_log = logging.getLogger(__name__)


class HttpServer:
    """Listens on a free port from the moment it is made; answers from `start` on."""

    def __init__(self, port: int = 0) -> None:
        self.routes: dict[str, Route] = {}
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.routes = self.routes
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="http", daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


def routes(functions: Functions, documents: Mapping[str, Callable[[], Any]]) -> dict[str, Route]:
    """`METHOD /path` → what answers it: the HttpApi events of all functions, and JSON documents of our own."""
    found: dict[str, Route] = {f"GET {path}": _document(tell) for path, tell in documents.items()}
    for spec in functions.specs:
        for event in spec.events.values():
            if event["Type"] == "HttpApi":
                key = f"{event['Properties']['Method'].upper()} {event['Properties']['Path']}"
                found[_LAST_PART.sub("/*", key)] = _invoking(functions, spec, key)
    return found


def _invoking(functions: Functions, spec: Any, key: str) -> Route:
    def answer(request: Request) -> Answer:
        event = payload(request, key, request.headers.get("host", "127.0.0.1"))
        return answer_of(functions.invoke(spec, event))

    return answer


def _document(tell: Callable[[], Any]) -> Route:
    def answer(_request: Request) -> Answer:
        return Answer(200, json.dumps(tell()).encode(), [("content-type", "application/json")])

    return answer


def _route(routes: Mapping[str, Route], asked: str) -> Route | None:
    """What answers `METHOD /path`: the route of this path, else of the nearest folder above it (`/folder/*`)."""
    while asked not in routes and "/" in asked:
        asked = f"{asked.removesuffix('/*').rpartition('/')[0]}/*"
        if asked.endswith(" /*"):
            break
    return routes.get(asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False  # two clouds never share a port
    request_queue_size = 128
    routes: dict[str, Route]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave in one piece: no delayed acknowledgement between them
    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            self._send(self._answer())

    def _answer(self) -> Answer:
        length = int(self.headers.get("content-length") or 0)
        path = urlsplit(self.path).path
        if length > (MOST_UPLOADED if path.startswith(f"{DOORS}/") else MOST_BYTES):
            self.close_connection = True
            return Answer.message(413, "Request Entity Too Large")
        route = _route(self.server.routes, f"{self.command} {path}")
        request = self._request(self.rfile.read(length))
        return route(request) if route else Answer.message(404, "Not Found")

    def _request(self, body: bytes) -> Request:
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            lower = name.lower()
            headers[lower] = f"{headers[lower]},{value}" if lower in headers else value
        return Request(
            method=self.command,
            target=self.path,
            headers=headers,
            body=body,
            source_ip=self.client_address[0],
            protocol=self.request_version,
        )

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        _log.debug(format, *args)
