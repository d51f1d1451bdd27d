"""What every use case of this domain works with, and what all of them do: write a step, tell the member."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from care.accounts.service import Accounts
from care.contact.model import Notice
from care.contact.service import Contact
from care.dynamo.requests import Requests
from care.dynamo.storage import Storage
from care.hours.service import ServiceHours
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock, in_words
from care.kernel.errors import NotFound
from care.kernel.money import portion
from care.kernel.settings import Settings
from care.kernel.signing import Sealer
from care.kernel.work import Batch, UnitOfWork
from care.members.model import Purpose
from care.policy.service import Policies
from care.scripts.service import Library
from care.staff.service import Directory
from care.tickets.assignment import counted, with_somebody
from care.tickets.authority.store import supersede
from care.tickets.clocks.agenda import upcoming
from care.tickets.clocks.follow import follow
from care.tickets.clocks.promise_counts import promises
from care.tickets.clocks.red_alert import push_alert, speaks_of_alert
from care.tickets.clocks.rules import Terms
from care.tickets.deadlines.answer_by import kept
from care.tickets.deadlines.own_rule import rule_of
from care.tickets.inner import InnerEntry
from care.tickets.model import Ticket, TicketKind
from care.tickets.store import ticket_at, write_entry, write_ticket
from care.tickets.teamwork.echo import facts_of, shown_on_parent
from care.tickets.teamwork.store import write_inner
from care.tickets.timeline import Entry

__all__ = ["MOST_GOODS", "Desk", "acted", "in_words"]

MOST_GOODS = 40
"""Characters of a line's name that a message quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The collaborators of the use cases."""

    storage: Storage
    uow: UnitOfWork
    clock: Clock
    requests: Requests
    policies: Policies
    settings: Callable[[], Settings]
    hours: ServiceHours
    directory: Directory
    accounts: Accounts
    contact: Contact
    library: Library
    sealer: Sealer
    codes: Sealer
    """Makes the codes of slips (G10)."""

    def ticket(self, ticket_id: str) -> Ticket:
        """Read consistently; NotFound if there is none."""
        shelf, key = ticket_at(ticket_id)
        ticket: Ticket | None = self.storage.get(shelf, key)
        if ticket is None:
            raise NotFound(field="ticket_id")
        return ticket

    def terms(self) -> Terms:
        """What the clocks count by now (G7)."""
        return Terms(calendar=self.hours.current(), settings=self.settings())

    def write(self, batch: Batch, ticket: Ticket, *entries: Entry, inner: Sequence[InnerEntry] = ()) -> Ticket:
        """A step of the ticket with its timeline, and what it does to its clocks: the ticket as it is written.

        `inner` are lines that only staff read; where they come alone, the public timeline says nothing.
        """
        lines = entries or (() if inner else (ticket.last_entry,))
        now, terms = self.clock.now(), self.terms()
        ticket = _without_approval(batch, ticket)
        timed, due = kept(follow(ticket, (*lines, *inner), now, terms), now, lambda: self._hours(ticket))
        timed, moved = counted(with_somebody(self, timed), now)
        batch.add(write_ticket(timed), *(write_entry(each) for each in lines))
        batch.add(*(write_inner(each) for each in (*inner, *shown_on_parent(timed, lines))))
        push_alert(self, batch, ticket, timed, lines)
        batch.plan(*moved, *due, *upcoming(ticket, timed, now, terms), *facts_of(timed, (*lines, *inner), now))
        batch.plan(*promises(timed, ticket.clocks, now))
        return timed

    def _hours(self, ticket: Ticket) -> int | None:
        """What the ticket's own rule gives staff to answer; None where no rule judged it."""
        rule = rule_of(ticket, self.policies.version(ticket.policy_version or 0))
        return rule.answer_within_hours if rule else None

    def tell(
        self,
        batch: Batch,
        ticket: Ticket,
        template: str,
        until: datetime | None = None,
        /,
        *,
        cause: str = "",
        **params: str,
    ) -> None:
        """One notice to the member for each (ticket, round, template, cause), of no use after `until`.

        Only of their own claim: a case that the system opened for a person is not theirs to see.
        """
        if ticket.kind is not TicketKind.CLAIM:
            return
        notice = Notice(
            key=f"{template}:{ticket.id}:{ticket.round}:{cause}",
            member_id=ticket.member_id,
            template=template,
            params={"goods": ticket.title[:MOST_GOODS], **params},
            purpose=Purpose.SERVICE,
            answers=ticket.acted_at,
            useless_after=until,
            about=ticket.id,
            segment=ticket.facts.segment if ticket.facts else None,
            belongs_to_alert=ticket.id if speaks_of_alert(ticket) else "",
        )
        self.contact.notify(batch, notice)

    def announce(self, batch: Batch, kind: str, ticket: Ticket, **more: str) -> None:
        """Commit a past-tense fact, for whoever reacts to it (handlers/reactions.py)."""
        payload: dict[str, str | int] = {
            "member_id": ticket.member_id,
            "kind": ticket.kind,
            "round": ticket.round,
            "title": ticket.title,
            "order_id": ticket.order_id or "",
            "asked_fen": _asked(ticket),
            **more,
        }
        now = self.clock.now()
        batch.plan(
            AgendaItem(lane=Lane.NOW, kind=kind, due=now, subject=ticket.id, generation=ticket.round, payload=payload)
        )


def _without_approval(batch: Batch, ticket: Ticket) -> Ticket:
    """Whatever decides or ends a case makes the approval that it waits for void (G5)."""
    if ticket.approval_nth is None or (ticket.undecided and ticket.remedy is None):
        return ticket
    batch.add(supersede(ticket.id, ticket.approval_nth))
    return replace(ticket, approval_nth=None)


def acted(ticket: Ticket, at: datetime) -> Ticket:
    """The member has just done something."""
    return replace(ticket, acted_at=at)


def _asked(ticket: Ticket) -> int:
    """What was paid for the goods that the case is about, in fen."""
    facts = ticket.facts
    return portion(facts.paid_fen, facts.claimed_quantity, facts.quantity) if facts and facts.quantity else 0
