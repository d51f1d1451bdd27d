"""G6: the backlog moves when somebody can be given cases again: what lies with the duty desk, and with who is away.

Only cases that no person has answered yet: who began a conversation goes on with it. One source and at most 20 cases a
firing; it goes on by planning itself anew, so however long the backlog is, each firing is short.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from care.dynamo.storage import Place, fetch_by_id
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.staff.model import DUTY_DESK, StaffMember
from care.tickets.assignment import next_assignee
from care.tickets.clocks.model import SlaStep
from care.tickets.desk import Desk
from care.tickets.model import Ticket
from care.tickets.store import TICKETS, queue_of, ticket_at
from care.tickets.teamwork.reassign_ticket import assign_to
from care.tickets.timeline import SYSTEM

__all__ = ["MOST_MOVED", "on_staff_returned"]

MOST_MOVED = 20
"""Each takes up to four writes of the transaction."""
_FIRST_WORDS = {SlaStep.FIRST_REPLY, SlaStep.FIRST_OPINION}


def on_staff_returned(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Reaction to `staff.returned`: they were away when the roster was last read, so it is read anew."""
    staff = {member.id: member for member in desk.directory.roster(anew=True)}
    now = desk.clock.now()
    if item.subject not in staff or not staff[item.subject].available(now):
        return
    source = str(item.payload.get("source", DUTY_DESK))
    after: Place = json.loads(str(item.payload.get("after", "null")))
    page = queue_of(desk.storage, source, limit=MOST_MOVED, after=after)
    if source == DUTY_DESK or not staff[source].available(now):
        _move(desk, item, batch, [each.id for each in page.of(TICKETS)])
    if page.after:
        batch.plan(_on_with(item, source, page.after))
    elif following := next(_away(desk, list(staff.values()), source), None):
        batch.plan(_on_with(item, following, None))


def _move(desk: Desk, item: AgendaItem, batch: Batch, ticket_ids: Sequence[str]) -> None:
    """The queue is an index, and may be behind: the cases themselves decide."""
    for ticket in fetch_by_id(desk.storage, ticket_at, ticket_ids).values():
        if not _waits_for_first_words(ticket):
            continue
        to = next_assignee(desk, ticket)
        if to not in {ticket.assignee, ticket.member_id, ticket.leader_id}:
            assign_to(desk, batch, ticket, SYSTEM, to, "", cause=f"{item.kind}:{item.generation}")


def _waits_for_first_words(ticket: Ticket) -> bool:
    return ticket.open and any(clock.open and clock.step in _FIRST_WORDS for clock in ticket.clocks)


def _away(desk: Desk, staff: Sequence[StaffMember], source: str) -> Iterator[str]:
    """Who has cases and cannot be given any now, in order of their ids, after `source`; the desk comes before all."""
    loads, now = desk.directory.loads.current(), desk.clock.now()
    for member in staff:
        if loads.get(member.id) and not member.available(now) and (source == DUTY_DESK or member.id > source):
            yield member.id


def _on_with(item: AgendaItem, source: str, after: Place) -> AgendaItem:
    place = json.dumps(after, sort_keys=True)
    return replace(
        item, part=f"{source}:{place}", payload={"source": source, "after": place}, attempts=0, last_error=""
    )
