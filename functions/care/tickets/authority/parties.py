"""G5: nobody decides, approves or refuses what is about themselves, nor what they asked for. Pure."""

from collections.abc import Iterable

from care.staff.model import StaffMember
from care.tickets.authority.errors import OwnCase
from care.tickets.authority.model import Barred, BarredRole
from care.tickets.model import Ticket
from care.tickets.timeline import Actor

__all__ = ["askings", "bar", "check_not_own", "parties"]


def parties(ticket: Ticket) -> set[str]:
    """Ids of those whom it is about."""
    return {ticket.member_id, ticket.leader_id or ""} - {""}


def check_not_own(ticket: Ticket, actor: Actor, member: StaffMember | None = None, field: str = "ticket_id") -> None:
    """OwnCase, where the actor is a party, by any id of theirs. `member`: their entry in the directory."""
    if {actor.id, *(member.also if member else ())} & parties(ticket):
        raise OwnCase(field=field)


def bar(ticket: Ticket, *acts: Barred) -> tuple[Barred, ...]:
    """The ticket's barred, with these."""
    return tuple(dict.fromkeys((*ticket.barred, *acts)))


def askings(ticket: Ticket) -> Iterable[Barred]:
    """The askings of the present round."""
    return (each for each in ticket.barred if each.role is BarredRole.ASKED and each.round == ticket.round)
