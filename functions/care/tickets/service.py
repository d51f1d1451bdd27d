"""Reading tickets. What changes them stands in the files named after it: apply_for_aftercare, choose_remedy, …"""

from collections.abc import Mapping, Sequence

from care.dynamo.storage import Place, Storage, fetch_by_id
from care.tickets.authority.model import Approval
from care.tickets.authority.store import APPROVALS, USES, Use, approval_at, approvals_of, uses_of
from care.tickets.clocks.promise_counts import PromiseCount, promise_counts
from care.tickets.inner import InnerEntry
from care.tickets.model import LineClaim, Ticket
from care.tickets.returns.model import Slip
from care.tickets.returns.store import slip_at
from care.tickets.store import ENTRIES, TICKETS, claim_at, entries_of, members_tickets, open_in, queue_of, ticket_at
from care.tickets.teamwork.family import children_of
from care.tickets.teamwork.store import INNER, TIES, TieKind, inner_of, ties_of
from care.tickets.timeline import Entry

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

    def slips(self, codes: Sequence[str]) -> Mapping[str, Slip]:
        """By code, those that there are."""
        return fetch_by_id(self._storage, slip_at, codes)

    def of_member(self, member_id: str, limit: int, after: Place) -> tuple[list[Ticket], Place]:
        """Newest first."""
        page = members_tickets(self._storage, member_id, limit=limit, after=after)
        return page.of(TICKETS), page.after

    def queue(self, assignee: str, limit: int, after: Place) -> tuple[list[Ticket], Place]:
        """The assignee's open cases: the urgent first, then what is due first (G7)."""
        page = queue_of(self._storage, assignee, limit=limit, after=after)
        return page.of(TICKETS), page.after

    def open_in(self, community: str, limit: int, after: Place) -> tuple[list[Ticket], Place]:
        """The open cases of a community's members: the urgent first, then what is due first (T1)."""
        page = open_in(self._storage, community, limit=limit, after=after)
        return page.of(TICKETS), page.after

    def promises_kept(self, month: str) -> list[PromiseCount]:
        """How often the promised first reply came in time (G3): of a month (`2026-03`), by day and class."""
        return promise_counts(self._storage, month)

    def timeline(self, ticket_id: str, limit: int, after: Place) -> tuple[list[Entry], Place]:
        """In the order in which it happened."""
        page = entries_of(self._storage, ticket_id, limit=limit, after=after)
        return page.of(ENTRIES), page.after

    def inner_timeline(self, ticket_id: str, limit: int, after: Place) -> tuple[list[InnerEntry], Place]:
        """What only staff read, in the order in which it happened."""
        page = inner_of(self._storage, ticket_id, limit=limit, after=after)
        return page.of(INNER), page.after

    def approvals(self, ticket_ids: Sequence[str]) -> Mapping[str, Approval]:
        """The present or last approval of each, by ticket; those that never had one are absent."""
        return fetch_by_id(self._storage, approval_at, ticket_ids)

    def approvals_of(self, approver: str, limit: int, after: Place) -> tuple[list[Approval], Place]:
        """What waits for a manager, or for the duty desk: what expires first first."""
        page = approvals_of(self._storage, approver, limit=limit, after=after)
        return page.of(APPROVALS), page.after

    def uses_of(self, by_day: str, limit: int, after: Place) -> tuple[list[Use], Place]:
        """How an actor used their authority on a day in Shanghai (`staff:A01/2026-03-02`), in order."""
        by, _, day = by_day.rpartition("/")
        page = uses_of(self._storage, by, day, limit=limit, after=after)
        return page.of(USES), page.after

    def children(self, ticket: Ticket) -> list[Ticket]:
        """Those that were merged into it and follow it, the oldest first."""
        return children_of(self._storage, ticket)

    def links(self, ticket_id: str, limit: int, after: Place) -> tuple[list[Ticket], Place]:
        """Those that it has to do with."""
        page = ties_of(self._storage, ticket_id, TieKind.LINK, limit=limit, after=after)
        return list(self.get_many([tie.other_id for tie in page.of(TIES)]).values()), page.after
