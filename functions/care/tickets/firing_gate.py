"""What a firing decides is never refused: where its payment has no room any more as it commits, a person gets the case.

A `Refused` inside a firing would be tried again eight times and end in the dead lane, and nobody would be told.
"""

from collections.abc import Callable

from care.kernel.agenda import AgendaItem
from care.kernel.errors import Refused
from care.kernel.work import Batch, Firing
from care.tickets.desk import Desk

__all__ = ["commit_or_hand_over"]


def commit_or_hand_over(
    desk: Desk,
    firing: Firing,
    decide: Callable[[Desk, AgendaItem, Batch], object],
    hand_over: Callable[[Desk, AgendaItem, Batch, str], object],
) -> None:
    """Commit `decide`; what is refused is committed as `hand_over`, which is told its code and must not be refused."""
    try:
        firing.commit(lambda batch: decide(desk, firing.item, batch))
    except Refused as stop:
        why = stop.code
        firing.commit(lambda batch: hand_over(desk, firing.item, batch, why))
