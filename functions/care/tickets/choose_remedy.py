"""C1: the member chooses, once; an unanswered menu falls to its default at the deadline, under the same caps."""

from dataclasses import replace

from care.accounts.errors import BenefitCapExceeded, CapExceeded, FreightCapExceeded
from care.dynamo.requests import Answer, Request
from care.kernel.agenda import AgendaItem
from care.kernel.errors import NotFound
from care.kernel.work import Batch, Firing
from care.orders.store import order_at
from care.tickets import lifecycle, timeline
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk, acted
from care.tickets.errors import LineCancelled, OfferMismatch
from care.tickets.firing_gate import commit_or_hand_over
from care.tickets.hand_over import hand_over
from care.tickets.model import Choice, Ticket, TicketState
from care.tickets.offers import Offer, open_offer
from care.tickets.purse import Purse, no_room, spend_by_rule
from care.tickets.store import ticket_at
from care.tickets.take_remedy import Bought, take_remedy, tell_taken
from care.tickets.timeline import SYSTEM, Actor, EntryKind

__all__ = ["choose_remedy", "let_default_fall"]


def choose_remedy(desk: Desk, member_id: str, ticket_id: str, token: str, request: Request) -> Answer:
    """The id of the ticket. Two reads and one transaction.

    Where less is left of the line by now than was offered, nothing is refused: a person takes the case.
    """

    def decide(batch: Batch, over: str = "") -> Ticket:
        now = desk.clock.now()
        offer = open_offer(desk.sealer, token, now)
        ticket, bought = _read(desk, member_id, ticket_id, offer)
        if ticket.remedy is None and offer not in ticket.menu:
            raise OfferMismatch(field="offer")
        if over:
            return _review(desk, batch, acted(ticket, now), f"{over} {offer.remedy}")
        return _take(desk, batch, acted(ticket, now), offer, Choice.MEMBER, bought)

    try:
        return desk.requests.once(request, decide)
    except (CapExceeded, FreightCapExceeded, BenefitCapExceeded) as full:
        over = full.code
        return desk.requests.once(request, lambda batch: decide(batch, over))


def let_default_fall(desk: Desk, firing: Firing) -> None:
    """Fires at a menu's deadline. Where even the default is over the cap by now, a person takes the case."""
    commit_or_hand_over(desk, firing, _default, _hand_over)


def _default(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    ticket = desk.ticket(item.subject)
    if not _waits(ticket, item):
        return
    offer = next((each for each in ticket.menu if each.remedy == ticket.default_remedy), ticket.menu[0])
    order = desk.storage.get(*order_at(offer.order_id))
    line = order.line(offer.line_id) if order else None
    if order is None or line is None or line.cancelled:
        _hand_over(desk, item, batch, LineCancelled.code)
        return
    _take(desk, batch, ticket, offer, Choice.DEFAULT, Bought(order=order, line=line))


def _waits(ticket: Ticket, item: AgendaItem) -> bool:
    """Its deadline may have begun anew since this was planned (G11)."""
    due = ticket.choose_by is not None and ticket.choose_by <= item.due
    return ticket.state is TicketState.CHOOSING and ticket.round == item.generation and due


def _hand_over(desk: Desk, item: AgendaItem, batch: Batch, why: str) -> None:
    ticket = desk.ticket(item.subject)
    if not _waits(ticket, item):
        return
    _review(desk, batch, ticket, why)


def _review(desk: Desk, batch: Batch, ticket: Ticket, why: str) -> Ticket:
    made = timeline.entry(ticket.id, ticket.round, EntryKind.REVIEW_NEEDED, SYSTEM, desk.clock.now(), note=why)
    handed = desk.write(batch, lifecycle.review(ticket, made))
    desk.tell(batch, handed, "ticket_opened", promise=promised(handed, desk.clock.now()))
    return handed


def _read(desk: Desk, member_id: str, ticket_id: str, offer: Offer) -> tuple[Ticket, Bought]:
    """The member's own ticket and its order line, in one call."""
    at_ticket, at_order = ticket_at(ticket_id), order_at(offer.order_id)
    found = desk.storage.fetch([at_ticket, at_order])
    ticket, order = found.get(*at_ticket), found.get(*at_order)
    if ticket is None or ticket.member_id != member_id:
        raise NotFound(field="ticket_id")
    line = order.line(offer.line_id) if order else None
    if line is not None and line.cancelled:
        raise LineCancelled(field="ticket_id")
    if order is None or line is None or (ticket.order_id, ticket.line_id) != (offer.order_id, offer.line_id):
        raise OfferMismatch(field="offer")
    return ticket, Bought(order=order, line=line)


def _take(desk: Desk, batch: Batch, ticket: Ticket, offer: Offer, by: Choice, bought: Bought) -> Ticket:
    """Nobody decides a choice by hand, so it has caps and budgets; where they have no room, a person does (G4)."""
    spend = spend_by_rule(desk, bought.order, bought.line)
    purse = Purse(spend=spend, found=desk.storage.fetch(desk.accounts.wanted(spend)))
    stop = no_room(desk, purse, offer) if ticket.remedy is None else None
    if stop is not None:
        return hand_over(desk, batch, ticket, offer, stop)
    return _pay(desk, batch, ticket, offer, by, replace(bought, purse=purse))


def _pay(desk: Desk, batch: Batch, ticket: Ticket, offer: Offer, by: Choice, bought: Bought) -> Ticket:
    actor = Actor(role="member", id=ticket.member_id) if by is Choice.MEMBER else SYSTEM
    made = timeline.entry(ticket.id, ticket.round, EntryKind.CHOSEN, actor, desk.clock.now(), note=offer.remedy)
    chosen = take_remedy(desk, batch, ticket, offer, by, made, bought)
    chosen = desk.write(batch, chosen)
    template = "ticket_paid" if by is Choice.MEMBER else "menu_default_chosen"
    tell_taken(desk, batch, chosen, offer, template)
    return chosen
