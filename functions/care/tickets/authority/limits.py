"""G5: how far somebody may go by themselves. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from care.accounts.spending import Limits
from care.kernel.errors import Forbidden
from care.kernel.settings import Settings
from care.staff.model import Role, StaffMember
from care.tickets.authority.figures import LIMITS, Rank
from care.tickets.model import Ticket
from care.tickets.purse import rule_limits
from care.tickets.timeline import Actor

__all__ = ["CASE_LIMIT", "LEADER", "STAFF", "Authority", "authority_of", "beyond_case"]

STAFF, LEADER = "staff", "leader"
"""Roles of an actor."""
CASE_LIMIT = "CASE_LIMIT"
_LOWEST, _HIGHEST = 1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """What one person may give, in fen of cost: for a case, in a day, to one member in a month."""

    actor: Actor
    rank: Rank
    level: int
    case_fen: int
    day_fen: int
    member_fen: int

    @property
    def manages(self) -> bool:
        return self.rank.startswith("manager")

    def held_to(self, settings: Settings) -> Limits:
        """The person's own counters, and what binds every promise."""
        return replace(
            rule_limits(settings),
            agent_id=self.actor.name if self.rank is Rank.LEADER else self.actor.id,
            agent_day_fen=self.day_fen,
            agent_member_fen=self.member_fen,
        )


def authority_of(actor: Actor, member: StaffMember | None, settings: Settings) -> Authority:
    """By the role and level that the directory states; who is not in it has those of a new agent.

    Forbidden for who has left.
    """
    if member is not None and not member.roles:
        raise Forbidden("who has left decides nothing", field="ticket_id")
    level = min(max(member.level, _LOWEST), _HIGHEST) if member else _LOWEST
    rank = _rank(actor, member, level)
    ceiling = LIMITS[rank]
    return Authority(
        actor=actor,
        rank=rank,
        level=level,
        case_fen=settings.of(ceiling.case),
        day_fen=settings.of(ceiling.day),
        member_fen=settings.of(ceiling.member),
    )


def _rank(actor: Actor, member: StaffMember | None, level: int) -> Rank:
    if actor.role == LEADER:
        return Rank.LEADER
    manages = member is not None and Role.MANAGER in member.roles
    return Rank(f"{'manager' if manages else 'agent'}_{level}")


def beyond_case(authority: Authority, ticket: Ticket, cost_fen: int) -> Iterator[str]:
    """CASE_LIMIT, where this would take the case above what the person may give for it, with all it has had."""
    if cost_fen and ticket.given_fen + cost_fen > authority.case_fen:
        yield CASE_LIMIT
