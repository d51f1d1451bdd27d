"""C5: the mall's settlement and our books differ: a person looks into it, once each time that it comes up."""

from care.accounts.settlement.model import Discrepancy, DiscrepancyState
from care.accounts.settlement.store import discrepancy_at
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.staff.model import Skill
from care.tickets.care_task import CareTask
from care.tickets.desk import Desk
from care.tickets.open_task import open_task
from care.tickets.task_titles import task_title

__all__ = ["on_discrepancy"]


def on_discrepancy(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Open one task, if the discrepancy is still open and has not come up anew since."""
    found = desk.storage.get(*discrepancy_at(item.subject))
    if found is not None and found.state is DiscrepancyState.OPEN and found.round == item.generation:
        open_task(desk, batch, _task(found))


def _task(found: Discrepancy) -> CareTask:
    held = found.held
    return CareTask(
        key=f"settlement.discrepancy:{found.id}:{found.round}",
        member_id=held.member_id if held else "",
        title=task_title(f"SETTLEMENT_{found.kind}", found.subject.label),
        order_id=(held and held.order_id) or found.subject.order_id or None,
        line_id=(held and held.line_id) or found.subject.line_id or None,
        skill=Skill.PAYMENTS,
    )
