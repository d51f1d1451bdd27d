"""G5, G6, G10: an agent or a manager decides a case: with a remedy, by their authority or by asking; or with words."""

from dataclasses import dataclass, field, replace

from care.dynamo.requests import Answer, Request
from care.kernel.errors import BadInput
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.authority.give import Decided, Terms, give
from care.tickets.authority.limits import authority_of
from care.tickets.authority.parties import check_not_own
from care.tickets.authority.reading import Seat, read_line, read_seat
from care.tickets.authority.weigh import counters_of, weigh
from care.tickets.authority.wishes import Wish, check_wish, offer_for
from care.tickets.deadlines.judges import check_may_judge
from care.tickets.desk import Desk
from care.tickets.errors import CareOutcomeRequired
from care.tickets.model import CareOutcome, Choice, Ticket, TicketKind
from care.tickets.teamwork.echo import PARENT_RESOLVED
from care.tickets.timeline import Actor, EntryKind
from care.tickets.words import check_told, check_words

__all__ = ["Decision", "decide_ticket", "end_care", "resolve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`wish` is what is given; without one the case is resolved by `words` alone (a sincere apology)."""

    ticket_id: str
    words: str
    seen_step: int
    """As far as whoever decides saw the case."""
    wish: Wish = field(default_factory=Wish)
    override_reason: str | None = None
    """Why the rule, or a cap that binds promises without a second look, is passed (G1, G5)."""
    care_outcome: CareOutcome | None = None
    """What came of care for a silent member: to be stated where it is closed (P2)."""
    closes_children: bool = False
    """Those that were merged into it and have no remedy are resolved by the same words (G6)."""


def decide_ticket(desk: Desk, actor: Actor, decision: Decision, request: Request) -> Answer:
    """The ticket, and the approval that was asked for where it is above the actor's authority: three reads.

    AlreadyDecided once its round has a remedy, CaseChanged, OwnCase, SamePerson; for a remedy see also `give`.
    """

    def decide(batch: Batch) -> Decided:
        seat = read_seat(desk, decision.ticket_id, actor)
        ticket = seat.ticket
        check_not_own(ticket, actor, seat.member)
        check_may_judge(ticket, actor)
        if ticket.remedy is None:  # else who decided it says more than that somebody did something
            lifecycle.seen(ticket, decision.seen_step)
        if decision.care_outcome and ticket.kind is not TicketKind.CARE:
            raise BadInput("only care for a silent member has an outcome", field="care_outcome")
        if decision.wish:
            return _give(desk, batch, seat, actor, decision)
        if ticket.kind is TicketKind.CARE:
            return Decided(ticket=end_care(desk, batch, ticket, actor, decision))
        closes = decision.closes_children
        return Decided(ticket=resolve(desk, batch, ticket, actor, decision.words, closes_children=closes))

    _check(desk, decision)
    return desk.requests.once(request, decide)


def _check(desk: Desk, decision: Decision) -> None:
    check_told(decision.words, desk.library)
    check_wish(decision.wish)
    if decision.override_reason is not None:
        check_words(decision.override_reason, field="override_reason")
    if decision.wish and decision.closes_children:
        message = "a remedy is for one line: only words resolve what was merged into the case"
        raise BadInput(message, field="closes_children")


def _give(desk: Desk, batch: Batch, seat: Seat, actor: Actor, decision: Decision) -> Decided:
    lifecycle.check_open_to_decide(seat.ticket)
    authority = authority_of(actor, seat.member, desk.settings())
    bought = read_line(desk, seat.ticket)
    offer = offer_for(decision.wish, bought.facts, bought.reason, bought.policy, desk.clock.now())
    found = desk.storage.fetch(counters_of(desk, bought, authority))
    weighed = weigh(desk, seat.ticket, offer, bought, authority, found)
    return give(
        desk,
        batch,
        seat.ticket,
        weighed,
        authority,
        Terms(
            by=Choice.STAFF,
            words=decision.words,
            override_reason=decision.override_reason,
            before=seat.approval,
        ),
    )


def end_care(desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, decision: Decision) -> Ticket:
    """P2: close care for a silent member with its outcome and a note; CareOutcomeRequired without one."""
    if decision.care_outcome is None:
        raise CareOutcomeRequired(field="care_outcome")
    now = desk.clock.now()
    made = timeline.entry(
        ticket.id, ticket.round, EntryKind.RESOLVED, actor, now, text=decision.words, note=decision.care_outcome
    )
    ended = lifecycle.close(lifecycle.resolve(ticket, now, made), now, made)
    desk.announce(batch, "care.ended", ended, outcome=decision.care_outcome)
    return desk.write(batch, replace(ended, care_outcome=decision.care_outcome))


def resolve(
    desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, words: str, *, closes_children: bool = False
) -> Ticket:
    """By words alone. A case that is not the member's closes with it; care says what came of it: `end_care`."""
    if ticket.kind is TicketKind.CARE:
        raise CareOutcomeRequired(field="care_outcome")
    now = desk.clock.now()
    made = timeline.entry(ticket.id, ticket.round, EntryKind.RESOLVED, actor, now, text=words)
    resolved = lifecycle.resolve(ticket, now, made)
    if ticket.kind is not TicketKind.CLAIM:  # no case of the member's: nobody is told, or asked whether all is fine
        return desk.write(batch, lifecycle.close(resolved, now, made))
    desk.tell(batch, resolved, "ticket_resolved")
    desk.announce(batch, "ticket.resolved", resolved)
    if closes_children:
        desk.announce(batch, PARENT_RESOLVED, resolved, actor=made.actor)
    return desk.write(batch, resolved)
