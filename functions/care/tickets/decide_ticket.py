"""G6, G10: an agent decides a case: with a remedy of the policy, under the line's cap, or with words alone."""

from dataclasses import dataclass, replace

from care.dynamo.requests import Answer, Request
from care.kernel.errors import BadInput, Forbidden
from care.kernel.work import Batch
from care.tickets import lifecycle
from care.tickets.case import read_case, reason_of
from care.tickets.desk import Desk
from care.tickets.errors import LineCancelled, NothingLeft
from care.tickets.model import Actor, Choice, EntryKind, Ticket, TicketKind
from care.tickets.offers import Offer
from care.tickets.rules import offer_of
from care.tickets.take_remedy import Bought, take_remedy
from care.tickets.teamwork.echo import PARENT_RESOLVED
from care.tickets.words import check_words

__all__ = ["Decision", "check_not_own", "decide_ticket", "resolve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`remedy` is a code of the policy; without one the case is resolved by `words` alone (a sincere apology)."""

    ticket_id: str
    words: str
    seen_step: int
    """As far as whoever decides saw the case."""
    remedy: str | None = None
    closes_children: bool = False
    """Those that were merged into it and have no remedy are resolved by the same words (G6)."""


def decide_ticket(desk: Desk, actor: Actor, decision: Decision, request: Request) -> Answer:
    """The id of the ticket; AlreadyDecided once its round has a remedy, CaseChanged, Forbidden for one's own case."""

    def decide(batch: Batch) -> str:
        ticket = desk.ticket(decision.ticket_id)
        check_not_own(ticket, actor)
        if ticket.remedy is None:  # else who decided it says more than that somebody did something
            lifecycle.seen(ticket, decision.seen_step)
        if decision.remedy is None:
            resolve(desk, batch, ticket, actor, decision.words, closes_children=decision.closes_children)
        else:
            _pay(desk, batch, ticket, actor, decision)
        return ticket.id

    check_words(decision.words)
    if decision.remedy is not None and decision.closes_children:
        message = "a remedy is for one line: only words resolve what was merged into the case"
        raise BadInput(message, field="closes_children")
    return desk.requests.once(request, decide)


def check_not_own(ticket: Ticket, actor: Actor) -> None:
    """Forbidden for one's own case."""
    if ticket.member_id == actor.id:
        message = "nobody decides their own case"
        raise Forbidden(message, field="ticket_id")


def resolve(
    desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, words: str, *, closes_children: bool = False
) -> Ticket:
    """By words alone. A case that is not the member's closes with it."""
    now = desk.clock.now()
    made = lifecycle.entry(ticket.id, ticket.round, EntryKind.RESOLVED, actor, now, text=words)
    resolved = lifecycle.resolve(ticket, now, made)
    if ticket.kind is not TicketKind.CLAIM:  # no case of the member's: nobody is told, or asked whether all is fine
        return desk.write(batch, lifecycle.close(resolved, now, made))
    desk.tell(batch, resolved, "ticket_resolved")
    desk.announce(batch, "ticket.resolved", resolved)
    if closes_children:
        desk.announce(batch, PARENT_RESOLVED, resolved, actor=made.actor)
    return desk.write(batch, resolved)


def _pay(desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, decision: Decision) -> None:
    offer, bought = _offer(desk, ticket, str(decision.remedy))
    now = desk.clock.now()
    made = lifecycle.entry(
        ticket.id, ticket.round, EntryKind.CHOSEN, actor, now, text=decision.words, note=offer.remedy
    )
    chosen = take_remedy(desk, batch, ticket, offer, Choice.STAFF, made, bought)
    desk.write(batch, chosen)
    desk.tell(batch, chosen, "ticket_paid", remedy=offer.title)


def _offer(desk: Desk, ticket: Ticket, remedy: str) -> tuple[Offer, Bought]:
    """The remedy for this line as things stand now. Windows do not bind staff; what the mall refunds itself does."""
    if ticket.order_id is None or ticket.line_id is None or ticket.reason is None:
        message = "this case is about no order line; resolve it without a remedy"
        raise BadInput(message, field="remedy")
    policy = desk.policies.version(ticket.policy_version or 0)
    judged = ticket.facts
    quantity = judged.claimed_quantity if judged else None
    case = read_case(desk, ticket.member_id, ticket.order_id, ticket.line_id, quantity=quantity)
    if case.line.cancelled:
        raise LineCancelled(field="remedy")
    chosen = next((each for each in policy.remedies if each.code == remedy), None)
    if chosen is None:
        message = "the ticket's policy knows no such remedy"
        raise BadInput(message, field="remedy")
    facts = replace(case.facts, segment=judged.segment) if judged else case.facts
    offer = offer_of(chosen, facts, reason_of(policy, ticket.reason), policy, desk.clock.now())
    if offer is None:
        raise NothingLeft(field="remedy")
    return offer, case.bought
