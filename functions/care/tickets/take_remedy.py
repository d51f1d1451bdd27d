"""G10, C5: a remedy is taken, whoever takes it: the ticket says so, and what it promises is booked under its cap."""

from dataclasses import dataclass

from care.accounts.model import Booking, Component, PayoutKind
from care.kernel.work import Batch
from care.orders.model import Line, Order
from care.orders.store import order_unchanged
from care.tickets import lifecycle
from care.tickets.desk import Desk
from care.tickets.model import Choice, Entry, Ticket
from care.tickets.offers import Offer
from care.tickets.purse import Purse

__all__ = ["Bought", "take_remedy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """The order line that a remedy is for, as read in this decision: what was paid for it is the cap."""

    order: Order
    line: Line
    purse: Purse | None = None
    """Caps and budgets that the payment counts for (G4)."""


def take_remedy(
    desk: Desk, batch: Batch, ticket: Ticket, offer: Offer, by: Choice, made: Entry, bought: Bought
) -> Ticket:
    """The ticket that waits for the mall; resolved at once where the remedy is an apology alone.

    It is paid only if the order is still as it was read. The caller writes the ticket.
    """
    chosen = lifecycle.choose(ticket, offer, by, made)
    if offer.parts:
        batch.add(order_unchanged(bought.order))
        desk.accounts.book(batch, _booking(chosen, offer, bought), bought.purse.found if bought.purse else None)
        return chosen
    resolved = lifecycle.settle(chosen, made.at, made)
    desk.announce(batch, "ticket.resolved", resolved)
    return resolved


def _booking(ticket: Ticket, offer: Offer, bought: Bought) -> Booking:
    return Booking(
        source=ticket.source,
        member_id=ticket.member_id,
        order_id=offer.order_id,
        line_id=offer.line_id,
        cap_fen=bought.line.paid_fen,
        freight_fen=bought.order.freight_fen,
        spend=bought.purse.spend_on(offer) if bought.purse else None,
        components=tuple(
            Component(
                kind=PayoutKind(part.kind),
                amount_fen=part.amount_fen,
                points=part.points,
                sku=part.sku,
                quantity=part.quantity,
                label=offer.title,
            )
            for part in offer.parts
        ),
    )
