"""Who is told when a clock runs down (G7): the ladder, from whoever has the case to whoever is on call."""

from collections.abc import Iterable

from care.kernel.clock import in_words
from care.kernel.work import Batch
from care.staff.model import DUTY_DESK, Role, StaffMember
from care.staff.notices import notify_staff
from care.tickets.call_regional_ops import call_regional_ops
from care.tickets.clocks.model import SlaClock, SlaStep
from care.tickets.desk import Desk
from care.tickets.model import Ticket

__all__ = ["managers_of", "tell_of_breach", "tell_of_warning", "with_stand_in"]

_STEPS = {
    SlaStep.FIRST_REPLY: "首次人工回复",
    SlaStep.ANSWER: "有效答复",
    SlaStep.REMEDY: "解决方案落实",
    SlaStep.AUTO_ACTION: "自动处置",
    SlaStep.FIRST_OPINION: "初步意见",
    SlaStep.CLOSED_BY: "处置完成",
    SlaStep.HOLD_REVIEW: "人工复核",
}
"""As staff call them."""
_HAS_IT, _MANAGERS = 1, 2


def tell_of_warning(desk: Desk, batch: Batch, ticket: Ticket, clock: SlaClock) -> None:
    """The assignee: most of the time has passed."""
    _notify(desk, batch, [ticket.assignee], "sla_warning", ticket, clock)


def tell_of_breach(desk: Desk, batch: Batch, ticket: Ticket, clock: SlaClock) -> None:
    """Rung 1: the assignee and their stand-in; 2: the region's managers; 3: whoever is on call."""
    roster = desk.directory.roster()
    if clock.rung == _HAS_IT:
        _notify(desk, batch, with_stand_in(ticket.assignee, roster), "sla_breached", ticket, clock)
    elif clock.rung == _MANAGERS:
        _notify(desk, batch, managers_of(ticket.region, roster), "sla_unmended", ticket, clock)
    else:
        _call(desk, batch, ticket, clock)


def with_stand_in(staff_id: str, roster: Iterable[StaffMember]) -> list[str]:
    stand_ins = [each.stand_in for each in roster if each.id == staff_id and each.stand_in]
    return [staff_id, *stand_ins]


def managers_of(region: str | None, roster: Iterable[StaffMember]) -> list[str]:
    """The duty desk, where there is none."""
    return [each.id for each in roster if Role.MANAGER in each.roles and each.serves(region)] or [DUTY_DESK]


def _notify(desk: Desk, batch: Batch, whom: Iterable[str], kind: str, ticket: Ticket, clock: SlaClock) -> None:
    params = {"title": ticket.title, "step": _STEPS[clock.step], "due": in_words(clock.due_at)}
    cause = f"{clock.step}:{clock.generation}"
    notify_staff(batch, whom, kind, at=desk.clock.now(), about=ticket.id, params=params, cause=cause)


def _call(desk: Desk, batch: Batch, ticket: Ticket, clock: SlaClock) -> None:
    key = f"clock:{ticket.id}:{clock.step}:{clock.generation}"
    call_regional_ops(desk, batch, ticket, "sla_unmended", key, step=_STEPS[clock.step], due=in_words(clock.due_at))
