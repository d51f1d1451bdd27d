"""Reading tickets. What changes them stands in the files named after it: apply_for_aftercare, choose_remedy, …"""

from collections.abc import Mapping, Sequence

from care.dynamo.storage import Place, Storage, fetch_by_id
from care.tickets.model import INNER, Entry, LineClaim, Ticket
from care.tickets.store import ENTRIES, TICKETS, claim_at, entries_of, members_tickets, queue_of, ticket_at

__all__ = ["Tickets"]


class Tickets:
    """The read side."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def get_many(self, ticket_ids: Sequence[str]) -> Mapping[str, Ticket]:
        """By id, one call for a hundred; those that do not exist are absent."""
        return fetch_by_id(self._storage, ticket_at, ticket_ids)

    def claims(self, lines: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], LineClaim]:
        """The applications of (order id, line id) pairs."""
        return fetch_by_id(self._storage, lambda line: claim_at(*line), lines)

    def of_member(self, member_id: str, limit: int, after: Place) -> tuple[list[Ticket], Place]:
        """Newest first."""
        page = members_tickets(self._storage, member_id, limit=limit, after=after)
        return page.of(TICKETS), page.after

    def queue(self, assignee: str, limit: int, after: Place) -> tuple[list[Ticket], Place]:
        """The assignee's open cases: the urgent first, then what is due first (G7)."""
        page = queue_of(self._storage, assignee, limit=limit, after=after)
        return page.of(TICKETS), page.after

    def timeline(self, ticket_id: str, limit: int, after: Place, *, inner: bool = True) -> tuple[list[Entry], Place]:
        """In the order in which it happened; without `inner` (what only staff read) a page may be shorter."""
        page = entries_of(self._storage, ticket_id, limit=limit, after=after)
        return [each for each in page.of(ENTRIES) if inner or each.kind not in INNER], page.after
