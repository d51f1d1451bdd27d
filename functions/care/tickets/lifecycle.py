"""The ticket's state machine (G6), drawn in docs/architecture.md. Pure: each step takes a ticket and gives the next.

    CHOOSING ──choose──▶ PAYING ──settle──▶ RESOLVED ──close──▶ CLOSED   (RETURNING ──hand_in──▶ PAYING, G10)
        │  ╲               │ ▲                 │                  │
        │   ╲──review──▶ IN_REVIEW ──resolve──▶╯ ◀────reopen──────╯   IN_REVIEW ──decide──▶ PAYING
        ╰──withdraw──▶ WITHDRAWN ──reopen──▶ IN_REVIEW

A claim is never closed but from RESOLVED, and by the member's word or by silence after the closure check (P7).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from care.tickets.authority.model import Barred, BarredRole
from care.tickets.deadlines.errors import AppealOpen, AppealUsed, MenuStands, NotRefused
from care.tickets.deadlines.model import Appeal, Denial, Shortfall
from care.tickets.errors import AlreadyDecided, CaseChanged, ReopenTooLate, TicketNotOpen
from care.tickets.holds.errors import CaseHeld
from care.tickets.model import Choice, Outcome, Ticket, TicketState
from care.tickets.offers import Offer
from care.tickets.timeline import Actor, Entry

__all__ = [
    "answer",
    "appeal",
    "ask",
    "check_open_to_decide",
    "choose",
    "close",
    "dispute",
    "follow",
    "give_less",
    "hand_in",
    "lapse",
    "merge",
    "note",
    "refuse",
    "reopen",
    "resolve",
    "review",
    "seen",
    "settle",
    "step",
    "unmerge",
    "withdraw",
]

_STEPS = {
    "choose": {TicketState.CHOOSING},
    "decide": {TicketState.CHOOSING, TicketState.IN_REVIEW},
    "review": {TicketState.CHOOSING, TicketState.PAYING, TicketState.IN_REVIEW},
    "hand_in": {TicketState.RETURNING},
    "lapse": {TicketState.RETURNING, TicketState.PAYING, TicketState.IN_REVIEW, TicketState.RESOLVED},
    "settle": {TicketState.PAYING, TicketState.IN_REVIEW},
    "resolve": {TicketState.IN_REVIEW},
    "refuse": {TicketState.IN_REVIEW},
    "appeal": {TicketState.RESOLVED, TicketState.CLOSED},
    "dispute": {TicketState.RESOLVED, TicketState.CLOSED, TicketState.WITHDRAWN},
    "time_out": {TicketState.IN_REVIEW},
    "withdraw": {TicketState.CHOOSING, TicketState.IN_REVIEW, TicketState.RETURNING},
    "reopen": {TicketState.RESOLVED, TicketState.CLOSED, TicketState.WITHDRAWN},
    "close": {TicketState.RESOLVED},
    "merge": {TicketState.CHOOSING, TicketState.IN_REVIEW},
    "unmerge": {TicketState.CHOOSING, TicketState.IN_REVIEW, TicketState.RETURNING, TicketState.PAYING},
    "follow": {TicketState.CHOOSING, TicketState.IN_REVIEW},
}

_TAKEN = {Choice.STAFF: "decide", Choice.LEADER: "decide", Choice.TIMEOUT: "time_out"}
"""Persons decide what is on a person's desk, and before the member has chosen; time decides what no person has."""


def choose(ticket: Ticket, offer: Offer, by: Choice, made: Entry) -> Ticket:
    """Take a remedy: once a round, whoever takes it. What a person has on the desk is decided by staff alone."""
    if ticket.remedy is not None:
        raise AlreadyDecided(remedy=ticket.remedy)
    _allow(ticket, _TAKEN.get(by, "choose"))
    _check_not_held(ticket)
    state = TicketState.RETURNING if offer.returns else TicketState.PAYING
    free = replace(ticket, shortfall=None, appeal_until=None)
    return step(free, made, state=state, remedy=offer.remedy, remedy_title=offer.title, chosen_by=by)


