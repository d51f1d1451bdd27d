"""G5: the leader of an order's community gives money back in one tap; above their authority a manager is asked."""

from dataclasses import dataclass, replace

from care.dynamo.requests import Answer, Request
from care.dynamo.storage import Found
from care.kernel.errors import NotFound
from care.kernel.money import fen
from care.kernel.work import Batch
from care.policy.model import PolicyVersion
from care.tickets.apply_for_aftercare import Application, claim_of, open_claim
from care.tickets.authority.errors import OwnCase
from care.tickets.authority.give import Decided, Terms, give
from care.tickets.authority.limits import Authority, authority_of
from care.tickets.authority.reading import BoughtLine, read_seat
from care.tickets.authority.weigh import weigh
from care.tickets.authority.wishes import Wish, offer_for
from care.tickets.case import LineCase, read_case, reason_of
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk
from care.tickets.errors import AlreadyApplied
from care.tickets.model import Choice, Ticket, TicketState
from care.tickets.store import claim_line
from care.tickets.timeline import Actor
from care.tickets.words import check_told

__all__ = ["LeaderRefund", "refund_as_leader"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderRefund:
    """So much of what was paid for a line; `words` are what the member is told."""

    order_id: str
    line_id: str
    reason: str
    amount_fen: int
    words: str | None = None


def refund_as_leader(desk: Desk, actor: Actor, refund: LeaderRefund, request: Request) -> Answer:
    """The ticket, opened by this or already open; the approval that was asked for where it is above the authority.

    The policy's window and shelf life bind leaders as they bind members. NotFound for another leader's order, OwnCase,
    AlreadyApplied where the line's case has been decided or has ended. Two reads, three where there is a case.
    """

    def decide(batch: Batch) -> Decided:
        settings = desk.settings()
        authority = authority_of(actor, None, settings)
        limits = authority.held_to(settings)
        case = read_case(desk, None, refund.order_id, refund.line_id, limits=limits)
        _check_leader(case, actor)
        if case.claim is not None:
            return _on_open_case(desk, batch, case, case.claim.ticket_id, authority, refund)
        return _open(desk, batch, case, authority, refund)

    fen(refund.amount_fen, least=1, field="amount_fen")
    if refund.words is not None:
        check_told(refund.words, desk.library)
    return desk.requests.once(request, decide)


def _check_leader(case: LineCase, actor: Actor) -> None:
    """NotFound for an order of another's community; OwnCase for what the leader bought themselves."""
    if case.order.leader_id != actor.id:
        raise NotFound(field="line_id")
    if case.order.member_id in {actor.id, case.leader.member_id if case.leader else None}:
        raise OwnCase(field="line_id")


def _open(desk: Desk, batch: Batch, case: LineCase, authority: Authority, refund: LeaderRefund) -> Decided:
    policy = desk.policies.current()
    reason = reason_of(policy, refund.reason)
    verdict = case.judge(desk, reason, policy)
    if verdict.why_not is not None:
        raise verdict.why_not(field="reason")
    application = Application(
        member_id=case.order.member_id,
        order_id=refund.order_id,
        line_id=refund.line_id,
        reason=refund.reason,
        words=refund.words,
    )
    opened = open_claim(desk, application, case, verdict, by=authority.actor)
    batch.add(claim_line(claim_of(opened, case)))
    ticket = replace(opened, state=TicketState.IN_REVIEW)
    terms = Terms(by=Choice.LEADER, words=refund.words or "", opened=(opened.last_entry,))
    asked = _Refunding(case=case, policy=policy, authority=authority, refund=refund)
    decided = _give(desk, batch, ticket, asked, terms)
    desk.announce(batch, "ticket.opened", decided.ticket)
    if decided.approval:
        desk.tell(batch, decided.ticket, "ticket_opened", promise=promised(decided.ticket, desk.clock.now()))
    return decided


def _on_open_case(
    desk: Desk, batch: Batch, case: LineCase, ticket_id: str, authority: Authority, refund: LeaderRefund
) -> Decided:
    """The line's one claim, where it waits for a decision."""
    seat = read_seat(desk, ticket_id, authority.actor)
    ticket = seat.ticket
    if ticket.remedy is not None or ticket.hold is not None or not ticket.undecided:
        raise AlreadyApplied(ticket_id=ticket.id)
    policy = desk.policies.version(ticket.policy_version or 0)
    terms = Terms(by=Choice.LEADER, words=refund.words or "", before=seat.approval)
    asked = _Refunding(case=case, policy=policy, authority=authority, refund=refund)
    return _give(desk, batch, ticket, asked, terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refunding:
    """A leader's refund of a line, under the policy that the case is judged by."""

    case: LineCase
    policy: PolicyVersion
    authority: Authority
    refund: LeaderRefund


def _give(desk: Desk, batch: Batch, ticket: Ticket, asked: _Refunding, terms: Terms) -> Decided:
    case, policy, refund = asked.case, asked.policy, asked.refund
    reason = reason_of(policy, ticket.reason or refund.reason)
    judged = ticket.facts or case.facts
    facts = replace(case.facts, segment=judged.segment, claimed_quantity=judged.claimed_quantity)
    bought = BoughtLine(order=case.order, line=case.line, facts=facts, reason=reason, policy=policy)
    wish = Wish(refund_fen=refund.amount_fen, field="amount_fen")
    offer = offer_for(wish, facts, reason, policy, desk.clock.now())
    found = case.purse.found if case.purse else Found()
    weighed = weigh(desk, ticket, offer, bought, asked.authority, found)
    return give(desk, batch, ticket, weighed, asked.authority, terms)
