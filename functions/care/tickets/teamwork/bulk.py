"""G6: one thing done to up to a hundred cases, each by itself: what one is refused holds up no other.

Nothing here pays, approves, refuses or lifts a hold. Each case has a request of its own under the caller's key: the
same call again answers for what was done, and goes on with what was not.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from enum import StrEnum

from care.dynamo.requests import Request
from care.dynamo.storage import fetch_by_id
from care.kernel.errors import BadInput, CareError, KeyReused, NotFound
from care.kernel.work import Batch
from care.staff.model import StaffMember
from care.staff.store import staff_at
from care.tickets.authority.parties import check_not_own
from care.tickets.deadlines.judges import check_may_judge
from care.tickets.decide_ticket import resolve
from care.tickets.desk import Desk
from care.tickets.model import Priority, Ticket
from care.tickets.store import ticket_at
from care.tickets.teamwork.errors import NotDone
from care.tickets.teamwork.reassign_ticket import assign_to, check_receiver
from care.tickets.teamwork.set_priority import set_priority
from care.tickets.teamwork.take_notes import take_note
from care.tickets.timeline import Actor
from care.tickets.words import check_told, check_words

__all__ = ["MOST_TICKETS", "Bulk", "BulkAction", "Done", "bulk_tickets", "check_many"]

MOST_TICKETS = 100
TIME = timedelta(seconds=8)
"""After it no further case is begun."""
Step = Callable[[Batch, Ticket, Request], Ticket]


class BulkAction(StrEnum):
    REASSIGN = "REASSIGN"
    NOTE = "NOTE"
    RESOLVE = "RESOLVE"
    PRIORITY = "PRIORITY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """`text`: the word to the next assignee, the note, what the member is told; not for PRIORITY."""

    action: BulkAction
    text: str | None = None
    to: str | None = None
    """REASSIGN: a staff id."""
    priority: Priority | None = None
    """PRIORITY."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one case; without `error` it was done, just now or, `replayed`, by an earlier call."""

    ticket_id: str
    error: CareError | None = None
    replayed: bool = False


def bulk_tickets(desk: Desk, actor: Actor, ticket_ids: Sequence[str], bulk: Bulk, request: Request) -> list[Done]:
    """In the order of `ticket_ids`; one that stands there twice is done once.

    BadInput for all at once; KeyReused where nothing else was to be said of any.
    """
    check_many(len(ticket_ids))
    step = _step(desk, actor, bulk)
    done = list(_each(desk, ticket_ids, step, replace(request, content=asdict(bulk))))
    if all(isinstance(each.error, KeyReused) for each in done):
        raise KeyReused(field="idempotency_key")
    return done


def _each(desk: Desk, ticket_ids: Sequence[str], step: Step, request: Request) -> Iterator[Done]:
    """One read for all, then a transaction each; whoever was late decides on what is read anew."""
    began = desk.clock.now()
    found = fetch_by_id(desk.storage, ticket_at, list(dict.fromkeys(ticket_ids)))
    for place, ticket_id in enumerate(ticket_ids):
        if ticket_id in ticket_ids[:place]:
            yield Done(ticket_id=ticket_id, error=_named_before())
        elif desk.clock.now() - began >= TIME:
            yield Done(ticket_id=ticket_id, error=NotDone())
        else:
            yield _one(desk, ticket_id, found.get(ticket_id), step, request)


def _named_before() -> BadInput:
    return BadInput("this case is named before", field="ticket_ids")


def _one(desk: Desk, ticket_id: str, read: Ticket | None, step: Step, request: Request) -> Done:

    own = replace(request, key=f"{request.key}:{ticket_id}")

    def decide(batch: Batch) -> Ticket:
        ticket = desk.ticket(ticket_id) if batch.attempt else read
        if ticket is None:
            raise NotFound(field="ticket_ids")
        return step(batch, ticket, own)

    try:
        answer = desk.requests.once(own, decide)
    except CareError as error:
        return Done(ticket_id=ticket_id, error=error)
    return Done(ticket_id=ticket_id, replayed=answer.replayed)


def _step(desk: Desk, actor: Actor, bulk: Bulk) -> Step:
    """What is done to each; BadInput where the action misses what it needs."""
    match bulk:
        case Bulk(action=BulkAction.PRIORITY, priority=Priority() as priority):
            return lambda batch, ticket, own: set_priority(desk, batch, ticket, actor, priority, own)
        case Bulk(action=BulkAction.REASSIGN, to=str(to), text=str(words)):
            check_words(words)
            check_receiver(desk, to)
            return lambda batch, ticket, own: assign_to(desk, batch, ticket, actor, to, words, cause=own.name)
        case Bulk(action=BulkAction.NOTE, text=str(words)):
            check_words(words)
            return lambda batch, ticket, own: take_note(desk, batch, ticket, actor, words, own)
        case Bulk(action=BulkAction.RESOLVE, text=str(words)):
            check_told(words, desk.library)
            member = desk.storage.get(*staff_at(actor.id))
            return lambda batch, ticket, _own: _resolve(desk, batch, ticket, actor, member, words)
    message = f"{bulk.action} needs {_NEEDS[bulk.action]}"
    raise BadInput(message, field=_NEEDS[bulk.action].split(" and ")[0])


_NEEDS = {
    BulkAction.PRIORITY: "priority",
    BulkAction.REASSIGN: "to and text",
    BulkAction.NOTE: "text",
    BulkAction.RESOLVE: "text",
}


def _resolve(desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, member: StaffMember | None, words: str) -> Ticket:
    """As one case is resolved; `member`: the actor's entry in the directory, which knows their other ids."""
    check_not_own(ticket, actor, member)
    check_may_judge(ticket, actor)
    return resolve(desk, batch, ticket, actor, words)


def check_many(count: int) -> None:
    """BadInput for no case at all, and for more than are done at a time."""
    if not 1 <= count <= MOST_TICKETS:
        message = f"1 to {MOST_TICKETS} cases at a time"
        raise BadInput(message, field="ticket_ids", high=MOST_TICKETS)
