"""What every mutation of a ticket shares: its payload and the way from a use case to it."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from api.context import Info
from api.payloads import UserError, attempt
from api.tickets.types import Ticket
from api.viewer import Role
from care.dynamo.requests import Answer
from care.tickets import model
from care.tickets.model import Actor

__all__ = ["actor", "change", "myself"]

E = TypeVar("E", bound=Enum)


_SPEAKERS = frozenset({Role.AGENT, Role.MANAGER})


def actor(info: Info) -> Actor:
    """Who acts: an agent or a manager as staff; anybody else, whatever else they are, as the member of that id."""
    viewer = info.context.viewer
    return Actor(role="staff", id=viewer.id) if viewer.roles & _SPEAKERS else myself(info)


def myself(info: Info) -> Actor:
    """The caller as a member: what acts as this reaches the caller's own cases only."""
    return Actor(role="member", id=info.context.viewer.id)


async def change(
    info: Info, codes: type[E], use_case: Callable[[], Answer]
) -> tuple[Ticket | None, bool, list[UserError[E]]]:
    """Run a use case whose result is a ticket's id: the ticket as it is now, whether it was a replay, the errors."""
    done = attempt(info, codes, use_case)
    if done.value is None:
        return None, False, done.errors
    if isinstance(made := done.value.made, model.Ticket):
        info.context.loaders.prime("tickets", info.context.app.tickets.get_many, {made.id: made})
    return await Ticket.load(info.context, done.value.result), done.value.replayed, []
