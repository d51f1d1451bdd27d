"""Lambda: the sweep of lane `invitations`: testers, posts."""

from functools import partial

from care.kernel.agenda import Lane
from handlers.sweep import sweep

__all__ = ["handler"]

handler = partial(sweep, Lane.INVITATIONS)
