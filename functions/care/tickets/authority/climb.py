"""G5: an approval that nobody answers climbs, and at last expires: never by itself approved."""

from dataclasses import replace

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.staff.notices import notify_staff
from care.tickets import lifecycle
from care.tickets.authority.answer_approval import tell_asker
from care.tickets.authority.ask_approval import EXPIRE, call_on_duty, tell_from
from care.tickets.authority.model import Approval, ApprovalState
from care.tickets.authority.store import APPROVALS, approval_at
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket
from care.tickets.store import ticket_at
from care.tickets.timeline import SYSTEM

__all__ = ["on_approval_climb"]


def on_approval_climb(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Decider of `approval.climb`: tells the next rung; at the end of its time it expires."""
    at_ticket, at_approval = ticket_at(item.subject), approval_at(item.subject)
    found = desk.storage.fetch([at_ticket, at_approval])
    ticket, approval = found.get(*at_ticket), found.get(*at_approval)
    if ticket is None or approval is None or not _waits(approval, item):
        return
    if item.payload["rung"] == EXPIRE:
        _expire(desk, batch, ticket, approval)
        return
    higher = tell_from(int(item.payload["rung"]), desk, batch, ticket, approval)
    batch.add(APPROVALS.save(higher, name="approval.climb"))


def _waits(approval: Approval, item: AgendaItem) -> bool:
    return approval.nth == item.generation and approval.state is ApprovalState.ASKED


def _expire(desk: Desk, batch: Batch, ticket: Ticket, approval: Approval) -> None:
    """Whoever has the case and whoever asked are told, and somebody on call."""
    expired = replace(approval, state=ApprovalState.EXPIRED)
    batch.add(APPROVALS.save(expired, name="approval.expire"))
    now, note = desk.clock.now(), f"{approval.offer.remedy} {approval.cost_fen}"
    line = inner_entry(ticket, InnerKind.APPROVAL_EXPIRED, SYSTEM, now, cause=str(approval.nth), note=note)
    desk.write(batch, lifecycle.answer(ticket, SYSTEM), inner=[line])
    tell_asker(desk, batch, expired)
    if approval.asked_by != f"staff:{ticket.assignee}":
        params = {"remedy": approval.offer.title, "result": "超时未审批", "words": "请重新处理"}
        notify_staff(
            batch, [ticket.assignee], "approval_answered", at=now, about=ticket.id, params=params, cause=approval.id
        )
    call_on_duty(desk, batch, ticket, expired, "approval_expired")
