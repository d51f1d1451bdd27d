"""A claim whose way is a call (P6): the call, the fact that a person is to make it, and the end of our patience.

Facts: `call.wanted` (lane now), `call.lapse` (lane clocks, due at `until`); subject of both the call's id. All of it is
in the transaction of the claim, so that the channel has nothing left to do, and whatever dies after it loses nothing.
"""

from datetime import datetime

from care.contact.calls.model import Call, call_id
from care.contact.calls.store import CALLS
from care.contact.channels import Outgoing, Receipt
from care.contact.model import Message, Priority
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.work import Batch

__all__ = ["CallTasks", "lapsing", "want_call"]


class CallTasks:
    """The channel: the call lies in the queue of staff already."""

    def send(self, outgoing: Outgoing) -> Receipt:
        return Receipt(call_id(outgoing.message_id), waits=True)


def want_call(batch: Batch, message: Message, about_kind: str, now: datetime, until: datetime) -> None:
    """One a message, whatever is tried again: a message never comes back to this channel."""
    call = Call(
        id=call_id(message.id),
        message_id=message.id,
        member_id=message.member_id,
        about=message.about,
        about_kind=about_kind,
        goods=message.params.get("goods", ""),
        urgent=message.priority is Priority.ALARM,
        wanted_at=now,
        until=until,
    )
    batch.add(CALLS.save(call, name="call.want"))
    batch.plan(AgendaItem(lane=Lane.NOW, kind="call.wanted", due=now, subject=call.id), lapsing(call))


def lapsing(call: Call) -> AgendaItem:
    """What ends it, if nobody does."""
    return AgendaItem(lane=Lane.CLOCKS, kind="call.lapse", due=call.until, subject=call.id)
