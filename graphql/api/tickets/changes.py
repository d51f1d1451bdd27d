"""What every mutation of a ticket shares: who acts, and the way to the use case."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from api.context import Info
from api.payloads import Outcome, attempt
from api.tickets.types import Ticket
from api.viewer import Role
from care.dynamo.requests import Answer
from care.tickets import model
from care.tickets.timeline import Actor

__all__ = ["actor", "change", "colleague", "myself"]

E = TypeVar("E", bound=Enum)


_SPEAKERS = frozenset({Role.AGENT, Role.MANAGER})


def actor(info: Info) -> Actor:
    """Who acts: an agent or a manager as staff; anybody else, whatever else they are, as the member of that id."""
    viewer = info.context.viewer
    return Actor(role="staff", id=viewer.id) if viewer.roles & _SPEAKERS else myself(info)


def colleague(info: Info) -> Actor:
    """The caller as one of the staff, for what the whole staff may do."""
    return Actor(role="staff", id=info.context.viewer.id)


def myself(info: Info) -> Actor:
    """The caller as a member: what acts as this reaches the caller's own cases only."""
    return Actor(role="member", id=info.context.viewer.id)


def change(info: Info, codes: type[E], use_case: Callable[[], Answer]) -> Outcome[Answer, E]:
    """As `attempt`, for a use case whose result is a ticket's id: a ticket that it hands out is not read again."""
    done = attempt(info, codes, use_case)
    if done.value and isinstance(made := done.value.made, model.Ticket):
        info.context.loaders.prime(*Ticket.source(info.context.app), {made.id: made})
    return done
