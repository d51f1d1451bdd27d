"""G5: a manager approves what somebody else asked for, or will not have it. Of two at once, one has answered."""

from dataclasses import dataclass, replace

from care.dynamo.requests import Answer, Request
from care.kernel.errors import BadInput, Forbidden, NotFound, Refused
from care.kernel.work import Batch
from care.staff.model import Role
from care.staff.notices import notify_staff
from care.tickets import lifecycle
from care.tickets.authority.errors import ApprovalSuperseded, AskedBefore, BeyondAuthority, OfferStale, SelfApproval
from care.tickets.authority.give import Decided, Terms, pay
from care.tickets.authority.limits import Authority, authority_of
from care.tickets.authority.model import Approval, ApprovalState, Refusal
from care.tickets.authority.parties import askings, check_not_own
from care.tickets.authority.reading import BoughtLine, Seat, read_line, read_seat
from care.tickets.authority.store import APPROVALS, Use
from care.tickets.authority.weigh import Weighed, counters_of, unbound, weigh
from care.tickets.authority.wishes import offer_for, wish_of
from care.tickets.deadlines.judges import check_may_judge
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Choice, Ticket
from care.tickets.offers import Offer
from care.tickets.timeline import Actor
from care.tickets.words import check_words

__all__ = ["Verdict", "approve_decision", "refuse_decision", "tell_asker"]

