"""What the system asks a person to do, before it is a case of its own (`open_task`)."""

from dataclasses import dataclass

from care.contact.transcript import Spoken
from care.staff.model import Skill
from care.tickets.model import Priority, Ticket, TicketKind

__all__ = ["CareTask", "task_about"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareTask:
    """A case that the system opens for a person; `key` makes it one, however often it is asked for."""

    key: str
    title: str
    member_id: str = ""
    order_id: str | None = None
    line_id: str | None = None
    kind: TicketKind = TicketKind.TASK
    priority: Priority = Priority.HIGH
    skill: Skill = Skill.GENERAL
    call_id: str | None = None
    """The call that is asked for (P6)."""
    words: str | None = None
    """The member's own, where it is they who caused it. Personal data may be in it."""
    spoken: Spoken | None = None
    """Where they were said."""


def task_about(ticket: Ticket, *, key: str, title: str, priority: Priority = Priority.HIGH) -> CareTask:
    """A task about the member and the order line of another case."""
    return CareTask(
        key=key,
        title=title,
        member_id=ticket.member_id,
        order_id=ticket.order_id,
        line_id=ticket.line_id,
        priority=priority,
    )
