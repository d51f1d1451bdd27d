"""G6: an application is refused: for a reason of the closed list, in words that accuse nobody; it can be appealed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from care.dynamo.requests import Answer, Request
from care.kernel.clock import in_words
from care.kernel.errors import BadInput, NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.policy.model import PolicyVersion, ReasonClass
from care.staff.model import StaffMember
from care.staff.store import staff_at
from care.tickets import lifecycle, timeline
from care.tickets.authority.limits import authority_of
from care.tickets.authority.model import Barred, BarredRole
from care.tickets.authority.parties import bar, check_not_own
from care.tickets.deadlines.errors import ManagerRequired
from care.tickets.deadlines.figures import APPEAL_DAYS
from care.tickets.deadlines.judges import check_may_judge
from care.tickets.deadlines.model import Denial, RefusalReason
from care.tickets.deadlines.own_rule import class_of, rule_of
from care.tickets.deadlines.reasons import REFUSAL_TEXTS
from care.tickets.desk import Desk
from care.tickets.model import Ticket, TicketKind
from care.tickets.rules import deadline_of
from care.tickets.store import ticket_at
from care.tickets.timeline import Actor, EntryKind
from care.tickets.words import check_told

__all__ = ["Refusal", "refuse_ticket"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What staff say: the reason's own text and their `words` are what the member reads."""

    ticket_id: str
    reason: RefusalReason
    words: str
    seen_step: int


def refuse_ticket(desk: Desk, actor: Actor, refusal: Refusal, request: Request) -> Answer:
    """The ticket, resolved: refused. One read.

    AlreadyDecided, MenuStands, ManagerRequired, OwnCase, SamePerson, CaseChanged, TicketNotOpen, WordsBanned.
    """

    def decide(batch: Batch) -> Ticket:
        ticket, member = _read(desk, actor, refusal.ticket_id)
        check_not_own(ticket, actor, member)
        check_may_judge(ticket, actor)
        if ticket.remedy is None:  # else who decided it says more than that somebody did something
            lifecycle.seen(ticket, refusal.seen_step)
        if ticket.kind is not TicketKind.CLAIM:
            raise BadInput("only a member's application is refused", field="ticket_id")
        refused = _refuse(desk, ticket, actor, refusal)
        _check_authority(desk, ticket, actor, member)
        return _commit(desk, batch, refused, refusal)

    check_told(refusal.words, desk.library)
    return desk.requests.once(request, decide)


def _read(desk: Desk, actor: Actor, ticket_id: str) -> tuple[Ticket, StaffMember | None]:
    """The case and who acts, as the directory knows them now."""
    at_ticket, at_staff = ticket_at(ticket_id), staff_at(actor.id)
    found = desk.storage.fetch([at_ticket, at_staff])
    ticket: Ticket | None = found.get(*at_ticket)
    if ticket is None:
        raise NotFound(field="ticket_id")
    return ticket, found.get(*at_staff)


def _refuse(desk: Desk, ticket: Ticket, actor: Actor, refusal: Refusal) -> Ticket:
    """The right of appeal is there once a ticket: the second refusal is final."""
    now = desk.clock.now()
    made = timeline.entry(
        ticket.id, ticket.round, EntryKind.REFUSED, actor, now, text=refusal.words, note=refusal.reason
    )
    until = None if ticket.appealed_at else now + timedelta(days=desk.settings().of(APPEAL_DAYS))
    refused = lifecycle.refuse(ticket, Denial(refusal.reason, now, actor.name), until, made)
    return replace(refused, barred=bar(ticket, Barred(actor.name, BarredRole.REFUSED, ticket.round)))


def _check_authority(desk: Desk, ticket: Ticket, actor: Actor, member: StaffMember | None) -> None:
    settings = desk.settings()
    if authority_of(actor, member, settings).manages:
        return
    if needs_manager(ticket, desk.policies.version(ticket.policy_version or 0), settings):
        raise ManagerRequired(field="ticket_id")


def needs_manager(ticket: Ticket, policy: PolicyVersion, settings: Settings) -> bool:
    """What the guarantee speaks for: food safety, and bad quality that was told within its window."""
    match class_of(ticket, policy):
        case ReasonClass.FOOD_SAFETY:
            return True
        case ReasonClass.QUALITY:
            rule = rule_of(ticket, policy)
            deadline = deadline_of(ticket.facts, rule, settings) if rule and ticket.facts else None
            return deadline is not None and ticket.opened_at < deadline
    return False


def _commit(desk: Desk, batch: Batch, refused: Ticket, refusal: Refusal) -> Ticket:
    """The closure check is asked once the time for an appeal has passed."""
    reason = REFUSAL_TEXTS[refusal.reason]
    if refused.appeal_until is None:
        desk.tell(batch, refused, "ticket_refused_again", reason=reason)
        desk.announce(batch, "ticket.resolved", refused)
    else:
        until: datetime = refused.appeal_until
        desk.tell(batch, refused, "ticket_refused", reason=reason, deadline=in_words(until))
        desk.announce(batch, "ticket.resolved", refused, not_before=until.isoformat())
    return desk.write(batch, refused)
