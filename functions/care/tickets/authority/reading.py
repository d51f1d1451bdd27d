"""G5: what a person's decision reads: the case and who decides; the order line; what it counts for. One call each."""

from dataclasses import dataclass, replace

from care.accounts.store import line_account
from care.kernel.errors import BadInput, NotFound
from care.orders.model import Line, Order
from care.orders.store import order_at
from care.policy.model import PolicyVersion, Reason
from care.staff.model import StaffMember
from care.staff.store import staff_at
from care.tickets.authority.model import Approval
from care.tickets.authority.store import approval_at
from care.tickets.case import reason_of
from care.tickets.desk import Desk
from care.tickets.errors import LineCancelled
from care.tickets.facts import LineFacts, line_now
from care.tickets.model import Ticket
from care.tickets.store import ticket_at
from care.tickets.timeline import Actor

__all__ = ["BoughtLine", "Seat", "read_line", "read_seat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A case before somebody who decides. `member`: their entry in the directory, if they have one."""

    ticket: Ticket
    member: StaffMember | None
    approval: Approval | None
    """The present one, or the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """The order line that the case is about, as it is now, judged by what was known when the member applied."""

    order: Order
    line: Line
    facts: LineFacts
    reason: Reason
    policy: PolicyVersion


def read_seat(desk: Desk, ticket_id: str, actor: Actor) -> Seat:
    """NotFound for no such ticket."""
    at_ticket, at_member, at_approval = ticket_at(ticket_id), staff_at(actor.id), approval_at(ticket_id)
    found = desk.storage.fetch([at_ticket, at_member, at_approval])
    ticket = found.get(*at_ticket)
    if ticket is None:
        raise NotFound(field="ticket_id")
    return Seat(ticket=ticket, member=found.get(*at_member), approval=found.get(*at_approval))


def read_line(desk: Desk, ticket: Ticket) -> BoughtLine:
    """BadInput where the case is about no order line; LineCancelled: what is cancelled the mall refunds itself."""
    judged = ticket.facts
    if ticket.order_id is None or ticket.line_id is None or ticket.reason is None or judged is None:
        raise BadInput("this case is about no order line; resolve it without a remedy", field="remedy")
    policy = desk.policies.version(ticket.policy_version or 0)
    at_order, at_account = order_at(ticket.order_id), line_account(ticket.order_id, ticket.line_id)
    found = desk.storage.fetch([at_order, at_account])
    order, account = found.get(*at_order), found.get(*at_account)
    line = order.line(ticket.line_id) if order else None
    if order is None or line is None:
        raise NotFound(field="ticket_id")
    if line.cancelled:
        raise LineCancelled(field="remedy")
    claimed = min(judged.claimed_quantity, line.quantity)
    facts = replace(judged, claimed_quantity=claimed, **line_now(order, line, account))
    return BoughtLine(order=order, line=line, facts=facts, reason=reason_of(policy, ticket.reason), policy=policy)
