"""Calls over HTTP, with the one distinction that matters to a message: did the request go out?

HttpTrouble
├── Unreached     no connection came about: the provider certainly knows nothing
└── Unanswered    it went out, at least in part, and no whole answer came: nobody knows
"""

import logging
import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, SSLError

__all__ = ["Answer", "Http", "HttpTrouble", "Unanswered", "Unreached"]

_MOST_ANSWER = 256 * 1024
_WORTH_ANOTHER = frozenset({429, 500, 502, 503, 504})
_HEADERS = {"connection": "close", "accept": "application/json"}
"""A sandbox may have slept for minutes: a connection kept from before could be dead without saying so, and a message
would then be UNKNOWN for nothing. A new one costs a handshake.
"""

logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)  # its debug lines are addresses, and so secrets


class HttpTrouble(Exception):
    """No answer that could be read. Its text never bears an address: tokens stand in them."""


class Unreached(HttpTrouble):
    """The request did not go out."""


class Unanswered(HttpTrouble):
    """The request went out; what it did is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider answered, whatever its status."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """Times in seconds; asking for a token and sending a message stay below 10 together, which is what a sweep leaves.

    The loop over `tries` is ours: urllib3's own writes addresses, and so tokens, into logs.
    """

    connect: float = 2
    read: float = 4
    send_within: float = 6
    ask_within: float = 3
    tries: int = 3
    pause: float = 0.2
    sleep: Callable[[float], None] = time.sleep
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST, once; only connecting is tried again. Unreached: certainly not sent; Unanswered: nobody knows."""
        return self._insist(lambda by: self._once("POST", url, body, headers, by), self.send_within, again=False)

    def take(self, url: str) -> Answer:
        """GET of what is given once only; as `send`. Unreached: nothing was asked; Unanswered: nobody knows."""
        return self._insist(lambda by: self._once("GET", url, None, {}, by), self.send_within, again=False)

    def ask(self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """What may be asked twice: tried again when it breaks, or when the provider is busy."""
        return self._insist(lambda by: self._once(method, url, body, headers or {}, by), self.ask_within, again=True)

    def _insist(self, call: Callable[[float], Answer], within: float, *, again: bool) -> Answer:
        by, tried = time.monotonic() + within, 0
        while True:
            tried += 1
            try:
                answer = call(by)
            except HttpTrouble as trouble:
                if not (again or isinstance(trouble, Unreached)) or not self._pause(tried, by):
                    raise
            else:
                if not (again and answer.status in _WORTH_ANOTHER) or not self._pause(tried, by):
                    return answer

    def _pause(self, tried: int, by: float) -> bool:
        """Before the next try, longer each time; False: no more tries, or no more time."""
        pause = self.pause * 2**tried * random.uniform(0.5, 1)  # noqa: S311 - spreads rivals, guards nothing
        if tried >= self.tries or time.monotonic() + pause >= by:
            return False
        self.sleep(pause)
        return True

    def _once(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], by: float) -> Answer:
        left = max(by - time.monotonic(), 0.001)
        try:
            answer = self.pool.request(
                method,
                url,
                body=body,
                headers={**_HEADERS, **headers},
                timeout=urllib3.Timeout(total=left, connect=self.connect, read=self.read),
                redirect=False,
                preload_content=False,
            )
        except HTTPError as error:
            raise _trouble(error) from error
        try:
            return Answer(answer.status, b"".join(_parts(answer, by)))
        except HTTPError as error:
            raise Unanswered(type(error).__name__) from error
        finally:
            answer.close()


def _parts(answer: urllib3.BaseHTTPResponse, by: float) -> Iterator[bytes]:
    """The body, as long as it comes in time and is of a size that an answer can have."""
    size = 0
    while part := answer.read1(16 * 1024):
        size += len(part)
        if size > _MOST_ANSWER:
            raise Unanswered("the answer is too long")
        if time.monotonic() > by:
            raise Unanswered("the answer is too slow")
        yield part


def _trouble(error: HTTPError) -> HttpTrouble:
    cause = error.args[0] if isinstance(error, SSLError) and error.args else None
    if isinstance(error, ConnectTimeoutError) or isinstance(cause, ssl.SSLCertVerificationError):
        return Unreached(type(error).__name__)
    return Unanswered(type(error).__name__)
