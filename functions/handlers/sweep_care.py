"""Lambda: the sweep of lane `care`: what we say before the member has to ask: surveys."""

from functools import partial

from care.kernel.agenda import Lane
from handlers.sweep import sweep

__all__ = ["handler"]

handler = partial(sweep, Lane.CARE)
