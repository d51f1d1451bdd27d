"""G4: what has no room under caps and budgets is not refused: the case goes to a person, who sees what was chosen."""

from dataclasses import replace

from care.accounts.errors import CapReached, Exhausted
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk
from care.tickets.model import Ticket
from care.tickets.offers import Offer
from care.tickets.timeline import SYSTEM, Entry, EntryKind

__all__ = ["hand_over"]


def hand_over(
    desk: Desk, batch: Batch, ticket: Ticket, offer: Offer, stop: Exhausted | CapReached, *, opened: Entry | None = None
) -> Ticket:
    """The ticket on a person's desk; `opened` is its first entry, where it is opened by this.

    The note names what has no room, then the remedy that was to be given: if nobody answers in time, it will be (G7).
    """
    now = desk.clock.now()
    note = f"{stop.note} {offer.remedy}"
    made = timeline.entry(ticket.id, ticket.round, EntryKind.REVIEW_NEEDED, SYSTEM, now, note=note)
    asked = replace(lifecycle.review(ticket, made), default_remedy=offer.remedy)
    handed = desk.write(batch, asked, *([opened, made] if opened else []))
    desk.tell(batch, handed, "ticket_opened", promise=promised(handed, now))
    desk.accounts.report(batch, stop)
    return handed