def give_less(ticket: Ticket, at: datetime, by: str, asker: str | None, appeal_until: datetime | None) -> Ticket:
    """What was taken is less than the rule gives: neither who gave it nor who asked for it judges an appeal."""
    acts = (Barred(actor, BarredRole.REFUSED, ticket.round) for actor in (by, asker) if actor)
    barred = tuple(dict.fromkeys((*ticket.barred, *acts)))
    return replace(ticket, shortfall=Shortfall(at, by), appeal_until=appeal_until, barred=barred)


def hand_in(ticket: Ticket, made: Entry) -> Ticket:
    """The goods are back: what waited for them is paid."""
    _allow(ticket, "hand_in")
    return step(ticket, made, state=TicketState.PAYING)


def settle(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """All that the remedy promised has been confirmed."""
    _allow(ticket, "settle")
    return step(ticket, made, state=TicketState.RESOLVED, resolved_at=at, outcome=Outcome.PAID)


def check_open_to_decide(ticket: Ticket) -> None:
    """AlreadyDecided, TicketNotOpen: whether a person can give a remedy, or ask for one."""
    if ticket.remedy is not None:
        raise AlreadyDecided(remedy=ticket.remedy)
    _allow(ticket, "decide")
    _check_not_held(ticket)


def ask(ticket: Ticket, by: Actor) -> Ticket:
    """A manager is asked to approve a remedy (G5); where another one is waited for, this takes its place."""
    check_open_to_decide(ticket)
    nth = ticket.asked_nth + 1
    asked = Barred(by.name, BarredRole.ASKED, ticket.round, nth)
    return replace(
        step(ticket, approval_nth=nth, asked_nth=nth, barred=(*ticket.barred, asked)),
        stepped_by=by.name,
    )


def answer(ticket: Ticket, by: Actor) -> Ticket:
    """The approval is waited for no more: a manager would not have it, or nobody answered."""
    return replace(step(ticket, approval_nth=None), stepped_by=by.name)


def review(ticket: Ticket, made: Entry) -> Ticket:
    """Hand the case to a person, before others."""
    _allow(ticket, "review")
    return step(ticket, made, state=TicketState.IN_REVIEW, priority=ticket.priority.raised)


def resolve(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """An agent has put it right without a payout. That is no answer to an appeal."""
    if ticket.remedy is not None:
        raise AlreadyDecided(remedy=ticket.remedy)
    if ticket.appeal is not None:
        raise AppealOpen
    _allow(ticket, "resolve")
    _check_not_held(ticket)
    return step(ticket, made, state=TicketState.RESOLVED, resolved_at=at, outcome=Outcome.WORDS)


def refuse(ticket: Ticket, denial: Denial, appeal_until: datetime | None, made: Entry) -> Ticket:
    """Staff do not give what was asked for. `appeal_until` None: it is final."""
    if ticket.remedy is not None:
        raise AlreadyDecided(remedy=ticket.remedy)
    if ticket.state is TicketState.CHOOSING:
        raise MenuStands
    _allow(ticket, "refuse")
    _check_not_held(ticket)
    return step(
        ticket,
        made,
        state=TicketState.RESOLVED,
        resolved_at=denial.at,
        outcome=Outcome.REFUSED,
        denial=denial,
        appeal=None,
        appeal_until=appeal_until,
    )


def appeal(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """A refusal, or less than the rule gives, is looked at by another person, in a round of its own; once a ticket."""
    if ticket.appealed_at is not None:
        raise AppealUsed
    if (against := ticket.appeals_against) is None:
        raise NotRefused
    _allow(ticket, "appeal")
    anew = replace(_anew(ticket, made), appeal_until=None, parent_id=None)
    return replace(anew, appeal=Appeal(at, against), appealed_at=at)


def dispute(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """It is not opened again, and the member is called: nothing more can be done in writing."""
    _allow(ticket, "dispute")
    return step(ticket, made, state=TicketState.CLOSED, closed_at=at, outcome=Outcome.DISPUTED)


def withdraw(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """The member takes the application back; once a remedy has been taken, only as long as it waits for the goods."""
    if ticket.remedy is not None and ticket.state is not TicketState.RETURNING:
        raise AlreadyDecided(remedy=ticket.remedy)
    _allow(ticket, "withdraw")
    return step(ticket, made, state=TicketState.WITHDRAWN, closed_at=at)


def reopen(ticket: Ticket, at: datetime, within: timedelta | None, made: Entry) -> Ticket:
    """Back to a person, with priority: a new round, whose remedy is a new one.

    `within` counts from the ticket's end; None: the member answers a question of ours, and is not late.
    It goes on by itself: what it had been merged into speaks for it no longer.
    """
    _allow(ticket, "reopen")
    ended = ticket.closed_at or ticket.resolved_at
    if ended is not None and within is not None and at > ended + within:
        raise ReopenTooLate
    return replace(_anew(ticket, made), parent_id=None)


def lapse(ticket: Ticket, made: Entry) -> Ticket:
    """Not all that the round promised will come: a person decides anew, in a round of its own. What was paid counts."""
    _allow(ticket, "lapse")
    return _anew(ticket, made)


def _anew(ticket: Ticket, made: Entry) -> Ticket:
    return step(
        ticket,
        made,
        state=TicketState.IN_REVIEW,
        round=ticket.round + 1,
        priority=ticket.priority.raised,
        remedy=None,
        remedy_title=None,
        chosen_by=None,
        resolved_at=None,
        closed_at=None,
        outcome=None,
        appeal_until=ticket.appeal_until if ticket.shortfall else None,
    )


def close(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """The loop is closed."""
    _allow(ticket, "close")
    return step(ticket, made, state=TicketState.CLOSED, closed_at=at)


def merge(ticket: Ticket, parent_id: str, by: Actor) -> Ticket:
    """It follows another case from now on; its own state, line and money stay (G6)."""
    _allow(ticket, "merge")
    return replace(step(ticket, parent_id=parent_id), stepped_by=by.name)


def unmerge(ticket: Ticket, by: Actor) -> Ticket:
    """It goes on by itself again."""
    _allow(ticket, "unmerge")
    return replace(step(ticket, parent_id=None), stepped_by=by.name)


def follow(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """It is resolved with the case that it was merged into. Once a remedy was taken, it ends by that."""
    if ticket.remedy is not None:
        raise AlreadyDecided(remedy=ticket.remedy)
    _allow(ticket, "follow")
    return step(ticket, made, state=TicketState.RESOLVED, resolved_at=at, outcome=Outcome.FOLLOWED)


def note(ticket: Ticket, made: Entry) -> Ticket:
    """Something was said; the state stays."""
    return replace(ticket, last_entry=made)


def step(ticket: Ticket, made: Entry | None = None, /, **changes: object) -> Ticket:
    """The next step of the case; `made` is its line of the timeline, where others than staff may read of it."""
    told = {"last_entry": made, "stepped_by": made.actor} if made else {}
    after = replace(ticket, step=ticket.step + 1, **told, **changes)  # type: ignore[arg-type]
    return after if after.state is TicketState.CHOOSING else replace(after, choose_by=None)


def seen(ticket: Ticket, step_: int, field: str = "seen_step") -> None:
    """CaseChanged, if the case has moved on since staff saw it at this step."""
    if ticket.step != step_:
        raise CaseChanged(field=field, step=ticket.step, by=ticket.stepped_by)


def _check_not_held(ticket: Ticket) -> None:
    """Nothing is given, refused or settled before the look that it waits for (G11)."""
    if ticket.hold is not None:
        raise CaseHeld


def _allow(ticket: Ticket, name: str) -> None:
    if ticket.state not in _STEPS[name]:
        message = f"a ticket that is {ticket.state} cannot {name}"
        raise TicketNotOpen(message, state=ticket.state)
