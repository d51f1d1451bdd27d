"""G10: the goods are back. All as promised: it is paid. Anything else, a person looks at."""

from dataclasses import dataclass

from care.accounts.model import Payout
from care.accounts.store import line_account
from care.dynamo.requests import Answer, Request
from care.dynamo.storage import Found
from care.kernel.errors import NotFound
from care.kernel.money import yuan
from care.kernel.work import Batch
from care.orders.model import Order
from care.orders.store import order_at
from care.staff.model import Leader, StaffMember
from care.staff.notices import notify_staff
from care.staff.store import leader_at, staff_at
from care.tickets import lifecycle, timeline
from care.tickets.authority.errors import OwnCase
from care.tickets.authority.limits import LEADER
from care.tickets.authority.parties import check_not_own
from care.tickets.care_task import task_about
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk
from care.tickets.lapse import lapse
from care.tickets.model import Ticket, TicketState
from care.tickets.open_task import open_task
from care.tickets.returns.errors import UnknownSlip
from care.tickets.returns.model import Receipt, Slip, SlipState
from care.tickets.returns.pay_freight import pay_freight
from care.tickets.returns.rules import Course, check_count, check_receipt, check_wanted, course_of, received
from care.tickets.returns.store import end_slip, slip_at
from care.tickets.store import ticket_at
from care.tickets.task_titles import Task, task_title
from care.tickets.timeline import Actor, Entry, EntryKind

__all__ = ["accept_return", "take_return"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A slip and all that handing in may change."""

    slip: Slip
    ticket: Ticket
    order: Order | None
    payouts: list[Payout]
    leader: Leader | None
    member: StaffMember | None
    found: Found


def accept_return(desk: Desk, receipt: Receipt, request: Request) -> Answer:
    """The leader of the order, or staff, take goods: the ticket. Two reads and one transaction.

    NotFound for another leader's slip as for none, OwnCase, SlipUsed, SlipVoid, BadInput; more than the slip is for is
    a mistake of whoever types it, and uses nothing up.
    """

    def decide(batch: Batch) -> Ticket:
        case = _read(desk, receipt)
        if case is None or (receipt.by.role == LEADER and case.slip.leader_id != receipt.by.id):
            raise NotFound(field="code")
        _check_not_own(case, receipt.by)
        check_wanted(case.slip, case.ticket)
        check_count(case.slip, receipt)
        return _hand_in(desk, batch, case, receipt)

    check_receipt(receipt)
    return desk.requests.once(request, decide)


def take_return(desk: Desk, receipt: Receipt) -> None:
    """The mall's warehouse has received goods, so many as it counted. Told twice it is told once; UnknownSlip."""

    def decide(batch: Batch) -> None:
        case = _read(desk, receipt)
        if case is None:
            raise UnknownSlip(field="key")
        if case.slip.state is not SlipState.HANDED_IN:
            _hand_in(desk, batch, case, receipt)

    check_receipt(receipt)
    desk.uow.run(decide)


def _read(desk: Desk, receipt: Receipt) -> _Case | None:
    slip: Slip | None = desk.storage.get(*slip_at(receipt.code))
    if slip is None:
        return None
    at_ticket, at_order, at_leader = ticket_at(slip.ticket_id), order_at(slip.order_id), leader_at(slip.leader_id)
    at_member = staff_at(receipt.by.id or "none")
    accounts = (line_account(slip.order_id, slip.line_id), line_account(slip.order_id))
    known = desk.accounts.payouts_at(slip.source)
    found = desk.storage.fetch([at_ticket, at_order, at_leader, at_member, *accounts, *known])
    ticket = found.get(*at_ticket)
    if ticket is None:
        return None
    return _Case(
        slip=slip,
        ticket=ticket,
        order=found.get(*at_order),
        payouts=desk.accounts.payouts_in(found, slip.source),
        leader=found.get(*at_leader),
        member=found.get(*at_member),
        found=found,
    )


def _check_not_own(case: _Case, by: Actor) -> None:
    """Nobody takes back what they bought themselves; the leader has only the pickup point to do with it."""
    if by.role != LEADER:
        check_not_own(case.ticket, by, case.member, field="code")
    elif case.ticket.member_id in {by.id, case.leader.member_id if case.leader else None}:
        raise OwnCase(field="code")


def _hand_in(desk: Desk, batch: Batch, case: _Case, receipt: Receipt) -> Ticket:
    course = course_of(case.slip, case.ticket, receipt)
    slip = received(case.slip, receipt, course)
    made = _entry(case.ticket, receipt, slip)
    if course is Course.LATE:
        return _late(desk, batch, case.ticket, slip, made)
    freight = pay_freight(desk, batch, slip, receipt) if course is Course.PAY else 0
    if course is Course.PAY and _released(desk, batch, case):
        return _paid(desk, batch, case.ticket, slip, made, freight)
    lapsed = lapse(desk, batch, case.ticket, made, "RETURN_DIFFERS", case.payouts, slip)
    return _look(desk, batch, lapsed)


def _released(desk: Desk, batch: Batch, case: _Case) -> bool:
    """Not for a line that was cancelled meanwhile, nor where the mall has given the money back itself."""
    line = case.order.line(case.slip.line_id) if case.order else None
    if case.order is None or line is None or line.cancelled:
        return False
    return desk.accounts.release(batch, case.payouts, case.order, case.found)


def _paid(desk: Desk, batch: Batch, ticket: Ticket, slip: Slip, made: Entry, freight_fen: int) -> Ticket:
    batch.add(end_slip(slip))
    paying, remedy = desk.write(batch, lifecycle.hand_in(ticket, made)), ticket.remedy_title or ""
    if freight_fen:
        desk.tell(batch, paying, "return_posted", remedy=remedy, freight=f"{yuan(freight_fen)}元")
    else:
        desk.tell(batch, paying, "return_received", remedy=remedy)
    return paying


def _late(desk: Desk, batch: Batch, ticket: Ticket, slip: Slip, made: Entry) -> Ticket:
    """The goods are here, the promise is gone: whoever has the case decides. One that has gone on: a task."""
    batch.add(end_slip(slip))
    if ticket.state is TicketState.IN_REVIEW and ticket.remedy is None:
        return _look(desk, batch, desk.write(batch, lifecycle.review(ticket, made)))
    open_task(desk, batch, task_about(ticket, key=f"slip:{slip.code}", title=task_title(Task.RETURN_LATE)))
    return desk.write(batch, lifecycle.note(ticket, made))


def _look(desk: Desk, batch: Batch, ticket: Ticket) -> Ticket:
    """A person has it: they are told, and the member by when."""
    now = desk.clock.now()
    notify_staff(batch, [ticket.assignee], "return_to_judge", at=now, about=ticket.id, params={"title": ticket.title})
    desk.tell(batch, ticket, "return_judged", promise=promised(ticket, now), cause=ticket.last_entry.id)
    return ticket


def _entry(ticket: Ticket, receipt: Receipt, slip: Slip) -> Entry:
    """The note says how many came of how many."""
    return timeline.entry(
        ticket.id,
        ticket.round,
        EntryKind.GOODS_RETURNED,
        receipt.by,
        receipt.at,
        cause=slip.code,
        note=f"{receipt.quantity}/{slip.quantity}",
    )
