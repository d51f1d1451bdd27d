"""G5: what is above somebody's authority is not refused: a manager is asked, in the same transaction."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import in_words
from care.kernel.money import yuan
from care.kernel.work import Batch
from care.staff.model import DUTY_DESK
from care.staff.notices import notify_staff
from care.tickets import lifecycle
from care.tickets.authority.chain import LAST_RUNG, told_at
from care.tickets.authority.errors import AskedTooOften
from care.tickets.authority.figures import CLIMB_MINUTES, EXPIRY_HOURS
from care.tickets.authority.model import Approval
from care.tickets.authority.parties import askings
from care.tickets.authority.store import APPROVALS
from care.tickets.authority.weigh import Weighed
from care.tickets.call_regional_ops import call_regional_ops
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket
from care.tickets.teamwork.colleagues import name_of
from care.tickets.timeline import Actor, Entry

__all__ = ["EXPIRE", "MOST_ASKINGS", "Asking", "ask_approval", "call_on_duty", "climb_item", "tell_from"]

MOST_ASKINGS = 3
"""Of one round."""
EXPIRE = "expire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked, and by whom. `words` are what the member is told if it is approved."""

    actor: Actor
    weighed: Weighed
    why: tuple[str, ...]
    words: str
    override_reason: str | None = None


def ask_approval(
    desk: Desk, batch: Batch, ticket: Ticket, before: Approval | None, asking: Asking, *entries: Entry
) -> tuple[Ticket, Approval]:
    """The ticket that goes on as it was, and the approval that it waits for. AskedTooOften, TicketNotOpen.

    `before` is the ticket's last approval: one that is still waited for is superseded. `entries`: of a ticket that
    is opened by this.
    """
    if sum(1 for _ in askings(ticket)) >= MOST_ASKINGS:
        raise AskedTooOften(field="ticket_id", high=MOST_ASKINGS)
    asked = lifecycle.ask(ticket, asking.actor)
    approval = tell_from(0, desk, batch, asked, _approval(desk, asked, before, asking))
    batch.add(APPROVALS.save(approval, name="approval.ask"))
    batch.plan(climb_item(approval, EXPIRE))
    note = f"{asking.weighed.offer.remedy} {asking.weighed.cost_fen} {' '.join(asking.why)}"
    line = inner_entry(
        asked,
        InnerKind.APPROVAL_ASKED,
        asking.actor,
        desk.clock.now(),
        cause=str(asked.asked_nth),
        text=asking.override_reason or asking.words or None,
        note=note,
    )
    return desk.write(batch, asked, *entries, inner=[line]), approval


def _approval(desk: Desk, ticket: Ticket, before: Approval | None, asking: Asking) -> Approval:
    now = desk.clock.now()
    return Approval(
        ticket_id=ticket.id,
        nth=ticket.asked_nth,
        round=ticket.round,
        offer=asking.weighed.offer,
        cost_fen=asking.weighed.cost_fen,
        why=asking.why,
        words=asking.words,
        override_reason=asking.override_reason,
        asked_by=asking.actor.name,
        asked_at=now,
        expires_at=now + timedelta(hours=desk.settings().of(EXPIRY_HOURS)),
        approver=DUTY_DESK,
        refusals=before.refusals if before else (),
        version=before.version if before else 0,
    )


def tell_from(rung: int, desk: Desk, batch: Batch, ticket: Ticket, approval: Approval) -> Approval:
    """Tell the next who may answer, from this rung on; where nobody is left, whoever is on call finds somebody."""
    now, roster = desk.clock.now(), desk.directory.roster()
    for each in range(rung, LAST_RUNG):
        if names := told_at(each, ticket, approval.told, roster, now):
            _notify(desk, batch, ticket, approval, names)
            batch.plan(climb_item(approval, str(each + 1), now + timedelta(minutes=desk.settings().of(CLIMB_MINUTES))))
            approver = names[0] if len(names) == 1 else DUTY_DESK
            return replace(approval, approver=approver, told=(*approval.told, *names))
    call_on_duty(desk, batch, ticket, approval, "approval_waits")
    return replace(approval, approver=DUTY_DESK)


def climb_item(approval: Approval, part: str, due: datetime | None = None) -> AgendaItem:
    """`part`: the rung that is told then, or EXPIRE."""
    return AgendaItem(
        lane=Lane.CLOCKS,
        kind="approval.climb",
        due=due or approval.expires_at,
        subject=approval.ticket_id,
        generation=approval.nth,
        part=part,
        payload={"rung": part},
    )


def _notify(desk: Desk, batch: Batch, ticket: Ticket, approval: Approval, names: tuple[str, ...]) -> None:
    params = {
        "by": name_of(desk, approval.asked_by.partition(":")[2]),
        "title": ticket.title,
        "remedy": approval.offer.title,
        "cost": yuan(approval.cost_fen),
        "due": in_words(approval.expires_at),
    }
    now = desk.clock.now()
    notify_staff(batch, names, "approval_asked", at=now, about=ticket.id, params=params, cause=approval.id)


def call_on_duty(desk: Desk, batch: Batch, ticket: Ticket, approval: Approval, why: str) -> None:
    """`why`: `approval_waits` or `approval_expired`."""
    key = f"{why}:{approval.id}"
    call_regional_ops(desk, batch, ticket, why, key, due=in_words(approval.expires_at))
