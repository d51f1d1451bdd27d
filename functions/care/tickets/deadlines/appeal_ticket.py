"""G6: a member who was refused, or given less than the rule does, appeals, once: another person decides it."""

from dataclasses import replace
from datetime import datetime

from care.dynamo.requests import Answer, Request
from care.kernel.errors import NotFound
from care.kernel.work import Batch
from care.staff.model import DUTY_DESK
from care.tickets import lifecycle, timeline
from care.tickets.call_regional_ops import call_regional_ops
from care.tickets.clocks.promise import promised
from care.tickets.deadlines.call_back import call_back
from care.tickets.deadlines.errors import AppealTooLate
from care.tickets.deadlines.judges import judge_for
from care.tickets.desk import Desk, acted
from care.tickets.model import Ticket
from care.tickets.timeline import Actor, Entry, EntryKind
from care.tickets.words import check_words

__all__ = ["appeal_ticket", "appeals_until", "still_not"]


def appeal_ticket(desk: Desk, member: Actor, ticket_id: str, words: str, request: Request) -> Answer:
    """The ticket, in a new round. AppealUsed, AppealTooLate, NotRefused; NotFound for another's, as for none."""

    def decide(batch: Batch) -> Ticket:
        ticket = desk.ticket(ticket_id)
        if ticket.member_id != member.id:
            raise NotFound(field="ticket_id")
        now = desk.clock.now()
        made = _entry(ticket, member, now, request.name, words)
        appealed = lifecycle.appeal(ticket, now, made)
        if ticket.appeal_until is None or now >= ticket.appeal_until:
            raise AppealTooLate(field="ticket_id")
        return _take(desk, batch, appealed)

    check_words(words)
    return desk.requests.once(request, decide)


def appeals_until(ticket: Ticket) -> datetime | None:
    """Until when the member can appeal; None where they cannot, or have."""
    return ticket.appeal_until if ticket.appeals_against and ticket.appealed_at is None else None


def still_not(desk: Desk, batch: Batch, ticket: Ticket) -> Ticket:
    """What the member says to the closure check where they could appeal: their appeal, however late; or a call back."""
    if ticket.appealed_at is not None:
        return call_back(desk, batch, ticket, "closure")
    now = desk.clock.now()
    member = Actor(role="member", id=ticket.member_id)
    return _take(desk, batch, lifecycle.appeal(ticket, now, _entry(ticket, member, now, "closure", None)))


def _entry(ticket: Ticket, member: Actor, now: datetime, cause: str, words: str | None) -> Entry:
    return timeline.entry(ticket.id, ticket.round, EntryKind.APPEALED, member, now, cause=cause, text=words)


def _take(desk: Desk, batch: Batch, ticket: Ticket) -> Ticket:
    """To another person; where there is none, whoever is on call is told that one must be found."""
    now = desk.clock.now()
    assigned = replace(acted(ticket, now), assignee=judge_for(ticket, desk.directory.roster(), now))
    taken = desk.write(batch, assigned)
    desk.tell(batch, taken, "appeal_taken", promise=promised(taken, now))
    if taken.assignee == DUTY_DESK:
        call_regional_ops(desk, batch, ticket, "appeal_unassigned", f"appeal:{ticket.id}")
    return taken
