"""The ticket's state machine (G6), drawn in docs/architecture.md. Pure: each step takes a ticket and gives the next.

    CHOOSING ──choose──▶ PAYING ──settle──▶ RESOLVED ──close──▶ CLOSED
        │  ╲               │ ▲                 │                  │
        │   ╲──review──▶ IN_REVIEW ──resolve──▶╯ ◀────reopen──────╯   IN_REVIEW ──decide──▶ PAYING
        ╰──withdraw──▶ WITHDRAWN ──reopen──▶ IN_REVIEW

A claim is never closed but from RESOLVED, and by the member's word or by silence after the closure check (P7).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from care.kernel.clock import stamp
from care.kernel.ids import derived_id
from care.tickets.errors import AlreadyDecided, CaseChanged, ReopenTooLate, TicketNotOpen
from care.tickets.model import Actor, Choice, Entry, EntryKind, Outcome, Ticket, TicketState
from care.tickets.offers import Offer

__all__ = [
    "choose",
    "close",
    "entry",
    "follow",
    "merge",
    "note",
    "renew",
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
    "renew": {TicketState.PAYING, TicketState.IN_REVIEW},
    "settle": {TicketState.PAYING, TicketState.IN_REVIEW},
    "resolve": {TicketState.IN_REVIEW},
    "withdraw": {TicketState.CHOOSING, TicketState.IN_REVIEW},
    "reopen": {TicketState.RESOLVED, TicketState.CLOSED, TicketState.WITHDRAWN},
    "close": {TicketState.RESOLVED},
    "merge": {TicketState.CHOOSING, TicketState.IN_REVIEW},
    "unmerge": {TicketState.CHOOSING, TicketState.IN_REVIEW, TicketState.PAYING},
    "follow": {TicketState.CHOOSING, TicketState.IN_REVIEW},
}


def entry(  # noqa: PLR0913 - the columns of a timeline
    ticket_id: str,
    round_: int,
    kind: EntryKind,
    actor: Actor,
    at: datetime,
    *,
    cause: str = "",
    text: str | None = None,
    note: str | None = None,
) -> Entry:
    """A line of the timeline; its id is derived from what it records, so that a retry writes the same line."""
    return Entry(
        id=derived_id(ticket_id, round_, kind, cause or stamp(at)),
        ticket_id=ticket_id,
        at=at,
        kind=kind,
        actor=actor.name,
        round=round_,
        text=text,
        note=note,
    )


def choose(ticket: Ticket, offer: Offer, by: Choice, made: Entry) -> Ticket:
    """Take a remedy: once a round, whoever takes it. What a person has on the desk is decided by staff alone."""
    if ticket.remedy is not None:
        raise AlreadyDecided(remedy=ticket.remedy)
    _allow(ticket, "decide" if by is Choice.STAFF else "choose")
    return step(ticket, made, state=TicketState.PAYING, remedy=offer.remedy, remedy_title=offer.title, chosen_by=by)


def settle(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """All that the remedy promised has been confirmed."""
    _allow(ticket, "settle")
    return step(ticket, made, state=TicketState.RESOLVED, resolved_at=at, outcome=Outcome.PAID)


def review(ticket: Ticket, made: Entry) -> Ticket:
    """Hand the case to a person, before others."""
    _allow(ticket, "review")
    return step(ticket, made, state=TicketState.IN_REVIEW, priority=ticket.priority.raised)


def resolve(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """An agent has put it right without a payout."""
    if ticket.remedy is not None:
        raise AlreadyDecided(remedy=ticket.remedy)
    _allow(ticket, "resolve")
    return step(ticket, made, state=TicketState.RESOLVED, resolved_at=at, outcome=Outcome.WORDS)


def withdraw(ticket: Ticket, at: datetime, made: Entry) -> Ticket:
    """The member takes the application back; not once a remedy has been taken."""
    if ticket.remedy is not None:
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


def renew(ticket: Ticket, made: Entry) -> Ticket:
    """Not all that the round promised will come: a person decides anew, in a round of its own. What was paid counts."""
    _allow(ticket, "renew")
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
        choose_by=None,
        resolved_at=None,
        closed_at=None,
        outcome=None,
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
    return replace(ticket, step=ticket.step + 1, **told, **changes)  # type: ignore[arg-type]


def seen(ticket: Ticket, step_: int, field: str = "seen_step") -> None:
    """CaseChanged, if the case has moved on since staff saw it at this step."""
    if ticket.step != step_:
        raise CaseChanged(field=field, step=ticket.step, by=ticket.stepped_by)


def _allow(ticket: Ticket, name: str) -> None:
    if ticket.state not in _STEPS[name]:
        message = f"a ticket that is {ticket.state} cannot {name}"
        raise TicketNotOpen(message, state=ticket.state)
