"""What a rule of liability may ask of a case: from the ticket, its order line, the product and the policy. Pure."""

from care.catalog.model import Product
from care.liability.rules import CaseFacts
from care.orders.model import Line, Order
from care.policy.model import PolicyVersion
from care.tickets.model import Ticket

__all__ = ["case_facts"]


def case_facts(ticket: Ticket, order: Order | None, product: Product | None, policy: PolicyVersion) -> CaseFacts:
    """The line's own supplier goes before the product's."""
    line = order.line(ticket.line_id) if order and ticket.line_id else None
    reason = next((each for each in policy.reasons if each.code == ticket.reason), None)
    return CaseFacts(
        reason=ticket.reason,
        reason_class=reason.reason_class if reason else None,
        category=line.category if line else None,
        problem=ticket.problem,
        supplier=(line and line.supplier) or (product and product.supplier) or None,
        sku=line.sku if line else ticket.sku,
        carrier=_carrier(order, line),
        leader_id=ticket.leader_id or (order.leader_id if order else None),
    )


def _carrier(order: Order | None, line: Line | None) -> str | None:
    shipment = order.shipments.get(line.shipment_id) if order and line and line.shipment_id else None
    return shipment.carrier if shipment else None
