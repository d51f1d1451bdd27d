"""P4: a member would rather have their money back than wait for a parcel that does not move."""

from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.staff.model import Skill
from care.tickets.care_task import CareTask
from care.tickets.desk import Desk
from care.tickets.model import Priority
from care.tickets.open_task import open_task
from care.tickets.task_titles import task_title

__all__ = ["on_refund_wanted"]


def on_refund_wanted(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Open one task for the stall, for whoever has the skill."""
    order_id, _, shipment_id = item.subject.partition("#")
    task = CareTask(
        key=f"shipment.refund_wanted:{item.subject}:{item.generation}",
        title=task_title("shipment.refund_wanted", shipment_id),
        member_id=str(item.payload["member_id"]),
        order_id=order_id,
        priority=Priority.HIGH,
        skill=Skill.LOGISTICS,
    )
    open_task(desk, batch, task)
