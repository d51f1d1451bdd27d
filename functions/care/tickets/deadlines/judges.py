"""Who looks at an appeal: another person, a manager first (G6). Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from care.kernel.ids import derived_id
from care.staff.model import DUTY_DESK, Role, StaffMember
from care.tickets.authority.model import BarredRole
from care.tickets.authority.parties import parties
from care.tickets.deadlines.errors import SamePerson
from care.tickets.model import Ticket
from care.tickets.timeline import Actor

__all__ = ["check_may_judge", "judge_for", "may_judge"]


def may_judge(ticket: Ticket, staff_id: str) -> bool:
    """Whether they have not refused it, in any round. Without an appeal, anybody may."""
    return ticket.appeal is None or f"staff:{staff_id}" not in {
        each.actor for each in ticket.barred if each.role is BarredRole.REFUSED
    }


def check_may_judge(ticket: Ticket, actor: Actor, field: str = "ticket_id") -> None:
    """SamePerson, for who refused it. At the act itself: however the case came to them."""
    if actor.role == "staff" and not may_judge(ticket, actor.id):
        raise SamePerson(field=field)


def judge_for(ticket: Ticket, roster: Iterable[StaffMember], at: datetime) -> str:
    """Id of the assignee of an appeal: a manager, else the highest agent; the duty desk where there is no other person.

    Those who are available come first, and of those the ones of its region.
    """
    fit = [each for each in roster if may_judge(ticket, each.id) and not {each.id, *each.also} & parties(ticket)]
    for circle in _circles(ticket, fit, at):
        if circle:
            return max(circle, key=lambda each: (_rank(each), derived_id(ticket.id, each.id))).id
    return DUTY_DESK


def _circles(ticket: Ticket, fit: list[StaffMember], at: datetime) -> Iterator[list[StaffMember]]:
    for role in (Role.MANAGER, Role.AGENT):
        those = [each for each in fit if role in each.roles]
        available = [each for each in those if each.available(at)]
        yield [each for each in available if each.serves(ticket.region)]
        yield available
        yield [each for each in those if each.serves(ticket.region)]
        yield those


def _rank(member: StaffMember) -> int:
    """Of managers any will do; of agents the one who may go farthest."""
    return 0 if Role.MANAGER in member.roles else member.level
