"""What stands in the way of a case that is to be approved by itself, because nobody has answered it (G7). Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from care.accounts.errors import CapReached, Exhausted
from care.evidence.model import Evidence
from care.tickets.facts import LineFacts
from care.tickets.holds.model import HoldEnd
from care.tickets.model import Ticket

__all__ = ["APPROVAL", "CANCELLED", "COST", "HOLD", "NOTHING", "PHOTO", "UNSIGNED", "WINDOW", "Timeout", "at_timeout"]

HOLD = "ON_HOLD"
APPROVAL = "APPROVAL_PENDING"
CANCELLED = "LINE_CANCELLED"
UNSIGNED = "NOT_SIGNED"
PHOTO = "PHOTO_SEEN_BEFORE"
WINDOW = "OUTSIDE_WINDOW"
NOTHING = "NOTHING_LEFT"
COST = "ABOVE_LIMIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeout:
    """A case whose time is up, as it is now."""

    ticket: Ticket
    facts: LineFacts
    photos: Sequence[Evidence]
    window: datetime | None
    """Until when its rule could be claimed; None: the window has not begun."""
    cost_fen: int | None
    """Of the default; None: there is nothing left to give."""
    limit_fen: int
    stop: Exhausted | CapReached | None


def at_timeout(case: Timeout) -> str | None:
    """The code of the first thing that stands in the way; None: the default is paid."""
    return next(_gates(case), None)


def _gates(case: Timeout) -> Iterator[str]:
    if case.ticket.hold is not None or case.ticket.held_once is HoldEnd.CONFIRMED:
        yield HOLD
    if case.ticket.approval_nth is not None:
        yield APPROVAL
    if case.facts.cancelled:
        yield CANCELLED
    if case.facts.signed_at is None:
        yield UNSIGNED
    if any(photo.seen_before and photo.id not in case.ticket.cleared for photo in case.photos):
        yield PHOTO
    if case.window is None or case.ticket.opened_at >= case.window:
        yield WINDOW
    if case.cost_fen is None:
        yield NOTHING
    if case.stop is not None:
        yield case.stop.note
    if case.cost_fen is not None and case.cost_fen > case.limit_fen:
        yield COST
