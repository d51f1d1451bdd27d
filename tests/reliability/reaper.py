"""Ends the functions of a local cloud at a botocore call: just before the request leaves, or once its answer is there.

botocore's own events are used, so the death comes where a time-out or an out-of-memory kill would come. Only what a
function calls is counted, never the errands of the local cloud itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.handlers import BUILTIN_HANDLERS

from local_cloud.functions import Functions, FunctionSpec, Outcome

__all__ = ["REAPER", "Died", "Reaper", "reaping"]


class Died(BaseException):
    """The sandbox ended here."""


@dataclass
class Reaper:
    """Knows which function runs, and when it shall end. Moments: 2n before its call n, 2n + 1 after it."""

    function: str = ""
    moment: int = -1
    curses: dict[str, int] = field(default_factory=dict)
    """Function → the moment at which it ends next; each time it does, the moment after that."""
    deaths: int = 0
    _acting: str = ""
    _next: int = 0

    def doom(self, function: str, moment: int) -> None:
        """The next invocation of `function` (logical id) that comes to this moment ends there; it happens once."""
        self.function, self.moment = function, moment

    @property
    def dooming(self) -> bool:
        """Whether the death that was wanted has not come."""
        return self.moment >= 0

    @contextmanager
    def acting(self, function: str) -> Iterator[None]:
        self._acting, self._next = function, 0
        try:
            yield
        finally:
            self._acting = ""

    def before(self, **_: Any) -> None:
        if self._acting:
            self._pass(2 * self._next)

    def after(self, **_: Any) -> None:
        if self._acting:
            self._next += 1
            self._pass(2 * self._next - 1)

    def _pass(self, moment: int) -> None:
        if self._acting == self.function and moment == self.moment:
            self.moment = -1
            self._kill()
        if self.curses.get(self._acting) == moment:
            self.curses[self._acting] += 1
            self._kill()

    def _kill(self) -> None:
        self.deaths += 1
        raise Died


REAPER = Reaper()
BUILTIN_HANDLERS.append(("before-send", REAPER.before))
BUILTIN_HANDLERS.append(("after-call", REAPER.after))


@contextmanager
def reaping() -> Iterator[Reaper]:
    """Functions that are invoked inside are in its hands."""
    invoke = Functions.invoke

    def invoked(functions: Functions, spec: FunctionSpec, event: Any) -> Outcome:
        with REAPER.acting(spec.logical_id):
            return invoke(functions, spec, event)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(Functions, "invoke", invoked)
        REAPER.doom("", -1)
        REAPER.curses.clear()
        REAPER.deaths = 0
        yield REAPER
