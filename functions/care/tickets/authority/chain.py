"""G5: whom an approval waits for: a manager of the region, the stand-in, all managers, whoever is on call. Pure.

Who is told steers notices alone: anyone with the authority may answer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from care.staff.model import Role, StaffMember
from care.tickets.authority.parties import askings, parties
from care.tickets.model import Ticket

__all__ = ["LAST_RUNG", "told_at"]

LAST_RUNG = 3
"""From here on an alert looks for somebody."""
_MOST = 20
"""Managers who are told at once."""


def told_at(
    rung: int, ticket: Ticket, told: Sequence[str], roster: Sequence[StaffMember], now: datetime
) -> tuple[str, ...]:
    """Ids of whom this rung tells: none where nobody is left who may answer and has not been told."""
    able = {each.id: each for each in roster if _may_answer(each, ticket) and each.id not in told}
    match rung:
        case 0:
            return _first(able, lambda each: (not each.serves(ticket.region), not each.available(now), each.id))
        case 1:
            return tuple(each for each in _stand_ins(told, roster) if each in able and able[each].available(now))[:1]
        case _:
            return tuple(sorted(able, key=lambda name: (not able[name].serves(ticket.region), name)))[:_MOST]


def _may_answer(member: StaffMember, ticket: Ticket) -> bool:
    asked = {each.actor for each in askings(ticket)}
    own = {member.id, *member.also} & parties(ticket)
    return Role.MANAGER in member.roles and f"staff:{member.id}" not in asked and not own


def _first(able: Mapping[str, StaffMember], rank: Callable[[StaffMember], tuple[bool, bool, str]]) -> tuple[str, ...]:
    best = min(able.values(), key=rank, default=None)
    return (best.id,) if best else ()


def _stand_ins(told: Sequence[str], roster: Sequence[StaffMember]) -> Iterator[str]:
    """The stand-in of whoever was told last, theirs, and so on; each once."""
    by_id, seen = {each.id: each for each in roster}, set(told)
    name = told[-1] if told else None
    while name in by_id and (name := by_id[name].stand_in) and name not in seen:
        seen.add(name)
        yield name
