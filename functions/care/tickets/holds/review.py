"""Who may look at a hold, and how a look ends (G11). Pure."""

from dataclasses import replace

from care.kernel.errors import BadInput
from care.kernel.settings import Settings
from care.staff.model import Role, StaffMember
from care.tickets import lifecycle
from care.tickets.authority.errors import BeyondAuthority
from care.tickets.holds.errors import NotHeld
from care.tickets.holds.figures import REVIEW_LEVEL
from care.tickets.holds.model import Hold, HoldEnd
from care.tickets.model import Ticket, TicketState
from care.tickets.timeline import Actor

__all__ = ["check_reviewer", "check_why", "end_hold", "standing_hold"]

LEVEL = "HOLD_REVIEW_LEVEL"
_LONGEST_WHY = 200


def check_reviewer(member: StaffMember | None, settings: Settings) -> None:
    """Managers, and agents whom the directory gives the level; else BeyondAuthority."""
    if member is not None and Role.MANAGER in member.roles:
        return
    if member is None or not member.roles or member.level < settings.of(REVIEW_LEVEL):
        raise BeyondAuthority(field="ticket_id", why=LEVEL)


def check_why(why: str) -> None:
    if not 0 < len(why.strip()) <= _LONGEST_WHY:
        raise BadInput(f"a reason of 1 to {_LONGEST_WHY} characters is needed", field="why", most=_LONGEST_WHY)


def standing_hold(ticket: Ticket) -> Hold:
    """The hold that waits for a look; NotHeld."""
    if ticket.hold is None or ticket.state is not TicketState.IN_REVIEW:
        raise NotHeld(field="ticket_id")
    return ticket.hold


def end_hold(ticket: Ticket, how: HoldEnd, by: Actor) -> Ticket:
    """A person has looked; what they lift is cleared with the photos that it had by then."""
    cleared = ticket.evidence if how is HoldEnd.LIFTED else ()
    return replace(lifecycle.step(ticket, hold=None, held_once=how, cleared=cleared), stepped_by=by.name)
