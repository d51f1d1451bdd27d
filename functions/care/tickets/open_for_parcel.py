"""P4, P5: a member would rather have their money back than wait for what does not move, or lacks.

They claim, with the menu of the policy's reason NOT_ARRIVED. What has not come was never signed for, so its windows
count from their reply. Where the policy has no such reason, or nothing to offer for it, a person takes the case.
"""

from dataclasses import replace

from care.kernel.agenda import AgendaItem
from care.kernel.errors import NotFound
from care.kernel.work import Batch
from care.staff.model import Skill
from care.tickets.apply_for_aftercare import Application, claim_of, open_claim, open_menu
from care.tickets.care_task import CareTask
from care.tickets.case import LineCase, read_case
from care.tickets.desk import Desk
from care.tickets.model import Priority
from care.tickets.open_task import open_task
from care.tickets.purse import rule_limits
from care.tickets.rules import Verdict
from care.tickets.store import claim_line
from care.tickets.task_titles import task_title

__all__ = ["on_refund_wanted"]

_REASON = "NOT_ARRIVED"


def on_refund_wanted(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """One case for each line; none where the line has one, or is cancelled."""
    policy = desk.policies.current()
    case = _case(desk, item)
    if case is None or case.claim is not None or case.line.cancelled:
        return
    reason = policy.reason(_REASON)
    verdict = case.judge(desk, reason, policy) if reason else None
    if verdict is None or not verdict.eligible:
        open_task(desk, batch, _task(item))
        return
    _open(desk, batch, case, verdict)


def _case(desk: Desk, item: AgendaItem) -> LineCase | None:
    """The line, as signed for now where it was not."""
    order_id, line_id = str(item.payload["order_id"]), str(item.payload["line_id"])
    try:
        case = read_case(desk, str(item.payload["member_id"]), order_id, line_id, limits=rule_limits(desk.settings()))
    except NotFound:
        return None
    facts, now = case.facts, item.due
    signed, delivered, picked_up = facts.signed_at or now, facts.delivered_at or now, facts.picked_up_at or now
    return replace(case, facts=replace(facts, signed_at=signed, delivered_at=delivered, picked_up_at=picked_up))


def _open(desk: Desk, batch: Batch, case: LineCase, verdict: Verdict) -> None:
    application = Application(
        member_id=case.order.member_id, order_id=case.order.id, line_id=case.line.id, reason=_REASON
    )
    ticket = open_claim(desk, application, case, verdict)
    batch.add(claim_line(claim_of(ticket, case)))
    desk.announce(batch, "ticket.opened", open_menu(desk, batch, ticket, case, verdict))


def _task(item: AgendaItem) -> CareTask:
    _order, _, about = item.subject.partition("#")
    return CareTask(
        key=f"{item.kind}:{item.subject}:{item.generation}",
        title=task_title(item.kind, about),
        member_id=str(item.payload["member_id"]),
        order_id=str(item.payload["order_id"]),
        priority=Priority.HIGH,
        skill=Skill.LOGISTICS,
    )
