"""A1: who finds nothing on their menu asks for a person: the menu waits no longer, and one of us decides."""

from care.contact.transcript import Spoken
from care.dynamo.requests import Answer, Request
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.clocks.promise import promised
from care.tickets.desk import Desk, acted
from care.tickets.errors import TicketNotOpen
from care.tickets.model import Ticket, TicketState
from care.tickets.talk import own_ticket
from care.tickets.timeline import Actor, EntryKind
from care.tickets.words import check_words

__all__ = ["ASKED_FOR_PERSON", "ask_for_person"]

ASKED_FOR_PERSON = "ASKED_FOR_PERSON"


def ask_for_person(
    desk: Desk, member: Actor, ticket_id: str, words: str | None, request: Request, *, spoken: Spoken | None = None
) -> Answer:
    """The ticket. TicketNotOpen, where it has no menu that waits; NotFound, BadInput."""

    def decide(batch: Batch) -> Ticket:
        now = desk.clock.now()
        ticket = acted(own_ticket(desk, member, ticket_id), now)
        if ticket.state is not TicketState.CHOOSING:
            raise TicketNotOpen(state=ticket.state, field="ticket_id")
        made = timeline.entry(
            ticket.id,
            ticket.round,
            EntryKind.REVIEW_NEEDED,
            member,
            now,
            cause=request.name,
            text=words,
            note=ASKED_FOR_PERSON,
            spoken=spoken,
        )
        handed = desk.write(batch, lifecycle.review(ticket, made))
        desk.tell(batch, handed, "ticket_opened", promise=promised(handed, now))
        return handed

    if words is not None:
        check_words(words)
    return desk.requests.once(request, decide)
