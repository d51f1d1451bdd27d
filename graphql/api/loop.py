"""The event loop that a sandbox keeps: making one per request would cost more than most queries."""

import atexit
from asyncio import AbstractEventLoop, new_event_loop
from collections.abc import Coroutine
from threading import Lock
from typing import Any, TypeVar

__all__ = ["run"]

T = TypeVar("T")

_lock = Lock()
_kept: list[AbstractEventLoop] = []


@atexit.register
def _close() -> None:
    """The sandbox ends."""
    while _kept:
        _kept.pop().close()


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run to the end, one request at a time as Lambda does; a loop that a crash went through is not used again."""
    with _lock:
        loop = _kept.pop() if _kept else new_event_loop()
        try:
            result = loop.run_until_complete(coroutine)
        except BaseException:
            loop.close()
            raise
        _kept.append(loop)
        return result
