"""The clocks follow the timeline (G7): what each kind of entry does to them stands in one table. Pure.

No use case starts or stops a clock by itself: whoever writes a step of a ticket (Desk.write) moves its clocks.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from typing import Any

from care.tickets.clocks import rules
from care.tickets.clocks.model import SlaClass, SlaStep
from care.tickets.clocks.rules import Terms
from care.tickets.clocks.targets import targets_of
from care.tickets.inner import InnerEntry, InnerKind
from care.tickets.model import Choice, Ticket, TicketKind, TicketState
from care.tickets.timeline import Entry, EntryKind

__all__ = ["follow", "human"]

Line = Entry | InnerEntry
_WORDS = frozenset({SlaStep.FIRST_REPLY, SlaStep.FIRST_OPINION})
"""What a person's words meet."""
_DONE = frozenset({SlaStep.ANSWER, SlaStep.REMEDY})
"""What the end of the work meets."""
_OUTLAST = frozenset({SlaClass.INQUIRY, SlaClass.RED_ALERT})
"""What money alone does not settle: a question, and a danger that no person has looked at."""
_TALK = frozenset({SlaStep.FIRST_REPLY, SlaStep.ANSWER})


def follow(ticket: Ticket, entries: Sequence[Line], at: datetime, terms: Terms) -> Ticket:
    """The ticket with its clocks as they are after `entries`; an entry that they have followed moves nothing."""
    for entry in entries:
        step = _TABLE.get(entry.kind)
        if step is not None and entry.id != ticket.timed_by:
            ticket = replace(step(ticket, entry, terms), timed_by=entry.id)
    return _held(_alone_or_not(ticket, at, terms), at, terms) if ticket.open else _finish(ticket, at, terms)


def human(entry: Line) -> bool:
    """Whether one of us did it: neither the member, nor a rule, nor a bot."""
    return entry.actor.partition(":")[0] == "staff"


