"""P6: a reply that answers nothing we asked goes to a person: one open case a member, to which later ones are added."""

from dataclasses import dataclass

from care.contact.store import words_at
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Wanted
from care.dynamo.writes import Key
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.tickets import timeline
from care.tickets.care_task import CareTask
from care.tickets.desk import Desk
from care.tickets.model import Ticket
from care.tickets.open_task import open_task
from care.tickets.store import ticket_at
from care.tickets.talk import reply
from care.tickets.task_titles import Task, task_title
from care.tickets.timeline import Actor, EntryKind

__all__ = ["REPLY_CASES", "on_unclear", "to_person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyCase:
    """The last case that a member's replies went to."""

    member_id: str
    ticket_id: str
    version: int = 0


REPLY_CASES = Shelf(
    shape=ReplyCase,
    kind="reply-case",
    table="tickets",
    key=lambda case: Key(f"REPLIES#{case.member_id}", "CASE"),
)


def on_unclear(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Decider of `contact.unclear`. Words whose time of keeping is over say nothing any more."""
    words = desk.storage.get(*words_at(item.subject, item.part))
    if words is not None:
        task = CareTask(
            key=f"reply:{words.id}",
            title=task_title(Task.UNCLEAR_REPLY),
            member_id=item.subject,
            words=words.text,
            spoken=words.spoken,
        )
        to_person(desk, batch, task, words.id)


def to_person(desk: Desk, batch: Batch, task: CareTask, cause: str) -> Ticket:
    """The case that has the words of `task` now: the member's open one, or that task."""
    case: ReplyCase | None = desk.storage.get(*_case_at(task.member_id))
    ticket: Ticket | None = desk.storage.get(*ticket_at(case.ticket_id)) if case else None
    if ticket is None or not ticket.open:
        opened = open_task(desk, batch, task)
        moved = ReplyCase(member_id=task.member_id, ticket_id=opened.id, version=case.version if case else 0)
        batch.add(REPLY_CASES.save(moved, name="reply.case"))
        return opened
    said, now = Actor(role="member", id=task.member_id), desk.clock.now()
    entry = timeline.entry(
        ticket.id,
        ticket.round,
        EntryKind.REPLIED,
        said,
        now,
        cause=cause,
        text=task.words,
        note=task.title if task.line_id else None,
        spoken=task.spoken,
    )
    reply(desk, batch, ticket, said, entry)
    return ticket


def _case_at(member_id: str) -> Wanted:
    return REPLY_CASES, Key(f"REPLIES#{member_id}", "CASE")
