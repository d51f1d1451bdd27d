"""A promise that will not be kept whole lapses: what of it was not paid is owed no more, and a person decides anew.

Given up by staff, taken back by the mall, goods that never came, a slip that is void: all take this one step.
"""

from collections.abc import Sequence
from dataclasses import replace

from care.accounts.cost import cost_fen
from care.accounts.model import Payout, PayoutState
from care.kernel.work import Batch
from care.tickets import lifecycle
from care.tickets.desk import Desk
from care.tickets.model import Ticket
from care.tickets.returns.model import Slip
from care.tickets.returns.rules import called_off
from care.tickets.returns.store import end_slip, slip_at
from care.tickets.timeline import Entry

__all__ = ["can_lapse", "lapse", "not_given", "void_slip"]


def can_lapse(payouts: Sequence[Payout]) -> bool:
    """Not as long as the mall may pay some of it: a round has ended before the next one pays."""
    return all(payout.state is not PayoutState.PENDING for payout in payouts)


def lapse(
    desk: Desk,
    batch: Batch,
    ticket: Ticket,
    made: Entry,
    why: str,
    payouts: Sequence[Payout],
    slip: Slip | None = None,
) -> Ticket:
    """The ticket on a person's desk, in a new round. `payouts` are the round's, none of which is PENDING; `slip` is its
    slip as it ends by this, if one does. The caller tells the member.
    """
    desk.accounts.let_go(batch, payouts, why)
    if slip:
        batch.add(end_slip(slip))
    return desk.write(batch, not_given(desk, lifecycle.lapse(ticket, made), payouts))


def not_given(desk: Desk, ticket: Ticket, payouts: Sequence[Payout]) -> Ticket:
    """What was promised and has not come was not given: it counts no more for what a case may bring (G5)."""
    gone = cost_fen((each for each in payouts if each.state is not PayoutState.PAID), desk.settings())
    return replace(ticket, given_fen=max(0, ticket.given_fen - gone))


def void_slip(desk: Desk, ticket: Ticket) -> Slip | None:
    """The slip that the ticket waits under, void: as it ends by anything but handing in and expiry."""
    found: Slip | None = desk.storage.get(*slip_at(ticket.slip)) if ticket.slip else None
    return called_off(found)
