"""Lambda: the sweep of lane `clocks`: deadlines: menus that nobody answered, messages without an outcome."""

from functools import partial

from care.kernel.agenda import Lane
from handlers.sweep import sweep

__all__ = ["handler"]

handler = partial(sweep, Lane.CLOCKS)
