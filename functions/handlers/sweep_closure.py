"""Lambda: the sweep of lane `closure`: the follow-up checks after a resolution."""

from functools import partial

from care.kernel.agenda import Lane
from handlers.sweep import sweep

__all__ = ["handler"]

handler = partial(sweep, Lane.CLOSURE)
