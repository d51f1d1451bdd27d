"""A2, G6: when somebody returns, what piled up meanwhile finds a person.

Cases to which nobody has said a word leave the duty desk and those who are away; who gets them is the rule for new
cases. A case with a first word stays with whoever spoke.
"""

from collections.abc import Iterator
from dataclasses import replace

from care.dynamo.storage import Page, fetch_by_id
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.staff.model import DUTY_DESK
from care.tickets.assignment import next_assignee
from care.tickets.clocks.model import SlaStep
from care.tickets.desk import Desk
from care.tickets.model import SYSTEM, Ticket
from care.tickets.store import TICKETS, queue_of, ticket_at
from care.tickets.teamwork.reassign_ticket import assign_to, parties

__all__ = ["drain_backlog"]

AT_A_TIME = 20
"""Cases of one decision: each takes up to four writes, and a transaction takes a hundred."""


def drain_backlog(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Reaction to `staff.returned`: a page of one queue, then the next, each by an item of its own."""
    queue = str(item.payload.get("queue", DUTY_DESK))
    page = queue_of(desk.storage, queue, limit=AT_A_TIME, after=_place(item))
    moved = sum(_move(desk, batch, ticket, item) for ticket in _waiting(desk, queue, page))
    if rest := _rest(desk, item, queue, page, moved):
        batch.plan(rest)


def _waiting(desk: Desk, queue: str, page: Page) -> Iterator[Ticket]:
    """As they are now: an index lags."""
    ids = [ticket.id for ticket in page.of(TICKETS)]
    for ticket in fetch_by_id(desk.storage, ticket_at, ids).values():
        if ticket.assignee == queue and ticket.parent_id is None and _unanswered(ticket):
            yield ticket


def _unanswered(ticket: Ticket) -> bool:
    return any(clock.step is SlaStep.FIRST_REPLY and clock.open for clock in ticket.clocks)


def _move(desk: Desk, batch: Batch, ticket: Ticket, item: AgendaItem) -> bool:
    """Whether it has gone to somebody who is there."""
    to = next_assignee(desk, ticket)
    if to in _away(desk) or to in {DUTY_DESK, *parties(ticket)}:
        return False
    assign_to(desk, batch, ticket, SYSTEM, to, "", cause=f"{item.id}")
    return True


def _rest(desk: Desk, item: AgendaItem, queue: str, page: Page, moved: int) -> AgendaItem | None:
    """What comes next: this place of the queue again if something left it, else its next page, else the next queue."""
    payload: dict[str, str | int] | None = None
    if moved and page.after:
        payload = {**item.payload, "queue": queue}
    elif page.after:
        payload = {"queue": queue, **page.after}
    elif following := next((each for each in _backlogs(desk) if queue == DUTY_DESK or each > queue), None):
        payload = {"queue": following}
    if payload is None:
        return None
    return replace(item, part=f"{int(item.part or 0) + 1}", payload=payload, attempts=0, last_error="")


def _place(item: AgendaItem) -> dict[str, str] | None:
    return {name: str(each) for name, each in item.payload.items() if name != "queue"} or None


def _backlogs(desk: Desk) -> list[str]:
    """Who is away and has cases that wait, in order of their ids."""
    loads = desk.directory.loads.current()
    return sorted(each for each in _away(desk) if loads.get(each))


def _away(desk: Desk) -> set[str]:
    now = desk.clock.now()
    return {member.id for member in desk.directory.roster() if not member.available(now)}