_RESULTS = {ApprovalState.APPROVED: "已批准", ApprovalState.REFUSED: "未批准", ApprovalState.EXPIRED: "超时未审批"}
"""As staff read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """About the approval `nth` of a ticket; `words` are for staff."""

    ticket_id: str
    nth: int
    words: str | None = None


def approve_decision(desk: Desk, actor: Actor, verdict: Verdict, request: Request) -> Answer:
    """What was asked is paid, by the approver's authority. ApprovalSuperseded, OwnCase, SelfApproval, AskedBefore,
    OfferStale, LineCancelled, BeyondAuthority, CapExceeded …; Forbidden for who is no manager by now. Three reads.
    """

    def decide(batch: Batch) -> Decided:
        seat, approval, authority = _seat(desk, actor, verdict)
        _check_before(seat.ticket, approval, authority)
        bought = read_line(desk, seat.ticket)
        _check_offer(_as_now(approval, bought, desk), approval)
        found = desk.storage.fetch(counters_of(desk, bought, authority))
        weighed = weigh(desk, seat.ticket, approval.offer, bought, authority, found)
        if weighed.beyond:
            raise BeyondAuthority(field="ticket_id", why=", ".join(weighed.beyond))
        answered = _answered(desk, batch, approval, actor, verdict, ApprovalState.APPROVED)
        paid = _pay(desk, batch, actor, seat.ticket, approval, weighed)
        return Decided(ticket=paid, approval=answered)

    if verdict.words is not None:
        check_words(verdict.words)
    return desk.requests.once(request, decide)


def refuse_decision(desk: Desk, actor: Actor, verdict: Verdict, request: Request) -> Answer:
    """The case goes on without it; whoever asked is told why. ApprovalSuperseded, OwnCase, SelfApproval."""

    def decide(batch: Batch) -> Decided:
        seat, approval, authority = _seat(desk, actor, verdict)
        refusal = Refusal(round=approval.round, by=actor.name, level=authority.level, cost_fen=approval.cost_fen)
        known = replace(approval, refusals=(*approval.refusals, refusal))
        answered = _answered(desk, batch, known, actor, verdict, ApprovalState.REFUSED)
        line = inner_entry(
            seat.ticket,
            InnerKind.APPROVAL_REFUSED,
            actor,
            desk.clock.now(),
            cause=str(approval.nth),
            text=verdict.words,
            note=f"{approval.offer.remedy} {approval.cost_fen}",
        )
        written = desk.write(batch, lifecycle.answer(seat.ticket, actor), inner=[line])
        return Decided(ticket=written, approval=answered)

    check_words(verdict.words or "")
    return desk.requests.once(request, decide)


def _seat(desk: Desk, actor: Actor, verdict: Verdict) -> tuple[Seat, Approval, Authority]:
    """Read what is to be answered, and hold the actor to what they may."""
    seat = read_seat(desk, verdict.ticket_id, actor)
    approval = seat.approval
    if approval is None or not 1 <= verdict.nth <= approval.nth:
        raise NotFound(field="nth")
    check_not_own(seat.ticket, actor, seat.member)
    check_may_judge(seat.ticket, actor)
    if seat.member is None or Role.MANAGER not in seat.member.roles:
        raise Forbidden("a manager of the directory answers", field="ticket_id")
    if approval.nth != verdict.nth or approval.state is not ApprovalState.ASKED:
        state = approval.state if approval.nth == verdict.nth else ApprovalState.SUPERSEDED
        raise ApprovalSuperseded(field="nth", state=state)
    if actor.name in {each.actor for each in askings(seat.ticket)} | {approval.asked_by}:
        raise SelfApproval(field="ticket_id")
    return seat, approval, authority_of(actor, seat.member, desk.settings())


def _check_before(ticket: Ticket, approval: Approval, authority: Authority) -> None:
    """What one manager refused in this round, another approves only from a higher level."""
    for each in approval.refusals:
        same = each.round == ticket.round and approval.cost_fen >= each.cost_fen
        if same and each.by != authority.actor.name and authority.level <= each.level:
            raise AskedBefore(field="ticket_id", by=each.by)


def _as_now(approval: Approval, bought: BoughtLine, desk: Desk) -> Offer | None:
    """What was asked, as it would be made now; None where it cannot be."""
    wish, facts = wish_of(approval.offer), bought.facts
    try:
        return offer_for(wish, facts, bought.reason, bought.policy, desk.clock.now())
    except (BadInput, Refused):
        return None


def _check_offer(now: Offer | None, approval: Approval) -> None:
    if now is None or (now.parts, now.quantity) != (approval.offer.parts, approval.offer.quantity):
        raise OfferStale(field="ticket_id")


def _pay(desk: Desk, batch: Batch, actor: Actor, ticket: Ticket, approval: Approval, weighed: Weighed) -> Ticket:
    """Over caps and budgets, where the approver may."""
    use = Use(
        by=actor.name,
        at=desk.clock.now(),
        ticket_id=ticket.id,
        round=ticket.round,
        remedy=approval.offer.remedy,
        cost_fen=weighed.cost_fen,
        asked_by=approval.asked_by,
        override_reason=approval.override_reason,
        passed=weighed.passed,
    )
    over = replace(weighed, bought=unbound(weighed, over=True))
    free = replace(ticket, approval_nth=None)
    return pay(desk, batch, free, over, use, Terms(by=Choice.STAFF, words=approval.words))


def _answered(
    desk: Desk, batch: Batch, approval: Approval, actor: Actor, verdict: Verdict, state: ApprovalState
) -> Approval:
    """The approval is written, and whoever asked is told."""
    now = desk.clock.now()
    answered = replace(approval, state=state, answered_by=actor.name, answered_at=now, answer=verdict.words)
    batch.add(APPROVALS.save(answered, name="approval.answer"))
    tell_asker(desk, batch, answered)
    return answered


def tell_asker(desk: Desk, batch: Batch, approval: Approval) -> None:
    """Where they are staff: a leader sees it at the case."""
    role, _, id_ = approval.asked_by.partition(":")
    if role == "staff":
        params = {
            "remedy": approval.offer.title,
            "result": _RESULTS[approval.state],
            "words": approval.answer or "无留言",
        }
        now, about = desk.clock.now(), approval.ticket_id
        notify_staff(batch, [id_], "approval_answered", at=now, about=about, params=params, cause=approval.id)
