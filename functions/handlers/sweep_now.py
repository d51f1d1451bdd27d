"""Lambda: the sweep of lane `now`: whatever must happen at once and the stream did not bring."""

from functools import partial

from care.kernel.agenda import Lane
from handlers.sweep import sweep

__all__ = ["handler"]

handler = partial(sweep, Lane.NOW)
