"""G10, C5: a remedy is taken, whoever takes it: the ticket says so, and what it promises is booked under its cap."""

from dataclasses import dataclass, replace

from care.accounts.cost import cost_fen
from care.accounts.model import Booking, Component, PayoutKind
from care.kernel.work import Batch
from care.orders.model import Line, Order
from care.orders.store import order_unchanged
from care.policy.model import PartKind
from care.tickets import lifecycle
from care.tickets.desk import Desk
from care.tickets.given_words import coming
from care.tickets.model import Choice, Ticket, TicketState
from care.tickets.offers import Offer
from care.tickets.purse import Purse
from care.tickets.returns.issue import issue_slip
from care.tickets.timeline import Entry

__all__ = ["Bought", "take_remedy", "tell_taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """The order line that a remedy is for, as read in this decision: what was paid for it is the cap."""

    order: Order
    line: Line
    purse: Purse | None = None
    """Caps and budgets that the payment counts for (G4)."""
    authorised_by: str | None = None
    """Whose authority it is, where it is not the policy's (G5)."""


def take_remedy(
    desk: Desk,
    batch: Batch,
    ticket: Ticket,
    offer: Offer,
    by: Choice,
    made: Entry,
    bought: Bought,
) -> Ticket:
    """The ticket that waits for the mall, or for the goods; resolved at once where the remedy is an apology alone.

    It is paid only if the order is still as it was read. The caller writes the ticket.
    """
    cost = cost_fen(offer.parts, desk.settings())
    chosen = replace(lifecycle.choose(ticket, offer, by, made), given_fen=ticket.given_fen + cost)
    if offer.returns:
        chosen = issue_slip(desk, batch, chosen, offer, bought.order)
    if offer.parts:
        batch.add(order_unchanged(bought.order))
        desk.accounts.book(batch, _booking(chosen, offer, bought, cost), bought.purse.found if bought.purse else None)
        return chosen
    resolved = lifecycle.settle(chosen, made.at, made)
    desk.announce(batch, "ticket.resolved", resolved)
    return resolved


def tell_taken(desk: Desk, batch: Batch, chosen: Ticket, offer: Offer, template: str = "ticket_paid") -> None:
    """That it is being done, and what we shall tell next; an apology alone is made by this message.

    Where the goods are to come back, the slip has told all.
    """
    if not offer.parts:
        desk.tell(batch, chosen, "ticket_apology")
    elif chosen.state is not TicketState.RETURNING:
        template = "appeal_granted" if chosen.appeal else template
        desk.tell(batch, chosen, template, remedy=offer.title, **_next(offer, template))


def _next(offer: Offer, template: str) -> dict[str, str]:
    """The default that fell asks whether it suits instead."""
    kinds = (PayoutKind(part.kind) for part in offer.parts)
    return {} if template == "menu_default_chosen" else {"coming": coming(kinds)}


def _booking(ticket: Ticket, offer: Offer, bought: Bought, cost: int) -> Booking:
    return Booking(
        source=ticket.source,
        member_id=ticket.member_id,
        order_id=offer.order_id,
        line_id=offer.line_id,
        cap_fen=bought.line.paid_fen,
        freight_fen=bought.order.freight_fen,
        spend=bought.purse.spend_on(cost) if bought.purse else None,
        authorised_by=bought.authorised_by,
        components=tuple(
            Component(
                kind=PayoutKind(part.kind),
                amount_fen=part.amount_fen,
                points=part.points,
                sku=part.sku,
                quantity=part.quantity,
                label=offer.title,
                wait=offer.returns,
            )
            for part in offer.parts
            if part.kind != PartKind.RETURN
        ),
    )
