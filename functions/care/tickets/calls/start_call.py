"""P6: who has the task begins the call: from now on they, and nobody else, may read the number."""

from care.contact.calls.errors import CallElsewhere, CallOvertaken
from care.contact.calls.model import Call
from care.contact.calls.of_use import check_of_use
from care.contact.calls.rules import started
from care.contact.calls.store import CALLS, call_at
from care.dynamo.requests import Answer, Request
from care.kernel.errors import NotFound
from care.kernel.work import Batch
from care.tickets.calls.overtaken import menu_is_over
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket
from care.tickets.timeline import Actor

__all__ = ["held_call", "start_call"]


def start_call(desk: Desk, actor: Actor, ticket_id: str, request: Request) -> Answer:
    """The ticket. NotFound where it is no call; CallElsewhere, CallEnded, CallNotNow, CallOvertaken.

    On record: who was given the number, and when.
    """

    def decide(batch: Batch) -> Ticket:
        ticket, call = held_call(desk, actor, ticket_id)
        now = desk.clock.now()
        begun = started(call, actor.id, now)
        check_of_use(desk.storage, call, desk.settings(), now)
        if menu_is_over(desk, call):
            raise CallOvertaken
        batch.add(CALLS.replace(begun, name="call.start"))
        line = inner_entry(ticket, InnerKind.CALL_STARTED, actor, now, cause=request.name)
        return desk.write(batch, ticket, inner=[line])

    return desk.requests.once(request, decide)


def held_call(desk: Desk, actor: Actor, ticket_id: str) -> tuple[Ticket, Call]:
    """The task and its call, for who has the task; NotFound, CallElsewhere."""
    ticket = desk.ticket(ticket_id)
    call = desk.storage.get(*call_at(ticket.call_id)) if ticket.call_id else None
    if call is None:
        raise NotFound("it is no task to call somebody", field="ticket_id")
    if ticket.assignee != actor.id:
        raise CallElsewhere(field="ticket_id")
    return ticket, call
