"""G2, G4: one tap. A clear case is opened, decided and paid in one transaction; any other opens with its menu (C1)."""

from dataclasses import dataclass, replace
from datetime import datetime

from care.contact.transcript import Spoken
from care.dynamo.requests import Answer, Request
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.ids import timed_id
from care.kernel.work import Batch
from care.tickets import timeline
from care.tickets.assignment import skill_for
from care.tickets.case import LineCase, read_case, reason_of
from care.tickets.clocks.targets import classes_of
from care.tickets.desk import Desk, in_words
from care.tickets.errors import AlreadyApplied, OfferMismatch
from care.tickets.evidence import name_photos
from care.tickets.few_options import longer
from care.tickets.hand_over import hand_over
from care.tickets.holds.hold import hold_application, must_hold
from care.tickets.model import Choice, LineClaim, Ticket, TicketKind, TicketState
from care.tickets.offers import Offer, open_offer
from care.tickets.purse import no_room, rule_limits
from care.tickets.rules import Verdict, menu_deadline, priority_of
from care.tickets.store import claim_line
from care.tickets.take_remedy import take_remedy, tell_taken
from care.tickets.timeline import Actor, EntryKind
from care.tickets.words import check_words

__all__ = ["Application", "apply_for_aftercare", "claim_of", "open_claim", "open_menu"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What the tap says. `offer` is a sealed token from the menu; without one the pre-selected offer counts."""

    member_id: str
    order_id: str
    line_id: str
    reason: str
    quantity: int | None = None
    """How many of the line's goods it is about; all where None."""
    offer: str | None = None
    words: str | None = None
    spoken: Spoken | None = None
    """Where the words were said (A1)."""
    evidence: tuple[str, ...] = ()
    """Ids of the member's photos of this line that were uploaded before (G8)."""


def apply_for_aftercare(desk: Desk, application: Application, request: Request) -> Answer:
    """The id of the ticket. Refused with the reason's own error, and then nothing has changed."""
    if application.words:
        check_words(application.words)
    return desk.requests.once(request, lambda batch: _decide(desk, application, batch))


def _decide(desk: Desk, application: Application, batch: Batch) -> Ticket:
    now = desk.clock.now()
    policy = desk.policies.current()
    reason = reason_of(policy, application.reason)
    case = read_case(
        desk,
        application.member_id,
        application.order_id,
        application.line_id,
        quantity=application.quantity,
        limits=rule_limits(desk.settings()),
        photos=application.evidence,
    )
    if case.claim is not None:
        raise AlreadyApplied(ticket_id=case.claim.ticket_id)
    verdict = case.judge(desk, reason, policy)
    if verdict.why_not is not None:
        raise verdict.why_not(field="reason")
    offer = _offer(desk, application, case, verdict, now)
    ticket = name_photos(batch, open_claim(desk, application, case, verdict), case.photos)
    batch.add(claim_line(claim_of(ticket, case)))
    if not verdict.pays_at_once(offer):
        ticket = open_menu(desk, batch, ticket, case, verdict)
    elif case.assessment and must_hold(ticket, case.assessment, reason.reason_class):
        ticket = hold_application(desk, batch, ticket, offer, case.assessment, pays=True)
    else:
        ticket = _pay_or_hand_over(desk, batch, ticket, offer, case)
    desk.announce(batch, "ticket.opened", ticket)
    return ticket


def open_menu(desk: Desk, batch: Batch, ticket: Ticket, case: LineCase, verdict: Verdict) -> Ticket:
    """The ticket with its menu; one that must be looked at first keeps it back (G11)."""
    if case.assessment and must_hold(ticket, case.assessment, verdict.reason.reason_class):
        return hold_application(desk, batch, ticket, _default_offer(verdict), case.assessment, pays=False)
    return _offer_menu(desk, batch, ticket, case, verdict)


def _offer(desk: Desk, application: Application, case: LineCase, verdict: Verdict, now: datetime) -> Offer:
    if application.offer is None:
        return verdict.menu[0]
    offer = open_offer(desk.sealer, application.offer, now)
    line = (application.member_id, application.order_id, application.line_id)
    asked = (*line, application.reason, case.facts.claimed_quantity)
    if (offer.member_id, offer.order_id, offer.line_id, offer.reason, offer.quantity) != asked:
        raise OfferMismatch(field="offer")
    return offer


def open_claim(
    desk: Desk, application: Application, case: LineCase, verdict: Verdict, by: Actor | None = None
) -> Ticket:
    """The ticket of an application, as it stands before anything is offered. `by`: who applies for the member."""
    now = desk.clock.now()
    ticket_id = timed_id(now, case.order.id, case.line.id)
    applicant = by or Actor(role="member", id=application.member_id)
    skill = skill_for(verdict.reason)
    return Ticket(
        id=ticket_id,
        kind=TicketKind.CLAIM,
        state=TicketState.CHOOSING,
        member_id=application.member_id,
        assignee=desk.directory.assignee(ticket_id, case.region, skill),
        skill=skill,
        opened_at=now,
        last_entry=timeline.entry(
            ticket_id,
            0,
            EntryKind.OPENED,
            applicant,
            now,
            text=application.words or None,
            note=application.reason,
            spoken=application.spoken,
        ),
        title=case.line.name,
        priority=priority_of(verdict.reason),
        order_id=case.order.id,
        line_id=case.line.id,
        sku=case.line.sku,
        leader_id=case.order.leader_id,
        community=case.order.community,
        region=case.region,
        reason=application.reason,
        policy_version=verdict.menu[0].policy_version,
        facts=case.facts,
        acted_at=None if by else now,
        sla_classes=classes_of(verdict.reason.reason_class),
    )


def claim_of(ticket: Ticket, case: LineCase) -> LineClaim:
    return LineClaim(order_id=case.order.id, line_id=case.line.id, ticket_id=ticket.id, member_id=ticket.member_id)


def _pay_or_hand_over(desk: Desk, batch: Batch, ticket: Ticket, offer: Offer, case: LineCase) -> Ticket:
    stop = no_room(desk, case.purse, offer) if case.purse else None
    if stop is None:
        return _pay_at_once(desk, batch, ticket, offer, case)
    return hand_over(desk, batch, ticket, offer, stop, opened=ticket.last_entry)


def _pay_at_once(desk: Desk, batch: Batch, ticket: Ticket, offer: Offer, case: LineCase) -> Ticket:
    """An instant payment is final: the ticket never shows a menu."""
    made = timeline.entry(
        ticket.id,
        0,
        EntryKind.CHOSEN,
        Actor(role="member", id=ticket.member_id),
        ticket.opened_at,
        note=offer.remedy,
    )
    paid = take_remedy(desk, batch, ticket, offer, Choice.INSTANT, made, case.bought)
    paid = desk.write(batch, paid, ticket.last_entry, made)
    tell_taken(desk, batch, paid, offer)
    return paid


def _offer_menu(desk: Desk, batch: Batch, ticket: Ticket, case: LineCase, verdict: Verdict) -> Ticket:
    """The menu waits; at its deadline the default falls (C1)."""
    choose_by = menu_deadline(verdict.rule, ticket.opened_at) + longer(case.facts, desk.settings())
    menu = tuple(replace(offer, expires_at=choose_by) for offer in verdict.menu)
    opened = replace(ticket, menu=menu, choose_by=choose_by, default_remedy=_default(verdict, menu))
    opened = desk.write(batch, opened)
    batch.plan(AgendaItem(lane=Lane.CLOCKS, kind="menu.default", due=choose_by, subject=ticket.id))
    default = next(offer for offer in menu if offer.remedy == opened.default_remedy)
    desk.tell(batch, opened, "ticket_menu", choose_by, deadline=in_words(choose_by), remedy=default.title)
    return opened


def _default_offer(verdict: Verdict) -> Offer:
    code = _default(verdict, verdict.menu)
    return next(offer for offer in verdict.menu if offer.remedy == code)


def _default(verdict: Verdict, menu: tuple[Offer, ...]) -> str:
    """The policy's default, where it is on the menu; else what is pre-selected."""
    wanted = verdict.rule.default_remedy
    return wanted if any(offer.remedy == wanted for offer in menu) else menu[0].remedy
