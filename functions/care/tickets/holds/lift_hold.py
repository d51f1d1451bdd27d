"""G11: a person has looked and finds nothing: what was kept back is given at once, with an apology on top.

The member's standing gets a voucher in the same transaction, so that the same reasons do not hold them again. It is the
policy that gives, not the person: its caps and budgets hold, no authority is used. What has no room, or cannot be given
any more, is decided by hand.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from care.accounts.errors import CapReached, Exhausted
from care.dynamo.requests import Answer, Request
from care.dynamo.storage import Found
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import in_words
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.authority.parties import check_not_own
from care.tickets.authority.reading import BoughtLine, read_line, read_seat
from care.tickets.desk import Desk
from care.tickets.errors import LineCancelled
from care.tickets.few_options import longer
from care.tickets.holds.apology import with_apology
from care.tickets.holds.figures import APOLOGY_POINTS
from care.tickets.holds.model import Hold, HoldEnd, KeptBack
from care.tickets.holds.review import check_reviewer, check_why, end_hold, standing_hold
from care.tickets.inner import InnerEntry, InnerKind, inner_entry
from care.tickets.model import Choice, Ticket, TicketState
from care.tickets.offers import Offer
from care.tickets.purse import Purse, no_room, spend_by_rule
from care.tickets.rules import Verdict, judge, menu_deadline
from care.tickets.take_remedy import Bought, take_remedy, tell_taken
from care.tickets.timeline import Actor, EntryKind
from care.trust.model import Standing
from care.trust.store import standing_at
from care.trust.vouching import voucher_for

__all__ = ["lift_hold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What was kept back, as it can be given now."""

    hold: Hold
    bought: BoughtLine
    verdict: Verdict
    found: Found

    def offer(self, points: int) -> Offer | None:
        """What would have been paid at once."""
        meant = (each for each in self.verdict.menu if each.remedy == self.hold.remedy)
        return next((with_apology(each, points) for each in meant), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """Who has looked, and what they say to colleagues."""

    actor: Actor
    why: str

    def line(self, ticket: Ticket, at: datetime) -> InnerEntry:
        cause = str(ticket.round)
        return inner_entry(ticket, InnerKind.HOLD_LIFTED, self.actor, at, cause=cause, text=self.why.strip())


def lift_hold(desk: Desk, actor: Actor, ticket_id: str, seen_step: int, why: str, request: Request) -> Answer:
    """The ticket: paid, with its menu, or in review. Three reads.

    NotHeld, OwnCase, BeyondAuthority, CaseChanged.
    """

    def decide(batch: Batch) -> Ticket:
        seat = read_seat(desk, ticket_id, actor)
        ticket, now = seat.ticket, desk.clock.now()
        check_not_own(ticket, actor, seat.member)
        check_reviewer(seat.member, desk.settings())
        hold = standing_hold(ticket)
        lifecycle.seen(ticket, seen_step)
        bought = _bought(desk, ticket, hold)
        found = _counted(desk, ticket, bought)
        standing = found.get(*standing_at(ticket.member_id)) or Standing(id=ticket.member_id)
        batch.add(voucher_for(standing, actor.id, why, now, desk.settings()))
        kept = _kept(desk, ticket, hold, bought, found)
        given = _give(desk, batch, end_hold(ticket, HoldEnd.LIFTED, actor), _Look(actor=actor, why=why), kept)
        desk.announce(batch, "hold.lifted", given)
        return given

    check_why(why)
    return desk.requests.once(request, decide)


def _bought(desk: Desk, ticket: Ticket, hold: Hold) -> BoughtLine | None:
    """None where a person decides anyway: what is cancelled, or opened again, is not paid by rule."""
    if hold.kept is KeptBack.NOTHING or ticket.round:
        return None
    try:
        return read_line(desk, ticket)
    except LineCancelled:
        return None


def _counted(desk: Desk, ticket: Ticket, bought: BoughtLine | None) -> Found:
    spend = spend_by_rule(desk, bought.order, bought.line) if bought else None
    return desk.storage.fetch([standing_at(ticket.member_id), *(desk.accounts.wanted(spend) if spend else ())])


def _kept(desk: Desk, ticket: Ticket, hold: Hold, bought: BoughtLine | None, found: Found) -> _Kept | None:
    """Judged as of the moment when the member applied: our look has not made them late."""
    if bought is None:
        return None
    verdict = judge(bought.facts, bought.reason, bought.policy, desk.settings(), ticket.opened_at)
    return _Kept(hold=hold, bought=bought, verdict=verdict, found=found) if verdict.eligible else None


def _give(desk: Desk, batch: Batch, lifted: Ticket, look: _Look, kept: _Kept | None) -> Ticket:
    if kept is None:
        return _leave(desk, batch, lifted, look)
    if kept.hold.kept is KeptBack.MENU:
        return _open_menu(desk, batch, lifted, look, kept)
    spend = spend_by_rule(desk, kept.bought.order, kept.bought.line)
    purse = Purse(spend=spend, found=kept.found)
    offer = kept.offer(desk.settings().of(APOLOGY_POINTS))
    stop = no_room(desk, purse, offer) if offer else None
    if offer is None or stop is not None:
        return _leave(desk, batch, lifted, look, stop)
    return _pay(desk, batch, lifted, look, offer, kept.bought, purse)


def _leave(desk: Desk, batch: Batch, lifted: Ticket, look: _Look, stop: Exhausted | CapReached | None = None) -> Ticket:
    """A person decides it, as any other case in review."""
    if stop is not None:
        desk.accounts.report(batch, stop)
    return desk.write(batch, lifted, inner=[look.line(lifted, desk.clock.now())])


def _open_menu(desk: Desk, batch: Batch, lifted: Ticket, look: _Look, kept: _Kept) -> Ticket:
    """The menu that was promised, or would have been, with its whole time from now on (C1)."""
    points, now = desk.settings().of(APOLOGY_POINTS), desk.clock.now()
    choose_by = menu_deadline(kept.verdict.rule, now)
    if lifted.facts is not None:
        choose_by += longer(lifted.facts, desk.settings())
    promised = lifted.menu or kept.verdict.menu
    menu = tuple(replace(with_apology(each, points), expires_at=choose_by) for each in promised)
    default = next((each for each in menu if each.remedy == kept.hold.remedy), menu[0])
    opened = replace(lifted, state=TicketState.CHOOSING, menu=menu, choose_by=choose_by, default_remedy=default.remedy)
    opened = desk.write(batch, opened, inner=[look.line(opened, now)])
    due = AgendaItem(lane=Lane.CLOCKS, kind="menu.default", due=choose_by, subject=opened.id, part="lifted")
    batch.plan(replace(due, generation=opened.round))
    desk.tell(batch, opened, "waited_menu", choose_by, deadline=in_words(choose_by), remedy=default.title)
    return opened


def _pay(
    desk: Desk,
    batch: Batch,
    lifted: Ticket,
    look: _Look,
    offer: Offer,
    line: BoughtLine,
    purse: Purse,
) -> Ticket:
    made = timeline.entry(lifted.id, lifted.round, EntryKind.CHOSEN, look.actor, desk.clock.now(), note=offer.remedy)
    bought = Bought(order=line.order, line=line.line, purse=purse)
    paid = take_remedy(desk, batch, lifted, offer, Choice.STAFF, made, bought)
    paid = desk.write(batch, paid, made, inner=[look.line(lifted, desk.clock.now())])
    tell_taken(desk, batch, paid, offer, "waited_paid")
    return paid
