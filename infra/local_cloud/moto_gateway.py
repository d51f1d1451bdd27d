"""The two doors to moto's one set of backends, both behind one lock, because moto is not safe for threads.

Callers in this process come in at botocore's `before-send`: no socket, about half the time of a call over HTTP.
Callers in other processes (a worker that a test kills) come in over HTTP on loopback, through AWS_ENDPOINT_URL.
Clients of this process that were made before the door was opened have that address too, and take the longer way.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.handlers import BUILTIN_HANDLERS
from moto.core.base_backend import BackendDict
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse
from moto.core.model_instances import reset_model_data
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from local_cloud.moto_speed import make_quick

__all__ = ["LOCK", "MotoGateway"]

LOCK = threading.RLock()
"""Held around every call of moto, in whatever thread."""

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _ShortWay:
    """botocore's `before-send` handler. It is put into botocore once; it is open while `address` is one.

    A client may outlive the cloud that it was made for (libraries keep some): what it sends to an address that was
    ever ours goes to the cloud that is up now.
    """

    def __init__(self) -> None:
        self.address: str | None = None
        self._ever: tuple[str, ...] = ()
        self._moto = BotocoreStubber()

    def open(self, address: str) -> None:
        self.address = address
        self._ever = (*self._ever, address)

    def __call__(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
        if self.address is None or not str(request.url).startswith(self._ever):
            return None
        request.url = _at_aws(request)
        with LOCK:
            answer = self._moto.process_request(request)
        if answer is None:
            return None
        status, headers, body = answer
        return AWSResponse(request.url, status, headers, MockRawResponse(body))  # type: ignore[arg-type]


_short_way = _ShortWay()
BUILTIN_HANDLERS.append(("before-send", _short_way))


class MotoGateway:
    """moto with nothing in it, open from `start` to `stop`. One at a time in a process: its backends are global."""

    def __init__(self) -> None:
        if _short_way.address is not None:
            message = "a local cloud is up in this process already"
            raise RuntimeError(message)
        make_quick()
        app = _locked(DomainDispatcherApplication(create_backend_app))
        self._server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_QuietHandler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="moto", daemon=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        _forget_everything()
        _short_way.open(self.address)
        self._thread.start()

    def stop(self) -> None:
        _short_way.address = None
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        _forget_everything()


class _QuietHandler(MotoRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing: every call of every worker would be a line."""


def _locked(app: Any) -> Wsgi:
    def serve(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        with LOCK:
            return iter([b"".join(app(environ, start_response))])

    return serve


def _forget_everything() -> None:
    with LOCK:
        BackendDict.reset()
        reset_model_data()


def _at_aws(request: AWSPreparedRequest) -> str:
    """The address that the request would have had at AWS: moto finds the service by its host name.

    The signature names region and service: `… Credential=KEY/20260302/cn-northwest-1/dynamodb/aws4_request …`.
    """
    _key, _date, region, service, _end = _credential(request).split("/")
    if _is_stream(request):
        service = f"streams.{service}"
    return urlunsplit(urlsplit(request.url)._replace(scheme="https", netloc=f"{service}.{region}.amazonaws.com"))


def _is_stream(request: AWSPreparedRequest) -> bool:
    """DynamoDB's streams have a host of their own, but sign as DynamoDB."""
    return _text(request.headers.get("X-Amz-Target", "")).startswith("DynamoDBStreams")


def _credential(request: AWSPreparedRequest) -> str:
    return _text(request.headers["Authorization"]).partition("Credential=")[2].partition(",")[0]


def _text(header: str | bytes) -> str:
    return header.decode() if isinstance(header, bytes) else header
