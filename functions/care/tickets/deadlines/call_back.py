"""G6: who is still not content when nothing more can be opened is called back: nobody is left with a closed door."""

from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.call_regional_ops import call_regional_ops
from care.tickets.care_task import CareTask, task_about
from care.tickets.clocks.promise import promised
from care.tickets.desk import MOST_GOODS, Desk
from care.tickets.model import Ticket
from care.tickets.open_task import open_task
from care.tickets.timeline import Actor, EntryKind

__all__ = ["call_back"]

DISPUTED = "DISPUTED"


def call_back(desk: Desk, batch: Batch, ticket: Ticket, cause: str, text: str | None = None) -> Ticket:
    """The case ends as disputed, and one task for the round asks regional operations to call the member."""
    now = desk.clock.now()
    member = Actor(role="member", id=ticket.member_id)
    made = timeline.entry(ticket.id, ticket.round, EntryKind.CLOSED, member, now, cause=cause, text=text, note=DISPUTED)
    ended = desk.write(batch, lifecycle.dispute(ticket, now, made))
    task = open_task(desk, batch, _task(ticket))
    desk.tell(batch, ended, "call_back", promise=promised(task, now))
    desk.announce(batch, "ticket.closed", ended, outcome=DISPUTED)
    call_regional_ops(desk, batch, ticket, "call_back", f"call-back:{ticket.id}:{ticket.round}", task=task)
    return ended


def _task(ticket: Ticket) -> CareTask:
    return task_about(
        ticket,
        key=f"still-not:{ticket.id}:{ticket.round}",
        title=f"请回电：会员对处理结果仍不满意（{ticket.title[:MOST_GOODS]}）",
    )
