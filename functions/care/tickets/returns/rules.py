"""What becomes of goods that are handed in, and how long they are awaited (G10). Pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto

from care.accounts.rules import MOST_QUANTITY
from care.kernel.errors import BadInput
from care.kernel.settings import Settings
from care.tickets.model import Ticket, TicketState
from care.tickets.returns.errors import SlipUsed, SlipVoid
from care.tickets.returns.figures import REMIND_HOURS, SLIP_DAYS
from care.tickets.returns.model import Receipt, ReturnCondition, Slip, SlipState

__all__ = [
    "Course",
    "awaits",
    "called_off",
    "check_count",
    "check_receipt",
    "check_wanted",
    "course_of",
    "expiry",
    "received",
    "reminder",
]


class Course(Enum):
    """What handing in leads to."""

    PAY = auto()
    """All as promised."""
    LOOK = auto()
    """Other goods than promised, or another number: a person decides anew."""
    LATE = auto()
    """They are not awaited any more; but they are here, so a person looks at it."""


def expiry(now: datetime, settings: Settings) -> datetime:
    return now + timedelta(days=settings.of(SLIP_DAYS))


def reminder(slip: Slip, settings: Settings) -> datetime | None:
    """When the member is reminded; None where the slip is made later than that."""
    at = slip.expires_at - timedelta(hours=settings.of(REMIND_HOURS))
    return at if at > slip.made_at else None


def awaits(slip: Slip, ticket: Ticket) -> bool:
    """Whether the ticket still waits for the goods of this slip."""
    return slip.state is SlipState.OPEN and ticket.state is TicketState.RETURNING and ticket.round == slip.round


def check_receipt(receipt: Receipt) -> None:
    """BadInput for a number of goods that nobody can hand in."""
    if isinstance(receipt.quantity, bool) or not 1 <= receipt.quantity <= MOST_QUANTITY:
        raise BadInput(f"quantity must be from 1 to {MOST_QUANTITY}", field="quantity", low=1, high=MOST_QUANTITY)


def course_of(slip: Slip, ticket: Ticket, receipt: Receipt) -> Course:
    """SlipUsed for goods that were handed in before."""
    if slip.state is SlipState.HANDED_IN:
        raise SlipUsed(field="code", at=slip.handed_in_at.isoformat() if slip.handed_in_at else "")
    if not awaits(slip, ticket):
        return Course.LATE
    as_promised = (receipt.quantity, receipt.condition) == (slip.quantity, ReturnCondition.AS_EXPECTED)
    return Course.PAY if as_promised else Course.LOOK


def check_count(slip: Slip, receipt: Receipt) -> None:
    """BadInput for more than the slip is for: a slip of the finger at the counter uses nothing up."""
    if slip.state is not SlipState.HANDED_IN and receipt.quantity > slip.quantity:
        message = f"the slip is for {slip.quantity}: quantity must be from 1 to {slip.quantity}"
        raise BadInput(message, field="quantity", low=1, high=slip.quantity)


def check_wanted(slip: Slip, ticket: Ticket) -> None:
    """SlipVoid, where the member changed their mind: nobody should take the goods from them."""
    if slip.state is SlipState.VOID and ticket.state is TicketState.WITHDRAWN:
        raise SlipVoid(field="code")


def received(slip: Slip, receipt: Receipt, course: Course) -> Slip:
    return replace(
        slip,
        state=SlipState.HANDED_IN,
        handed_in_at=receipt.at,
        handed_in_by=receipt.by.name,
        came=receipt.quantity,
        condition=receipt.condition,
        late=course is Course.LATE,
    )


def called_off(slip: Slip | None) -> Slip | None:
    """The slip, void; None where it is not open any more, or there is none."""
    return replace(slip, state=SlipState.VOID) if slip and slip.state is SlipState.OPEN else None
