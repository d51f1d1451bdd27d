"""A provider on loopback: what it was asked, and how it breaks."""

import json
import socket
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event, Lock, Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from care.kernel.clock import Clock

__all__ = ["Delivered", "Fake", "Trouble", "as_json", "serving"]


class Trouble(StrEnum):
    """How a provider fails one caller."""

    CUT = "takes it, and closes the connection without a word"
    TORN = "takes it, and closes the connection in the middle of its answer"
    SLOW = "takes it, and does not answer"
    GARBAGE = "takes it, and answers what nobody can read"
    BROKEN = "takes it, and answers that it is broken"
    STRANGE = "takes it, and answers JSON that says nothing of it"
    TOO_OFTEN = "does not take it: too often"
    FORBIDDEN = "does not take it: something in between forbids it"


_BEFORE = {Trouble.TOO_OFTEN: 429, Trouble.FORBIDDEN: 403}


@dataclass(frozen=True)
class Delivered:
    """What a person got."""

    to: str
    text: str


@dataclass
class Fake:
    """What all providers have. `sends`: the path by which messages are sent."""

    clock: Clock
    sends: tuple[str, ...] = ()
    url: str = ""
    asked: list[tuple[str, Any]] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)
    troubles: deque[Trouble] = field(default_factory=deque)
    forced: deque[Any] = field(default_factory=deque)
    no_token: deque[int] = field(default_factory=deque)
    """Codes with which the next tokens are refused."""
    lock: Lock = field(default_factory=Lock)
    over: Event = field(default_factory=Event)

    def fails(self, *troubles: Trouble) -> None:
        """With the next messages."""
        self.troubles.extend(troubles)

    def refuses(self, *codes: Any) -> None:
        """The next messages, with these codes."""
        self.forced.extend(codes)

    @property
    def sent(self) -> list[Any]:
        """What was asked on the paths that send."""
        return [content for path, content in self.asked if path in self.sends]

    def respond(self, request: Request) -> Response:
        raise NotImplementedError

    def serve(self, request: Request) -> Response:
        with self.lock:
            self.asked.append((request.path, _content(request)))
            sends = request.path in self.sends
            trouble = self.troubles.popleft() if sends and self.troubles else None
            if trouble in _BEFORE:
                return Response("<html>no</html>", _BEFORE[trouble], mimetype="text/html")
            answer = self.respond(request)
        return self._broken(trouble, request, answer) if trouble else answer

    def _broken(self, trouble: Trouble, request: Request, answer: Response) -> Response:
        match trouble:
            case Trouble.CUT:
                request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            case Trouble.TORN:
                body = answer.get_data()
                answer.set_data(body[: len(body) // 2])
                answer.headers["content-length"] = str(len(body))
            case Trouble.SLOW:
                self.over.wait(10)
            case Trouble.GARBAGE:
                answer.set_data(b"\x00\xffnot json")
            case Trouble.STRANGE:
                return as_json({"message": "Internal Server Error"}, 500)
            case Trouble.BROKEN:
                return Response("<html>broken</html>", 502, mimetype="text/html")
        return answer


def _content(request: Request) -> Any:
    body = request.get_data()
    return json.loads(body) if body else dict(request.args)


def as_json(content: Any, status: int = 200) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), status, mimetype="application/json")


class _Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(fake: Fake) -> Iterator[None]:
    """The provider is there. Its address is kept when it goes, so that a caller finds nobody."""
    handle: Callable[..., Any] = Request.application(fake.serve)
    server = make_server("127.0.0.1", 0, handle, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield
    finally:
        fake.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
