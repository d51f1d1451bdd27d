"""G6: two cases have to do with each other. A link lies at both, and means nothing more."""

from datetime import datetime

from care.dynamo.requests import Answer, Request
from care.kernel.errors import BadInput, NotFound
from care.kernel.work import Batch
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket
from care.tickets.store import ticket_at
from care.tickets.teamwork.store import Tie, TieKind, tie_at, untie, write_inner, write_tie
from care.tickets.timeline import Actor

__all__ = ["link_tickets", "tie_both", "unlink_tickets"]


def link_tickets(desk: Desk, actor: Actor, ticket_id: str, other_id: str, request: Request) -> Answer:
    """The id of the first; said again, it adds nothing."""

    def decide(batch: Batch) -> str:
        one, other, tie = _read(desk, ticket_id, other_id)
        if tie is None:
            tie_both(batch, one.id, other.id, actor, desk.clock.now())
            _tell(desk, batch, InnerKind.LINKED, actor, one, other, request)
        return one.id

    _check(ticket_id, other_id)
    return desk.requests.once(request, decide)


def unlink_tickets(desk: Desk, actor: Actor, ticket_id: str, other_id: str, request: Request) -> Answer:
    """The id of the first; where there is no link, nothing happens."""

    def decide(batch: Batch) -> str:
        one, other, tie = _read(desk, ticket_id, other_id)
        if tie is not None:
            batch.add(untie(one.id, TieKind.LINK, other.id), untie(other.id, TieKind.LINK, one.id))
            _tell(desk, batch, InnerKind.UNLINKED, actor, one, other, request)
        return one.id

    _check(ticket_id, other_id)
    return desk.requests.once(request, decide)


def tie_both(batch: Batch, one: str, other: str, actor: Actor, at: datetime) -> None:
    for left, right in ((one, other), (other, one)):
        batch.add(write_tie(Tie(ticket_id=left, other_id=right, kind=TieKind.LINK, at=at, by=actor.name)))


def _check(ticket_id: str, other_id: str) -> None:
    if ticket_id == other_id:
        message = "a case has to do with itself anyway"
        raise BadInput(message, field="other_id")


def _read(desk: Desk, ticket_id: str, other_id: str) -> tuple[Ticket, Ticket, Tie | None]:
    at_one, at_other, at_tie = ticket_at(ticket_id), ticket_at(other_id), tie_at(ticket_id, TieKind.LINK, other_id)
    found = desk.storage.fetch([at_one, at_other, at_tie])
    one, other = found.get(*at_one), found.get(*at_other)
    if one is None or other is None:
        raise NotFound(field="ticket_id" if one is None else "other_id")
    return one, other, found.get(*at_tie)


def _tell(
    desk: Desk, batch: Batch, kind: InnerKind, actor: Actor, one: Ticket, other: Ticket, request: Request
) -> None:
    for each, about in ((one, other), (other, one)):
        line = inner_entry(each, kind, actor, desk.clock.now(), cause=request.name, about=about.id)
        batch.add(write_inner(line))
