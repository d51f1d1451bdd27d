"""A case that the system opens for a person: care for a silent member (P2), or what only a person can put right."""

from datetime import datetime

from care.dynamo.storage import fetch_by_id
from care.kernel.ids import derived_id
from care.kernel.work import Batch
from care.orders.regions import region_of
from care.orders.store import order_at
from care.tickets import timeline
from care.tickets.care_task import CareTask
from care.tickets.desk import Desk
from care.tickets.model import Ticket, TicketState
from care.tickets.store import claims_of_order, ticket_at
from care.tickets.timeline import SYSTEM, Actor, Entry, EntryKind

__all__ = ["CareDesk", "has_claim", "has_open_case", "open_task"]


def open_task(desk: Desk, batch: Batch, task: CareTask) -> Ticket:
    """Open it once for each key; asked again, it adds nothing. The case: of version 0 where it is opened just now."""
    ticket_id = derived_id("task", task.key)
    at_ticket = ticket_at(ticket_id)
    at_order = order_at(task.order_id or "none")
    found = desk.storage.fetch([at_ticket, at_order])
    known: Ticket | None = found.get(*at_ticket)
    if known is not None:
        return known
    order = found.get(*at_order)
    region = (region_of(desk.storage, order) or None) if order else None
    now = desk.clock.now()
    ticket = Ticket(
        id=ticket_id,
        kind=task.kind,
        state=TicketState.IN_REVIEW,
        member_id=task.member_id,
        assignee=desk.directory.assignee(ticket_id, region, task.skill),
        skill=task.skill,
        opened_at=now,
        last_entry=_opened(task, ticket_id, now),
        title=task.title,
        priority=task.priority,
        order_id=task.order_id,
        line_id=task.line_id,
        leader_id=order.leader_id if order else None,
        community=order.community if order else None,
        region=region,
        call_id=task.call_id,
    )
    desk.announce(batch, "ticket.opened", ticket)
    return desk.write(batch, ticket)


def _opened(task: CareTask, ticket_id: str, now: datetime) -> Entry:
    actor = Actor(role="member", id=task.member_id) if task.words else SYSTEM
    return timeline.entry(
        ticket_id, 0, EntryKind.OPENED, actor, now, text=task.words, note=task.title, spoken=task.spoken
    )


def has_claim(desk: Desk, order_id: str) -> bool:
    """Whether the member has applied for any line of the order."""
    return bool(claims_of_order(desk.storage, order_id))


def has_open_case(desk: Desk, order_id: str) -> bool:
    """Whether a claim for any line of the order is open."""
    ids = [claim.ticket_id for claim in claims_of_order(desk.storage, order_id)]
    return any(ticket.open for ticket in fetch_by_id(desk.storage, ticket_at, ids).values())


class CareDesk:
    """The three as what those above ask for (care.outreach.silent_members)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def has_claim(self, order_id: str) -> bool:
        return has_claim(self._desk, order_id)

    def has_open_case(self, order_id: str) -> bool:
        return has_open_case(self._desk, order_id)

    def open_task(self, batch: Batch, task: CareTask) -> None:
        open_task(self._desk, batch, task)
