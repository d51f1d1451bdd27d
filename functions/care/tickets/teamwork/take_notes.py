"""G6: an internal note. Whom it mentions is told, and watches the case from then on; whoever watches it is told too."""

from care.dynamo.requests import Answer, Request
from care.kernel.work import Batch
from care.staff.notices import notify_staff
from care.tickets.desk import Desk
from care.tickets.inner import InnerKind, inner_entry
from care.tickets.model import Ticket
from care.tickets.teamwork.colleagues import name_of
from care.tickets.teamwork.echo import facts_of
from care.tickets.teamwork.mentions import mentioned
from care.tickets.teamwork.store import write_inner
from care.tickets.teamwork.watch_ticket import with_watchers
from care.tickets.timeline import Actor
from care.tickets.words import check_words

__all__ = ["add_note", "take_note"]


def add_note(desk: Desk, actor: Actor, ticket_id: str, text: str, request: Request) -> Answer:
    """The ticket. UnknownMention, BadInput. A case that has ended takes notes too."""

    def decide(batch: Batch) -> Ticket:
        return take_note(desk, batch, desk.ticket(ticket_id), actor, text, request)

    check_words(text)
    return desk.requests.once(request, decide)


def take_note(desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, text: str, request: Request) -> Ticket:
    """The note itself. The case is written only where somebody begins to watch it: notes get in nobody's way."""
    now = desk.clock.now()
    staff = {member.id for member in desk.directory.roster() if member.roles}
    names = mentioned(text, staff)
    line = inner_entry(ticket, InnerKind.NOTED, actor, now, cause=request.name, text=text, mentions=names)
    others = [staff_id for staff_id in names if staff_id != actor.id]
    params = {"by": name_of(desk, actor.id), "title": ticket.title}
    notify_staff(batch, others, "mentioned", at=now, about=ticket.id, params=params, cause=line.id)
    watched = with_watchers(ticket, names)
    if watched is not ticket:
        return desk.write(batch, watched, inner=[line])
    batch.add(write_inner(line))
    batch.plan(*facts_of(ticket, (line,), now))
    return ticket
