"""What providers say of a message later (P6): it arrived, or it bounced and goes by the next channel.

A webhook plans `message.receipt` (`word_of`), in the transaction in which it takes the call; here it is worked on.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from care.contact.channels import ChannelKind
from care.contact.delivery import sending
from care.contact.member_contact import MemberContact
from care.contact.model import Decision, Message, MessageState
from care.contact.outcome import bounced
from care.contact.store import CONTACTS, MESSAGES, contact_at, message_at, receipt_at
from care.contact.subscriptions import after_bounce
from care.contact.talks import window
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import Clock
from care.kernel.ids import derived_id
from care.kernel.work import Batch, Firing

__all__ = ["Receipts", "Word", "word_of"]

_PATIENCE = 3
"""Looks for a message whose receipt is not written down yet; after that the word is about none of ours."""
_A_MOMENT = timedelta(minutes=2)


_COUNTING: Mapping[ChannelKind, Callable[[MemberContact, Message, str], MemberContact]] = {
    ChannelKind.WEAPP_SUBSCRIBE: lambda contact, message, code: after_bounce(contact, message.template, code),
    ChannelKind.WECOM_KF: lambda contact, message, code: window.after_bounce(contact, message.claimed_at, code),
}


class Word(StrEnum):
    """What a provider says."""

    DELIVERED = "DELIVERED"
    BOUNCED = "BOUNCED"


def word_of(channel: ChannelKind, receipt: str, word: Word, *, at: datetime, code: str = "") -> AgendaItem:
    """The item that brings a provider's word to its message, however often it is planned."""
    return AgendaItem(
        lane=Lane.NOW,
        kind="message.receipt",
        due=at,
        subject=derived_id("receipt", channel, receipt),
        part=word,
        payload={"channel": channel, "receipt": receipt, "word": word, "code": code},
    )


class Receipts:
    """Errand of `message.receipt`. `heard` is told of each bounce and delivery that changed a message (M4)."""

    def __init__(self, storage: Storage, clock: Clock, heard: Callable[[Word], None] = lambda _word: None) -> None:
        self._storage = storage
        self._clock = clock
        self._heard = heard

    def take(self, firing: Firing) -> None:
        if word := firing.commit(lambda batch: self._decide(firing.item, batch)):
            self._heard(word)

    def _decide(self, item: AgendaItem, batch: Batch) -> Word | None:
        channel, word = ChannelKind(str(item.payload["channel"])), Word(str(item.payload["word"]))
        row = self._storage.get(*receipt_at(channel, str(item.payload["receipt"])))
        if row is None:
            if item.generation < _PATIENCE:
                batch.plan(replace(item, generation=item.generation + 1, due=self._clock.now() + _A_MOMENT))
            return None
        message = self._storage.get(*message_at(row.message_id))
        if message is None or not _meant(message, row.receipt):
            return None
        after = self._after(message, word, str(item.payload["code"]))
        batch.add(MESSAGES.replace(after, name=f"message.{word.lower()}"))
        if after.state is MessageState.PLANNED:
            batch.plan(sending(after, self._clock.now()))
        if word is Word.BOUNCED:
            self._count(batch, message, channel, str(item.payload["code"]))
        return word

    def _count(self, batch: Batch, message: Message, channel: ChannelKind, code: str) -> None:
        """In the bounce's own transaction, so that no other message tries in vain."""
        if channel not in _COUNTING:
            return
        before = self._storage.get(*contact_at(message.member_id))
        if before and (after := _COUNTING[channel](before, message, code)) != before:
            batch.add(CONTACTS.save(after, name="contact.grant"))

    def _after(self, message: Message, word: Word, code: str) -> Message:
        now = self._clock.now()
        if word is Word.BOUNCED:
            return bounced(message, code, now)
        line = Decision(at=now, state=message.state, channel=message.channel, detail=word)
        return replace(message, delivered_at=now).told(line)


def _meant(message: Message, receipt: str) -> bool:
    """The word is about its last try, and the first of that try."""
    return message.state is MessageState.SENT and message.receipt == receipt and message.delivered_at is None
