"""G5, T1: how far somebody may still go by themselves, shown before they do."""

from dataclasses import dataclass

from care.accounts.counters import COUNTERS, agent_day
from care.kernel.clock import SHANGHAI
from care.tickets.authority.limits import Authority, authority_of
from care.tickets.desk import Desk
from care.tickets.timeline import Actor

__all__ = ["Left", "left_today"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """In fen of cost. What several people, or cases, ask for at the same moment is counted when it is given."""

    authority: Authority
    today_fen: int


def left_today(desk: Desk, leader: Actor) -> Left:
    """Of a leader. One read."""
    authority = authority_of(leader, None, desk.settings())
    today = desk.clock.now().astimezone(SHANGHAI).date()
    counter = desk.storage.get(COUNTERS, agent_day(leader.name, str(today)))
    spent = counter.spent_fen if counter else 0
    return Left(authority=authority, today_fen=max(authority.day_fen - spent, 0))