def _open(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    """A menu that is before the member is an answer, and what the system does by itself."""
    opened = _start(ticket, entry, terms, set(SlaStep))
    return _meet(opened, {SlaStep.ANSWER, SlaStep.AUTO_ACTION}, entry, terms) if ticket.menu else opened


def _reopen(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    fresh = replace(ticket, waiting=False, clocks=rules.drop(ticket.clocks, entry.at))
    return _start(fresh, entry, terms, set(SlaStep) - {SlaStep.AUTO_ACTION})


def _choose(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    """Whoever takes a remedy answers the case. Where no agent did, none needs to reply any more. An apology ends it."""
    going = _go_on(ticket, entry, terms)
    if going.chosen_by is Choice.TIMEOUT:  # no answer of ours: late, whatever was left
        going = replace(going, clocks=rules.fail(going.clocks, lambda clock: clock.step is SlaStep.ANSWER, entry.at))
    answered = _meet(going, {SlaStep.ANSWER, SlaStep.AUTO_ACTION}, entry, terms)
    if human(entry):
        answered = _meet(answered, _WORDS, entry, terms)
    else:
        answered = replace(answered, clocks=rules.drop(answered.clocks, entry.at, lambda clock: clock.step in _TALK))
    if answered.state is TicketState.RETURNING:  # it is the member's turn
        return replace(
            answered, clocks=rules.drop(answered.clocks, entry.at, lambda clock: clock.step is SlaStep.REMEDY)
        )
    return answered if answered.open else _end(answered, entry, terms)


def _say(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    return _we_say(ticket, entry, terms) if human(entry) else _they_say(ticket, entry, terms)


def _we_say(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    """To an inquiry the reply is the answer. Where the agent asks back, the rest of the agent's clocks wait.

    What is asked while we wait already gives no more time; whoever says something else waits no longer.
    """
    inquiry = {clock.step for clock in ticket.clocks if clock.open and clock.sla_class is SlaClass.INQUIRY}
    said = _meet(ticket, _WORDS | inquiry, entry, terms)
    if not entry.asks:
        return _go_on(said, entry, terms)
    waits = said.waits + (not said.waiting)
    return replace(said, waiting=True, waits=waits, clocks=rules.pause(said.clocks, entry.at, terms))


def _they_say(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    """The clocks go on. A member to whom no word is due any more has asked something new: an inquiry."""
    going = _go_on(ticket, entry, terms)
    if going.kind is not TicketKind.CLAIM or any(clock.open and clock.step in _TALK for clock in going.clocks):
        return going
    asked = rules.start(going.clocks, targets_of([SlaClass.INQUIRY]), going.round, entry.at, terms)
    return replace(going, clocks=asked)


def _show(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    """A photo answers what the agent asked back, and asks nothing new (G8)."""
    return _go_on(ticket, entry, terms)


def _hand_over(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    """A person has it now: an answer is due, and a first word where nobody has said one in this round."""
    going = _go_on(ticket, entry, terms)
    spoken = any(
        clock.step is SlaStep.FIRST_REPLY and clock.round == going.round and clock.met_at for clock in going.clocks
    )
    own = targets_of([SlaClass.OWN_CHANNEL])
    due = [target for target in own if not (spoken and target.step is SlaStep.FIRST_REPLY)]
    return replace(going, clocks=rules.start(going.clocks, due, going.round, entry.at, terms))


def _hurry(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    """A leader speaks for the member (T1): what we waited for, we wait for still; else a person owes an answer."""
    return ticket if ticket.waiting or ticket.state is TicketState.RETURNING else _hand_over(ticket, entry, terms)


def _go_further(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    """The goods are here: now it is ours to pay, or a person's to look at them."""
    going = _go_on(ticket, entry, terms)
    if going.state is TicketState.PAYING:
        return _start(going, entry, terms, {SlaStep.REMEDY})
    return _hand_over(going, entry, terms) if going.state is TicketState.IN_REVIEW else going


def _end(ticket: Ticket, entry: Entry, terms: Terms) -> Ticket:
    """The work is done. What a member asked meanwhile is answered by a person's words only."""
    if human(entry):
        return _meet(ticket, _DONE | _WORDS, entry, terms)
    done = rules.meet(
        ticket.clocks, lambda clock: clock.step in _DONE and clock.sla_class is not SlaClass.INQUIRY, entry.at, terms
    )
    return replace(ticket, clocks=done)


def _gone(ticket: Ticket, _entry: Entry, _terms: Terms) -> Ticket:
    return ticket


def _go_on(ticket: Ticket, line: Line, terms: Terms) -> Ticket:
    if not ticket.waiting:
        return ticket
    return replace(ticket, waiting=False, clocks=rules.resume(ticket.clocks, line.at, terms))


_TABLE: Mapping[str, Callable[[Ticket, Any, Terms], Ticket]] = {
    EntryKind.OPENED: _open,
    EntryKind.REOPENED: _reopen,
    EntryKind.APPEALED: _reopen,
    EntryKind.CHOSEN: _choose,
    EntryKind.REPLIED: _say,
    EntryKind.EVIDENCE_ADDED: _show,
    EntryKind.REVIEW_NEEDED: _hand_over,
    EntryKind.ESCALATED: _hurry,
    EntryKind.GOODS_RETURNED: _go_further,
    EntryKind.RETURN_EXPIRED: _hand_over,
    EntryKind.RETURN_CALLED_OFF: _hand_over,
    EntryKind.PAYOUT_FAILED: _hand_over,
    EntryKind.PAYOUT_UNANSWERED: _hand_over,
    EntryKind.PAYOUT_GIVEN_UP: _hand_over,
    EntryKind.PAYOUT_REVERSED: _hand_over,
    EntryKind.SETTLED: _end,
    EntryKind.RESOLVED: _end,
    EntryKind.REFUSED: _end,
    EntryKind.WITHDRAWN: _gone,
    EntryKind.CLOSED: _gone,
    InnerKind.WAIT_ENDED: _go_on,
}
"""No kind of the one timeline is called as one of the other."""


def _finish(ticket: Ticket, at: datetime, terms: Terms) -> Ticket:
    """A case that has ended keeps no clock but those that outlast it. A red alert is over once a person has looked."""
    asked = ticket.state is TicketState.RESOLVED
    clocks = rules.drop(ticket.clocks, at, lambda clock: not (asked and clock.sla_class in _OUTLAST))
    if not any(clock.open and clock.step is SlaStep.FIRST_OPINION for clock in clocks):
        clocks = rules.meet(clocks, lambda clock: clock.step is SlaStep.CLOSED_BY, at, terms)
    return replace(ticket, clocks=clocks, waiting=ticket.waiting and asked)


def _alone_or_not(ticket: Ticket, at: datetime, terms: Terms) -> Ticket:
    """A case that follows another is spoken to on that one, as long as another clock of its own is open. Else one that
    a person has owes an answer.
    """
    if ticket.parent_id and (ticket.state is not TicketState.IN_REVIEW or _timed(ticket)):
        return replace(ticket, clocks=rules.drop(ticket.clocks, at, lambda clock: clock.step in _TALK))
    if ticket.state is not TicketState.IN_REVIEW:
        return ticket
    answer = [target for target in targets_of([SlaClass.OWN_CHANNEL]) if target.step is SlaStep.ANSWER]
    return replace(ticket, clocks=rules.start(ticket.clocks, answer, ticket.round, at, terms))


def _timed(ticket: Ticket) -> bool:
    """Whether it has a clock open besides those of a talk."""
    return any(clock.open and clock.step not in _TALK for clock in ticket.clocks)


def _held(ticket: Ticket, at: datetime, terms: Terms) -> Ticket:
    """A hold is looked at in a time of its own, whatever the member was asked; the look ends it (G11)."""
    if ticket.hold is None:
        return replace(
            ticket, clocks=rules.meet(ticket.clocks, lambda clock: clock.step is SlaStep.HOLD_REVIEW, at, terms)
        )
    return replace(ticket, clocks=rules.start(ticket.clocks, targets_of([SlaClass.HOLD]), ticket.round, at, terms))


def _start(ticket: Ticket, entry: Entry, terms: Terms, steps: AbstractSet[SlaStep]) -> Ticket:
    classes = ticket.sla_classes or (SlaClass.OWN_CHANNEL,)
    targets = [target for target in targets_of(classes) if target.step in steps]
    return replace(ticket, clocks=rules.start(ticket.clocks, targets, ticket.round, entry.at, terms))


def _meet(ticket: Ticket, steps: AbstractSet[SlaStep], entry: Entry, terms: Terms) -> Ticket:
    return replace(ticket, clocks=rules.meet(ticket.clocks, lambda clock: clock.step in steps, entry.at, terms))
