"""Where tickets lie. Table `tickets`:

| pk | sk | item |
| --- | --- | --- |
| `TICKET#id` | `TICKET` | the ticket; by_a: a member's claims, by_b: a queue, by_c: a day's, by_d: a community's |
| `TICKET#id` | `ENTRY#place` | a timeline entry |
| `CLAIM#order` | `LINE#line` | the one application of a line |
"""

from datetime import date

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Page, Storage, Wanted
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.clock import SHANGHAI, stamp
from care.tickets.errors import AlreadyApplied
from care.tickets.model import LineClaim, Priority, Ticket, TicketKind
from care.tickets.timeline import Entry

__all__ = [
    "claim_at",
    "claim_line",
    "claims_of_order",
    "entries_of",
    "members_tickets",
    "open_in",
    "opened_on",
    "queue_of",
    "ticket_at",
    "write_entry",
    "write_ticket",
]

_RANKS = {Priority.URGENT: "0", Priority.HIGH: "1", Priority.NORMAL: "2"}


def _claims(ticket: Ticket) -> tuple[str, str] | None:
    """What the member has applied for; cases that the system opened are the staff's."""
    if ticket.kind is not TicketKind.CLAIM:
        return None
    return f"MEMBER#{ticket.member_id}", f"{stamp(ticket.opened_at)}#{ticket.id}"


def _queue(ticket: Ticket) -> tuple[str, str] | None:
    """Cases that wait for something: the urgent first, then what is due first, then what is not, the oldest first."""
    due = ticket.next_due
    if due is None and not ticket.open:
        return None
    when = stamp(due) if due else f"~{stamp(ticket.opened_at)}"  # after any year
    return f"QUEUE#{ticket.assignee}", f"{_RANKS[ticket.priority]}#{when}#{ticket.id}"


def _community(ticket: Ticket) -> tuple[str, str] | None:
    """Members' cases that wait for something, as `_queue`; what is staff's own is nobody's in the community."""
    queued = _queue(ticket)
    if queued is None or ticket.kind is not TicketKind.CLAIM or not ticket.community:
        return None
    return f"COMMUNITY#{ticket.community}", queued[1]


def _opened(ticket: Ticket) -> tuple[str, str] | None:
    """Claims that a policy judged; fixed once they are opened."""
    if ticket.kind is not TicketKind.CLAIM or ticket.facts is None or ticket.policy_version is None:
        return None
    return opened_on(ticket.opened_at.astimezone(SHANGHAI).date()), f"{stamp(ticket.opened_at)}#{ticket.id}"


def opened_on(day: date) -> str:
    """Where the claims of a day in Shanghai lie in by_c."""
    return f"OPENED#{day.isoformat()}"


TICKETS = Shelf(
    shape=Ticket,
    kind="ticket",
    table="tickets",
    key=lambda ticket: Key(f"TICKET#{ticket.id}", "TICKET"),
    indexes={
        "by_a": _claims,
        "by_b": _queue,
        "by_c": _opened,
        "by_d": _community,
    },
)
ENTRIES = Shelf(
    shape=Entry,
    kind="entry",
    table="tickets",
    key=lambda entry: Key(f"TICKET#{entry.ticket_id}", f"ENTRY#{entry.place}"),
)
CLAIMS = Shelf(
    shape=LineClaim,
    kind="claim",
    table="tickets",
    key=lambda claim: claim_key(claim.order_id, claim.line_id),
)


def claim_key(order_id: str, line_id: str) -> Key:
    return Key(f"CLAIM#{order_id}", f"LINE#{line_id}")


def ticket_at(ticket_id: str) -> Wanted:
    return TICKETS, Key(f"TICKET#{ticket_id}", "TICKET")


def claim_at(order_id: str, line_id: str) -> Wanted:
    return CLAIMS, claim_key(order_id, line_id)


def claim_line(claim: LineClaim) -> DynamoWrite:
    """The second application for a line is told of the first one's ticket."""
    return CLAIMS.put(
        claim,
        name="ticket.claim",
        lost=lambda found: AlreadyApplied(ticket_id=found.ticket_id if found else ""),
    )


def write_ticket(ticket: Ticket) -> DynamoWrite:
    return TICKETS.save(ticket, name="ticket.save")


def write_entry(entry: Entry) -> DynamoWrite:
    return ENTRIES.overwrite(entry, name="ticket.entry")


def claims_of_order(storage: Storage, order_id: str) -> list[LineClaim]:
    return storage.query(Ask(table="tickets", pk=f"CLAIM#{order_id}")).of(CLAIMS)


def entries_of(storage: Storage, ticket_id: str, *, limit: int, after: dict[str, str] | None) -> Page:
    return storage.query(Ask(table="tickets", pk=f"TICKET#{ticket_id}", prefix="ENTRY#", limit=limit, after=after))


def members_tickets(storage: Storage, member_id: str, *, limit: int, after: dict[str, str] | None) -> Page:
    """Newest first."""
    return storage.query(
        Ask(table="tickets", index="by_a", pk=f"MEMBER#{member_id}", limit=limit, after=after, newest_first=True)
    )


def queue_of(storage: Storage, assignee: str, *, limit: int, after: dict[str, str] | None) -> Page:
    """The assignee's open cases, in the order in which they should be worked."""
    return storage.query(Ask(table="tickets", index="by_b", pk=f"QUEUE#{assignee}", limit=limit, after=after))


def open_in(storage: Storage, community: str, *, limit: int, after: dict[str, str] | None) -> Page:
    """The open cases of a community's members, in the order in which they should be worked."""
    return storage.query(Ask(table="tickets", index="by_d", pk=f"COMMUNITY#{community}", limit=limit, after=after))
