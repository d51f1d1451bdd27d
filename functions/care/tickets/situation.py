"""C6: what a talk about a case is about. The gravest goes first; pure."""

from care.policy.model import ReasonClass
from care.scripts.model import Situation
from care.tickets.model import Ticket, TicketKind, TicketState

__all__ = ["situation_of"]

_BY_CLASS = {
    ReasonClass.QUALITY: Situation.QUALITY,
    ReasonClass.NO_REASON: Situation.NO_REASON,
    ReasonClass.FOOD_SAFETY: Situation.FOOD_SAFETY,
}


def situation_of(ticket: Ticket, reason_class: ReasonClass | None) -> Situation:
    """`reason_class` None: the case is about no reason of a member's."""
    if reason_class is ReasonClass.FOOD_SAFETY:
        return Situation.FOOD_SAFETY
    if ticket.state is TicketState.IN_REVIEW and ticket.remedy is not None:  # what it pays went wrong
        return Situation.PAYOUT_FAILED
    if ticket.open and any(clock.breached_at for clock in ticket.clocks):
        return Situation.DELAY
    if ticket.open and ticket.round > 0:
        return Situation.STILL_NOT
    if ticket.kind is TicketKind.CARE:
        return Situation.LOW_SCORE
    return _BY_CLASS[reason_class or ReasonClass.QUALITY]
