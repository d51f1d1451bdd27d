"""P6: nobody called in time: the message goes by the next channel, unless it is of no use any more."""

from care.contact.calls.model import Call
from care.contact.calls.of_use import is_overtaken
from care.contact.calls.rules import lapsed
from care.contact.calls.store import CALLS, call_at
from care.contact.calls.want_call import lapsing
from care.contact.receipts import Word
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.tickets.calls.end_call import close_call, tell_contact
from care.tickets.calls.open_call import task_of
from care.tickets.calls.overtaken import menu_is_over
from care.tickets.desk import Desk
from care.tickets.model import Ticket
from care.tickets.store import ticket_at
from care.tickets.timeline import SYSTEM

__all__ = ["on_call_lapse"]

NOT_CALLED = "NOT_CALLED"


def on_call_lapse(desk: Desk, item: AgendaItem, batch: Batch) -> None:
    """Decider of `call.lapse`; where the call was begun meanwhile, the item moves on with its end."""
    call = desk.storage.get(*call_at(item.subject))
    if call is None or not call.open:
        return
    if call.until > desk.clock.now():
        batch.plan(lapsing(call))
        return
    batch.add(CALLS.replace(lapsed(call, desk.clock.now()), name="call.lapse"))
    if not _overtaken(desk, call):
        tell_contact(desk, batch, call, Word.BOUNCED, NOT_CALLED)
    ticket: Ticket | None = desk.storage.get(*ticket_at(task_of(call.id)))
    if ticket is not None:
        close_call(desk, batch, ticket, SYSTEM, NOT_CALLED, cause=call.id)


def _overtaken(desk: Desk, call: Call) -> bool:
    return is_overtaken(desk.storage, call, desk.settings(), desk.clock.now()) or menu_is_over(desk, call)
