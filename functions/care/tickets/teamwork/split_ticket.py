"""G6: a case that holds several questions: each further one becomes a task of its own, linked to where it came from.

A task pays nothing: one line has one claim.
"""

from dataclasses import dataclass

from care.dynamo.requests import Answer, Request
from care.kernel.errors import BadInput
from care.kernel.work import Batch
from care.tickets.care_task import task_about
from care.tickets.desk import Desk
from care.tickets.inner import InnerEntry, InnerKind, inner_entry
from care.tickets.model import Ticket
from care.tickets.open_task import open_task
from care.tickets.teamwork.link_tickets import tie_both
from care.tickets.teamwork.store import write_inner
from care.tickets.timeline import Actor
from care.tickets.words import check_words

__all__ = ["MOST_TITLE", "Splitting", "split_ticket"]

MOST_TITLE = 60
"""Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Splitting:
    """`title`: the further question, as a queue shows it. `words`: what a colleague must know of it."""

    ticket_id: str
    title: str
    words: str


def split_ticket(desk: Desk, actor: Actor, splitting: Splitting, request: Request) -> Answer:
    """The id of the new task; one for each request."""

    def decide(batch: Batch) -> str:
        ticket = desk.ticket(splitting.ticket_id)
        key = f"split:{ticket.id}:{request.name}"
        task = task_about(ticket, key=key, title=splitting.title.strip(), priority=ticket.priority)
        opened = open_task(desk, batch, task)
        if opened.version == 0:
            tie_both(batch, ticket.id, opened.id, actor, desk.clock.now())
            for one, other in ((ticket, opened), (opened, ticket)):
                batch.add(write_inner(_line(desk, one, other, actor, splitting, request)))
        return opened.id

    if not 1 <= len(splitting.title.strip()) <= MOST_TITLE:
        message = f"a title has 1 to {MOST_TITLE} characters"
        raise BadInput(message, field="title")
    check_words(splitting.words)
    return desk.requests.once(request, decide)


def _line(desk: Desk, one: Ticket, other: Ticket, actor: Actor, splitting: Splitting, request: Request) -> InnerEntry:
    now, words = desk.clock.now(), splitting.words
    return inner_entry(one, InnerKind.SPLIT, actor, now, cause=request.name, text=words, about=other.id)
