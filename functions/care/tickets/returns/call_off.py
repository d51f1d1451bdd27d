"""G10: goods that are awaited no more: the mall has cancelled the line, or given its money back by itself."""

from collections.abc import Sequence

from care.accounts.model import Payout, PayoutKind, PayoutState
from care.kernel.work import Batch
from care.staff.notices import notify_staff
from care.tickets import timeline
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk
from care.tickets.lapse import lapse
from care.tickets.model import Ticket
from care.tickets.returns.rules import called_off
from care.tickets.returns.store import slip_at
from care.tickets.timeline import SYSTEM, EntryKind

__all__ = ["call_off"]


def call_off(desk: Desk, batch: Batch, tickets: Sequence[Ticket], why: str) -> int:
    """Tickets that are RETURNING go to a person; fen of their lines that are not promised any more. Two reads."""
    if not tickets:
        return 0
    payouts = desk.accounts.payouts_of_many(ticket.source for ticket in tickets)
    slips = desk.storage.fetch([slip_at(ticket.slip) for ticket in tickets if ticket.slip])
    for ticket in tickets:
        made = timeline.entry(
            ticket.id, ticket.round, EntryKind.RETURN_CALLED_OFF, SYSTEM, desk.clock.now(), cause=why, note=why
        )
        slip = called_off(slips.get(*slip_at(ticket.slip))) if ticket.slip else None
        _tell(desk, batch, lapse(desk, batch, ticket, made, why, payouts[ticket.source], slip))
    return sum(each.amount_fen for some in payouts.values() for each in some if _frees(each))


def _frees(payout: Payout) -> bool:
    return payout.state is PayoutState.WAITING and payout.kind is PayoutKind.REFUND


def _tell(desk: Desk, batch: Batch, ticket: Ticket) -> None:
    now = desk.clock.now()
    notify_staff(batch, [ticket.assignee], "return_called_off", at=now, about=ticket.id, params={"title": ticket.title})
    desk.tell(batch, ticket, "return_called_off", promise=promised(ticket, now))
