"""The first complaint (P8): regional operations call the member back, and a gift says sorry; once for each member.

    ticket.opened, hold.lifted ──▶ complaint.first ──▶ task + alert for regional operations, coupon, message

What caps and budgets have no room for is not given by itself: the task asks for it. A case that is held (G11) is heard
once the hold is lifted.
"""

from dataclasses import dataclass, replace

from care.accounts.model import Booking, Component, PayoutKind
from care.accounts.spending import Spend
from care.dynamo.storage import Found
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.work import Batch
from care.orders.model import Order
from care.orders.store import order_at
from care.outreach.figures import first_gift_fen
from care.outreach.model import FirstComplaint
from care.outreach.rules import short_yuan
from care.outreach.store import first_complaint_at, keep_first_complaint
from care.policy.model import ReasonClass
from care.tickets.call_regional_ops import call_regional_ops
from care.tickets.care_task import CareTask, task_about
from care.tickets.clocks.promise import promised
from care.tickets.deadlines.own_rule import class_of
from care.tickets.desk import MOST_GOODS, Desk
from care.tickets.holds.model import HoldEnd
from care.tickets.model import Ticket, TicketKind
from care.tickets.open_task import open_task
from care.tickets.purse import rule_limits, spend_under
from care.tickets.store import ticket_at

__all__ = ["FirstComplaints"]

_COMPLAINTS = frozenset({ReasonClass.QUALITY, ReasonClass.FOOD_SAFETY})


@dataclass(frozen=True, slots=True)
class _Gift:
    """The coupon, and what it counts for."""

    fen: int
    spend: Spend
    found: Found

    @property
    def label(self) -> str:
        return f"{short_yuan(self.fen)}元优惠券"


class FirstComplaints:
    """Deciders: `on_claim` (kinds `ticket.opened`, `hold.lifted`), `answer` (kind `complaint.first`)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_claim(self, item: AgendaItem, batch: Batch) -> None:
        """A step of its own: that budgets are contended for holds up nobody who counts claims."""
        if item.payload["kind"] == TicketKind.CLAIM:
            first = replace(item, lane=Lane.NOW, kind="complaint.first", generation=0, part=item.kind)
            batch.plan(replace(first, due=self._desk.clock.now(), attempts=0, last_error=""))

    def answer(self, item: AgendaItem, batch: Batch) -> None:
        """Nothing, where the member has complained before or this is no complaint."""
        at_first, at_ticket = first_complaint_at(str(item.payload["member_id"])), ticket_at(item.subject)
        at_order = order_at(str(item.payload["order_id"]) or "none")
        found = self._desk.storage.fetch([at_first, at_ticket, at_order])
        ticket, order = found.get(*at_ticket), found.get(*at_order)
        if found.get(*at_first) is None and ticket is not None and order is not None and self._heard(ticket):
            self._answer(batch, ticket, self._gift(ticket, order))

    def _heard(self, ticket: Ticket) -> bool:
        policy = self._desk.policies.version(ticket.policy_version or 0)
        looked_into = ticket.hold is not None or ticket.held_once is HoldEnd.CONFIRMED
        return not looked_into and class_of(ticket, policy) in _COMPLAINTS

    def _gift(self, ticket: Ticket, order: Order) -> _Gift | None:
        """It hangs on the member, not on the order, whose own cap it leaves alone."""
        amount, line = first_gift_fen(self._desk.settings()), order.line(ticket.line_id or "")
        if not amount or line is None:
            return None
        limits = replace(rule_limits(self._desk.settings()), order_percent=None)
        spend = replace(spend_under(self._desk, order, line, limits), fen=amount)
        return _Gift(amount, spend, self._desk.storage.fetch(self._desk.accounts.wanted(spend)))

    def _answer(self, batch: Batch, ticket: Ticket, gift: _Gift | None) -> None:
        desk, now = self._desk, self._desk.clock.now()
        given = gift is not None and desk.accounts.stopped(gift.spend, gift.found) is None
        task = open_task(desk, batch, _task(ticket, gift.label if gift and not given else None))
        if gift and given:
            desk.accounts.book(batch, _booking(ticket, gift), gift.found)
            desk.tell(batch, ticket, "first_complaint", gift=short_yuan(gift.fen), promise=promised(task, now))
        mark = FirstComplaint(
            member_id=ticket.member_id,
            ticket_id=ticket.id,
            at=now,
            task_id=task.id,
            gift_fen=gift.fen if gift and given else 0,
        )
        batch.add(keep_first_complaint(mark))
        call_regional_ops(desk, batch, ticket, "first_complaint", f"first:{ticket.member_id}", task=task)


def _task(ticket: Ticket, owed: str | None) -> CareTask:
    """`owed`: what is to be given by hand."""
    wanted = f"首次投诉，请回电，并补发{owed}" if owed else "首次投诉，请回电"
    return task_about(ticket, key=f"first:{ticket.member_id}", title=f"{wanted}（{ticket.title[:MOST_GOODS]}）")


def _booking(ticket: Ticket, gift: _Gift) -> Booking:
    coupon = Component(kind=PayoutKind.COUPON, amount_fen=gift.fen, label=gift.label)
    source = f"first:{ticket.member_id}"
    return Booking(source=source, member_id=ticket.member_id, components=(coupon,), spend=gift.spend)
