"""What this domain asks about a member's cases."""

from typing import Protocol

from care.dynamo.storage import Storage
from care.tickets.model import Ticket, TicketKind, TicketState
from care.tickets.store import TICKETS, claims_of_order, members_tickets, ticket_at

__all__ = ["Cases", "TicketCases"]

_NEWEST = 100


class Cases(Protocol):
    """The after-sales history of a member."""

    def has_open(self, member_id: str) -> bool:
        """Whether any case of the member is open; with an index's delay."""
        ...

    def closed_claim(self, order_id: str) -> Ticket | None:
        """The application for this order that was closed last."""
        ...


class TicketCases:
    """Cases, as the tickets tell."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def has_open(self, member_id: str) -> bool:
        newest = members_tickets(self._storage, member_id, limit=_NEWEST, after=None)
        return any(ticket.open for ticket in newest.of(TICKETS))

    def closed_claim(self, order_id: str) -> Ticket | None:
        wanted = [ticket_at(claim.ticket_id) for claim in claims_of_order(self._storage, order_id)]
        found = self._storage.fetch(wanted)
        tickets: list[Ticket | None] = [found.get(shelf, key) for shelf, key in wanted]
        ended = [each for each in tickets if each and _ended_well(each)]
        return max(ended, key=lambda each: (each.closed_at, each.id), default=None)


def _ended_well(ticket: Ticket) -> bool:
    return ticket.kind is TicketKind.CLAIM and ticket.state is TicketState.CLOSED
