"""How often one caller may ask: the HTTP API in front of us knows no callers, so the limit is ours.

A bucket per caller and sandbox, on wall time: a flood from one caller does not take what the others need.
"""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from api.errors import ApiError

__all__ = ["Callers"]

_MOST_CALLERS = 10_000


class Callers:
    """Lets a caller ask `burst` times at once and `per_second` times in the long run."""

    def __init__(self, *, per_second: float = 50, burst: int = 200, clock: Callable[[], float] = monotonic) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._seen: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admit(self, caller: str) -> None:
        """Count one request; RATE_LIMITED (429) when the caller's bucket is empty."""
        now = self._clock()
        left, at = self._seen.pop(caller, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._per_second)
        self._seen[caller] = (left - 1 if left >= 1 else left, now)
        if len(self._seen) > _MOST_CALLERS:
            self._seen.popitem(last=False)
        if left < 1:
            raise ApiError("RATE_LIMITED", status=429)
