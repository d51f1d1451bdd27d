"""By when staff must answer an application, else it is approved by itself (G7). Pure.

The deadline follows the case, as its clocks do: whoever writes the case (Desk.write) moves it. It begins when a claim
comes to a person for the first time; it stands still while the case waits for its member, at most twice; it ends with
a remedy or a refusal. Each time that it is set bears a number, so that what was planned before
fires as a no-op.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from care.kernel.agenda import AgendaItem, Lane
from care.kernel.settings import Settings
from care.tickets.deadlines.figures import AGAIN_HOURS
from care.tickets.model import Ticket, TicketKind, TicketState

__all__ = ["MOST_STOPS", "REVIEW_DEFAULT", "blocked", "kept", "owed", "stopped"]

REVIEW_DEFAULT = "review.default"
MOST_PAUSES = 2
MOST_STOPS = 3
"""After so many it is left to the ladder of those who are called."""
AFTERWARDS = timedelta(hours=1)
"""What is left at least, once what stood in the way is gone."""


def owed(ticket: Ticket) -> bool:
    """Whether an answer is owed that a default can stand in for: not in a later round, nor once anything was given."""
    first = ticket.round == 0 and ticket.remedy is None and not ticket.given_fen
    return (
        first and ticket.kind is TicketKind.CLAIM and ticket.state is TicketState.IN_REVIEW and ticket.facts is not None
    )


def blocked(ticket: Ticket) -> bool:
    """Whether somebody else's answer is awaited: a manager's, or the look at a hold (G11)."""
    return ticket.approval_nth is not None or ticket.hold is not None


def kept(ticket: Ticket, now: datetime, hours: Callable[[], int | None]) -> tuple[Ticket, list[AgendaItem]]:
    """The ticket with its deadline as it is now, and what is to be planned. `hours`: what the rule gives staff."""
    after = _moved(ticket, now, hours) if owed(ticket) else _ended(ticket)
    due = after.answer_by
    if due is None or after.answer_nth == after.answering.planned:
        return after, []
    planned = replace(after, answering=replace(after.answering, planned=after.answer_nth))
    item = AgendaItem(lane=Lane.CLOCKS, kind=REVIEW_DEFAULT, due=due, subject=ticket.id, generation=after.answer_nth)
    return planned, [item]


def stopped(ticket: Ticket, now: datetime, settings: Settings) -> Ticket:
    """The time was up and something stood in the way: a while later again, unless that was the last time."""
    stops = ticket.answering.stops + 1
    again = now + timedelta(hours=settings.of(AGAIN_HOURS)) if stops < MOST_STOPS else None
    return _set(replace(ticket, answering=replace(ticket.answering, stops=stops)), again)


def _moved(ticket: Ticket, now: datetime, hours: Callable[[], int | None]) -> Ticket:
    was = ticket.answering
    seen = replace(ticket, answering=replace(was, waiting=ticket.waiting, blocked=blocked(ticket)))
    if was.left_s is not None:
        return seen if seen.waiting else _run_on(seen, now, was.left_s)
    if was.blocked and not seen.answering.blocked:
        return _set(seen, max(now + AFTERWARDS, seen.answer_by or now))
    if seen.answer_by is None:
        return seen if was.stops else _begun(seen, now, hours())
    return _paused(seen, now) if seen.waiting and not was.waiting else seen


def _begun(ticket: Ticket, now: datetime, hours: int | None) -> Ticket:
    return ticket if hours is None else _set(ticket, now + timedelta(hours=hours))


def _paused(ticket: Ticket, now: datetime) -> Ticket:
    before, due = ticket.answering, ticket.answer_by
    if due is None or due <= now or before.pauses == MOST_PAUSES:
        return ticket
    left = int((due - now).total_seconds())
    return _set(replace(ticket, answering=replace(before, left_s=left, pauses=before.pauses + 1)), None)


def _run_on(ticket: Ticket, now: datetime, left_s: int) -> Ticket:
    left = timedelta(seconds=left_s)
    return _set(replace(ticket, answering=replace(ticket.answering, left_s=None)), now + left)


def _ended(ticket: Ticket) -> Ticket:
    return replace(ticket, answer_by=None, answering=replace(ticket.answering, left_s=None))


def _set(ticket: Ticket, due: datetime | None) -> Ticket:
    return replace(ticket, answer_by=due, answer_nth=ticket.answer_nth + 1)
