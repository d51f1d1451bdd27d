"""Cases that were merged into one (G6): which there are, and whose closure check speaks for them."""

from care.dynamo.storage import Storage, fetch_by_id
from care.tickets.model import Ticket, TicketState
from care.tickets.store import ticket_at
from care.tickets.teamwork.store import TIES, TieKind, ties_of

__all__ = ["MOST_CHILDREN", "children_of", "is_asked"]

MOST_CHILDREN = 20


def children_of(storage: Storage, ticket: Ticket) -> list[Ticket]:
    """Those that follow it now, the oldest first; read consistently, and not at all where none was ever merged."""
    if not ticket.children:
        return []
    ties = ties_of(storage, ticket.id, TieKind.CHILD, limit=2 * MOST_CHILDREN).of(TIES)
    found = fetch_by_id(storage, ticket_at, [tie.other_id for tie in ties])
    following = [child for child in found.values() if child.parent_id == ticket.id]
    return sorted(following, key=lambda child: (child.opened_at, child.id))


def is_asked(storage: Storage, ticket: Ticket) -> bool:
    """Whether the closure check (P7) may ask about this case now.

    A case that follows another is asked with it, while that one is still to be asked. The other is asked once all that
    follow it have ended.
    """
    if ticket.parent_id is not None:
        parent: Ticket | None = storage.get(*ticket_at(ticket.parent_id))
        return parent is None or parent.state in {TicketState.CLOSED, TicketState.WITHDRAWN}
    return not any(child.open for child in children_of(storage, ticket))
