"""Taking back what no longer holds (P6): unsent it is not sent, a question that went out can no longer be answered."""

from dataclasses import replace

from care.contact.model import Decision, Message, MessageState, Reason, message_id
from care.contact.store import CONTACTS, MESSAGES, TALKS, contact_at, message_at, talk_at
from care.dynamo.storage import Storage
from care.kernel.clock import Clock
from care.kernel.work import Batch

__all__ = ["withdraw"]


def withdraw(storage: Storage, clock: Clock, batch: Batch, key: str) -> bool:
    """Take back the message of a notice's key, within the caller's transaction; whether the member may have read it.

    A claim that comes in between makes the caller decide again.
    """
    message = storage.get(*message_at(message_id(key)))
    if message is None:
        return False
    if message.state is MessageState.PLANNED and message.attempt == 0:
        _suppress(storage, clock, batch, message)
        return False
    talk = storage.get(*talk_at(message.member_id))
    if talk and (closed := talk.closed(message.id, clock.now())) != talk:
        batch.add(TALKS.save(closed, name="talk.close"))
    return True


def _suppress(storage: Storage, clock: Clock, batch: Batch, message: Message) -> None:
    line = Decision(at=clock.now(), state=MessageState.SUPPRESSED, reason=Reason.WITHDRAWN)
    after = replace(message, state=line.state, reason=line.reason, deferred_until=None).told(line)
    batch.add(MESSAGES.replace(after, name="message.withdraw"))
    contact = storage.get(*contact_at(message.member_id))
    if contact and (dropped := contact.dropped(message)) != contact:
        batch.add(CONTACTS.save(dropped, name="contact.save"))
