"""G6: what a person says to a ticket: reply, withdraw, reopen."""

from dataclasses import replace
from datetime import timedelta

from care.contact.transcript import Spoken
from care.dynamo.requests import Answer, Request
from care.kernel.errors import NotFound
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.assignment import next_assignee
from care.tickets.deadlines.call_back import call_back
from care.tickets.deadlines.errors import AppealInstead
from care.tickets.deadlines.figures import MOST_REOPENS
from care.tickets.desk import Desk, acted
from care.tickets.errors import TicketNotOpen
from care.tickets.figures import REOPEN_DAYS
from care.tickets.lapse import not_given, void_slip
from care.tickets.model import Outcome, Ticket, TicketState
from care.tickets.returns.store import end_slip
from care.tickets.timeline import Actor, Entry, EntryKind
from care.tickets.words import check_told, check_words

__all__ = ["own_ticket", "reopen_ticket", "reply", "reply_to_ticket", "withdraw_ticket"]

_ENDED = {TicketState.CLOSED, TicketState.WITHDRAWN}


def reply_to_ticket(
    desk: Desk,
    actor: Actor,
    ticket_id: str,
    words: str,
    request: Request,
    *,
    wait_for_member: bool = False,
    spoken: Spoken | None = None,
) -> Answer:
    """A line of the timeline. A person's reply to the member notifies them; a closed ticket takes none.

    `wait_for_member`: an agent asks something back; the agent's clocks stand still until the member acts, the agent
    says something else, or they have waited long enough (G7).
    """

    def decide(batch: Batch) -> str:
        ticket = own_ticket(desk, actor, ticket_id)
        made = replace(_say(desk, ticket, EntryKind.REPLIED, actor, words, request), spoken=spoken)
        reply(desk, batch, ticket, actor, made, wait_for_member=wait_for_member)
        return ticket.id

    _check(desk, actor, words)
    return desk.requests.once(request, decide)


def reply(
    desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, made: Entry, *, wait_for_member: bool = False
) -> None:
    """The step itself, also taken with a script (C6)."""
    if ticket.state in _ENDED:
        raise TicketNotOpen(state=ticket.state)
    asks = wait_for_member and actor.role != "member"
    said = lifecycle.note(_touched(desk, ticket, actor), replace(made, asks=asks))
    desk.write(batch, said)
    if actor.role != "member":
        desk.tell(batch, said, "ticket_reply", cause=made.id)


def withdraw_ticket(desk: Desk, actor: Actor, ticket_id: str, request: Request) -> Answer:
    """The member's own, before a remedy was taken or while it waits for the goods. The line's application stays: it can
    be reopened.
    """

    def decide(batch: Batch) -> str:
        ticket = acted(own_ticket(desk, actor, ticket_id), desk.clock.now())
        made = _say(desk, ticket, EntryKind.WITHDRAWN, actor, None, request)
        withdrawn = lifecycle.withdraw(ticket, desk.clock.now(), made)
        if ticket.state is TicketState.RETURNING:
            withdrawn = _keep_goods(desk, batch, ticket, withdrawn)
        desk.write(batch, withdrawn)
        desk.tell(batch, withdrawn, "ticket_withdrawn")
        return ticket.id

    return desk.requests.once(request, decide)


def _keep_goods(desk: Desk, batch: Batch, ticket: Ticket, withdrawn: Ticket) -> Ticket:
    """The member keeps them: nothing that waited for them is owed (G10)."""
    payouts = desk.accounts.payouts_of(ticket.source)
    desk.accounts.let_go(batch, payouts, "WITHDRAWN")
    if slip := void_slip(desk, ticket):
        batch.add(end_slip(slip))
    return not_given(desk, withdrawn, payouts)


def reopen_ticket(desk: Desk, actor: Actor, ticket_id: str, words: str | None, request: Request) -> Answer:
    """Back to a person, with priority, while the time for it has not passed; to staff's favour, a refused one too."""

    def decide(batch: Batch) -> str:
        ticket = acted(own_ticket(desk, actor, ticket_id), desk.clock.now())
        if actor.role == "member" and ticket.outcome is Outcome.REFUSED:
            raise AppealInstead(field="ticket_id")
        made = _say(desk, ticket, EntryKind.REOPENED, actor, words, request)
        reopen(desk, batch, ticket, made, within=timedelta(days=desk.settings().of(REOPEN_DAYS)))
        return ticket.id

    _check(desk, actor, words or "-")
    return desk.requests.once(request, decide)


def reopen(desk: Desk, batch: Batch, ticket: Ticket, made: Entry, *, within: timedelta | None = None) -> None:
    """The step itself, also taken by "still not" (P7), which is bound to no time but the check's own.

    Who has opened it again often enough is called instead.
    """
    again = lifecycle.reopen(ticket, desk.clock.now(), within, made)
    if made.actor.startswith("member"):
        if ticket.reopens >= desk.settings().of(MOST_REOPENS):
            call_back(desk, batch, ticket, made.id, made.text)
            return
        again = replace(again, reopens=ticket.reopens + 1)
    again = replace(again, assignee=next_assignee(desk, again))
    desk.write(batch, again)
    desk.tell(batch, again, "ticket_reopened")


def own_ticket(desk: Desk, actor: Actor, ticket_id: str) -> Ticket:
    """NotFound for another member's, as for none."""
    ticket = desk.ticket(ticket_id)
    if actor.role == "member" and ticket.member_id != actor.id:
        raise NotFound(field="ticket_id")
    return ticket


def _touched(desk: Desk, ticket: Ticket, actor: Actor) -> Ticket:
    return acted(ticket, desk.clock.now()) if actor.role == "member" else ticket


def _say(desk: Desk, ticket: Ticket, kind: EntryKind, actor: Actor, words: str | None, request: Request) -> Entry:
    return timeline.entry(ticket.id, ticket.round, kind, actor, desk.clock.now(), cause=request.name, text=words)


def _check(desk: Desk, actor: Actor, words: str) -> None:
    """A member may say what they like."""
    if actor.role == "member":
        check_words(words)
    else:
        check_told(words, desk.library)
