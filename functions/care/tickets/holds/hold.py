"""G11: the score speaks for a closer look: nothing is paid or offered by itself until a person has looked.

To the member it is a review as any other: the same entry, message and promise. What only staff read stands in the inner
timeline and on the ticket. Danger is never held; eligibility, before the tap, knows no score.
"""

from dataclasses import replace

from care.kernel.work import Batch
from care.policy.model import ReasonClass
from care.tickets import lifecycle, timeline
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk
from care.tickets.holds.model import Hold, KeptBack
from care.tickets.inner import InnerEntry, InnerKind, inner_entry
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.offers import Offer
from care.tickets.timeline import SYSTEM, Entry, EntryKind
from care.trust.model import Assessment

__all__ = ["hold_application", "hold_case", "must_hold"]

IN_REVIEW = "IN_REVIEW"


def must_hold(ticket: Ticket, assessment: Assessment | None, reason_class: ReasonClass | None) -> bool:
    """Whether a person must look at an application first: once a ticket, and never at what may be dangerous."""
    if assessment is None or not assessment.hold or reason_class in {None, ReasonClass.FOOD_SAFETY}:
        return False
    waits = ticket.kind is TicketKind.CLAIM and ticket.undecided and ticket.remedy is None
    return waits and ticket.hold is None and ticket.held_once is None


def hold_application(
    desk: Desk, batch: Batch, ticket: Ticket, offer: Offer, assessment: Assessment, *, pays: bool
) -> Ticket:
    """A case that is opened held. `offer` would have been paid at once, or would be the menu's default."""
    kept = KeptBack.PAYMENT if pays else KeptBack.MENU
    held = replace(ticket, default_remedy=offer.remedy, hold=_hold(desk, assessment, kept, offer.remedy))
    return _review(desk, batch, held, ticket.last_entry)


def hold_case(desk: Desk, batch: Batch, ticket: Ticket, assessment: Assessment, *lines: Entry) -> Ticket:
    """A case that is open already. `lines` are what has just happened to it, where it is not written yet."""
    remedy = ticket.default_remedy or ""
    if ticket.state is TicketState.CHOOSING:
        held = replace(ticket, hold=_hold(desk, assessment, KeptBack.MENU, remedy))
        return _review(desk, batch, held, *lines)
    held = lifecycle.step(ticket, hold=_hold(desk, assessment, KeptBack.NOTHING, remedy))
    return desk.write(batch, held, *lines, inner=[_line(desk, held)])


def _review(desk: Desk, batch: Batch, held: Ticket, *lines: Entry) -> Ticket:
    now = desk.clock.now()
    made = timeline.entry(held.id, held.round, EntryKind.REVIEW_NEEDED, SYSTEM, now, note=IN_REVIEW)
    written = desk.write(batch, lifecycle.review(held, made), *lines, made, inner=[_line(desk, held)])
    desk.tell(batch, written, "ticket_opened", promise=promised(written, now))
    return written


def _hold(desk: Desk, assessment: Assessment, kept: KeptBack, remedy: str) -> Hold:
    score, reasons = assessment.score, assessment.reasons
    return Hold(since=desk.clock.now(), score=score, reasons=reasons, kept=kept, remedy=remedy)


def _line(desk: Desk, ticket: Ticket) -> InnerEntry:
    hold = ticket.hold
    note = " ".join((str(hold.score), *(each.signal for each in hold.reasons))) if hold else None
    return inner_entry(ticket, InnerKind.HELD, SYSTEM, desk.clock.now(), cause=str(ticket.round), note=note)
