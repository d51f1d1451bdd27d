"""P6: a call that is wanted becomes a task in the queue of staff; it is found by the call, and the call by it."""

from care.contact.calls.model import Call, CallState
from care.contact.calls.store import call_at
from care.kernel.agenda import AgendaItem
from care.kernel.clock import in_words
from care.kernel.ids import derived_id
from care.kernel.work import Batch
from care.tickets.call_regional_ops import call_regional_ops
from care.tickets.care_task import CareTask
from care.tickets.desk import Desk
from care.tickets.model import Priority, Ticket
from care.tickets.open_task import open_task
from care.tickets.store import ticket_at
from care.tickets.task_titles import Task, task_title

__all__ = ["on_call_wanted", "task_of"]


def on_call_wanted(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Decider of `call.wanted`. One task a call; none for one that has lapsed meanwhile.

    A red alert does not lie in the queue of somebody who is not there: then whoever is on call is told.
    """
    call = desk.storage.get(*call_at(item.subject))
    if call is None or call.state is not CallState.WANTED:
        return
    task = open_task(desk, batch, _task(call, _case(desk, call)))
    if call.urgent and not desk.directory.available(task.assignee):
        call_regional_ops(desk, batch, task, "call_wanted", _key(call.id), until=in_words(call.until))


def task_of(call_id: str) -> str:
    """Id of the ticket that is its task."""
    return derived_id("task", _key(call_id))


def _case(desk: Desk, call: Call) -> Ticket | None:
    """The case that it is about, where it is about one."""
    return desk.storage.get(*ticket_at(call.about)) if call.about_kind == "Ticket" and call.about else None


def _task(call: Call, case: Ticket | None) -> CareTask:
    order_id = call.about if call.about_kind == "Order" else None
    return CareTask(
        key=_key(call.id),
        title=task_title(Task.CALL, f"{in_words(call.until)}前，{call.goods}"),
        member_id=call.member_id,
        order_id=case.order_id if case else order_id,
        line_id=case.line_id if case else None,
        priority=Priority.URGENT if call.urgent else Priority.HIGH,
        call_id=call.id,
    )


def _key(call_id: str) -> str:
    return f"call:{call_id}"
