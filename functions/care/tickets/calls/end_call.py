"""P6: who called says what came of it: a receipt of the message, and the end of the task."""

from dataclasses import dataclass

from care.contact.calls.model import Call, CallOutcome
from care.contact.calls.rules import ended
from care.contact.calls.store import CALLS
from care.contact.channels import ChannelKind
from care.contact.conversations import Conversations
from care.contact.receipts import Word, word_of
from care.dynamo.requests import Answer, Request
from care.kernel.errors import BadInput
from care.kernel.work import Batch
from care.tickets import lifecycle, timeline
from care.tickets.calls.start_call import held_call
from care.tickets.desk import Desk
from care.tickets.model import Ticket
from care.tickets.timeline import Actor, EntryKind
from care.tickets.words import check_words

__all__ = ["CallEnd", "close_call", "end_call", "tell_contact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnd:
    """What came of a call."""

    ticket_id: str
    outcome: CallOutcome
    option: str | None = None
    """The key of what the member answered, where the message asks something."""
    words: str | None = None
    """For colleagues."""


def end_call(desk: Desk, actor: Actor, said: CallEnd, request: Request) -> Answer:
    """The ticket, closed. Not reached: the message goes by the next channel, at a wrong number by none to that number.

    NotFound, CallElsewhere, CallEnded, CallNotStarted, QuestionClosed, OptionNotOffered, BadInput.
    """

    def decide(batch: Batch) -> Ticket:
        ticket, call = held_call(desk, actor, said.ticket_id)
        over = ended(call, actor.id, said.outcome, desk.clock.now())
        batch.add(CALLS.replace(over, name="call.end"))
        if said.option is not None:
            talks = Conversations(desk.storage, desk.requests, desk.clock, desk.settings)
            talks.take(batch, call.member_id, call.message_id, said.option)
        word = Word.DELIVERED if said.outcome is CallOutcome.REACHED else Word.BOUNCED
        tell_contact(desk, batch, call, word, said.outcome)
        return close_call(desk, batch, ticket, actor, said.outcome, cause=request.name, words=said.words)

    if said.option is not None and said.outcome is not CallOutcome.REACHED:
        message = "only who was reached has answered"
        raise BadInput(message, field="option")
    if said.words is not None:
        check_words(said.words)
    return desk.requests.once(request, decide)


def tell_contact(desk: Desk, batch: Batch, call: Call, word: Word, code: str) -> None:
    """The receipt."""
    batch.plan(word_of(ChannelKind.CALL_TASK, call.id, word, at=desk.clock.now(), code=code))


def close_call(
    desk: Desk, batch: Batch, ticket: Ticket, actor: Actor, note: str, *, cause: str, words: str | None = None
) -> Ticket:
    """The task ends with its call; where it was ended by hand before, as it is."""
    if not ticket.undecided:
        return ticket
    now = desk.clock.now()
    made = timeline.entry(ticket.id, ticket.round, EntryKind.RESOLVED, actor, now, cause=cause, text=words, note=note)
    return desk.write(batch, lifecycle.close(lifecycle.resolve(ticket, now, made), now, made))
