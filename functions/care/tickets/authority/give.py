"""G5: somebody gives a remedy: by their own authority at once, or a manager is asked. Every use is on record."""

from dataclasses import dataclass, replace
from datetime import timedelta

from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.authority.ask_approval import Asking, ask_approval
from care.tickets.authority.limits import Authority
from care.tickets.authority.model import Approval
from care.tickets.authority.store import Use, write_use
from care.tickets.authority.weigh import Weighed, unbound, why_ask
from care.tickets.authority.wishes import Against
from care.tickets.deadlines.figures import APPEAL_DAYS
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Choice, Ticket
from care.tickets.take_remedy import take_remedy, tell_taken
from care.tickets.timeline import Actor, Entry, EntryKind

__all__ = ["Decided", "Terms", "give", "pay"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A case after somebody's decision; `approval` where a manager has been asked."""

    ticket: Ticket
    approval: Approval | None = None

    @property
    def id(self) -> str:
        return self.ticket.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How something is given. `opened`: the entries of a ticket that is opened by this."""

    by: Choice
    words: str
    """What the member reads."""
    override_reason: str | None = None
    before: Approval | None = None
    """The ticket's last approval."""
    opened: tuple[Entry, ...] = ()


def give(desk: Desk, batch: Batch, ticket: Ticket, weighed: Weighed, authority: Authority, terms: Terms) -> Decided:
    """AlreadyDecided, TicketNotOpen, OverrideReasonRequired, AskedTooOften."""
    lifecycle.check_open_to_decide(ticket)
    why = why_ask(weighed, authority, terms.override_reason)
    if why:
        return _ask(desk, batch, ticket, weighed, authority, terms, why)
    bought = unbound(weighed, over=False) if authority.manages else weighed.bought
    use = Use(
        by=authority.actor.name,
        at=desk.clock.now(),
        ticket_id=ticket.id,
        round=ticket.round,
        remedy=weighed.offer.remedy,
        cost_fen=weighed.cost_fen,
        override_reason=terms.override_reason,
        passed=weighed.passed,
    )
    return Decided(ticket=pay(desk, batch, ticket, replace(weighed, bought=bought), use, terms))


def _ask(
    desk: Desk,
    batch: Batch,
    ticket: Ticket,
    weighed: Weighed,
    authority: Authority,
    terms: Terms,
    why: tuple[str, ...],
) -> Decided:
    """A manager is asked; operators learn of a budget that has no room."""
    asking = Asking(
        actor=authority.actor,
        weighed=weighed,
        why=why,
        words=terms.words,
        override_reason=terms.override_reason,
    )
    asked, approval = ask_approval(desk, batch, ticket, terms.before, asking, *terms.opened)
    for stop in weighed.wide:
        desk.accounts.report(batch, stop)
    return Decided(ticket=asked, approval=approval)


def pay(desk: Desk, batch: Batch, ticket: Ticket, weighed: Weighed, use: Use, terms: Terms) -> Ticket:
    """The ticket after the remedy was taken by the authority of `use`. Less than the rule gives can be appealed."""
    role, _, id_ = use.by.partition(":")
    actor, offer = Actor(role=role, id=id_), weighed.offer
    text, note = terms.words or None, offer.remedy
    made = timeline.entry(ticket.id, ticket.round, EntryKind.CHOSEN, actor, use.at, text=text, note=note)
    approved = f" by approval:{ticket.id}:{ticket.asked_nth}" if use.asked_by else ""
    bought = replace(weighed.bought, authorised_by=f"{use.by}{approved}")
    chosen = take_remedy(desk, batch, ticket, offer, terms.by, made, bought)
    if Against.LESS in use.passed:
        until = None if ticket.appealed_at else use.at + timedelta(days=desk.settings().of(APPEAL_DAYS))
        chosen = lifecycle.give_less(chosen, use.at, use.by, use.asked_by, until)
    batch.add(write_use(use))
    line = inner_entry(
        ticket,
        InnerKind.APPROVED if use.asked_by else InnerKind.GIVEN,
        actor,
        use.at,
        cause=f"{ticket.round}:{ticket.asked_nth}",
        text=use.override_reason,
        note=" ".join((offer.remedy, str(use.cost_fen), *use.passed)),
    )
    chosen = desk.write(batch, chosen, *terms.opened, made, inner=[line])
    tell_taken(desk, batch, chosen, offer)
    return chosen
