"""Asks what became of a message that an employee was to confirm, until that is known or it is over (P6)."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from care.contact.channels import Channel, ChannelKind
from care.contact.confirmation import Confirmation, Confirming, next_look
from care.contact.figures import polls
from care.contact.model import Message, MessageState
from care.contact.receipts import Word, word_of
from care.contact.route import addresses_of
from care.contact.store import message_at
from care.dynamo.storage import Storage
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch, Firing
from care.members.model import Member, PersonalData
from care.members.store import member_at

__all__ = ["NOT_CONFIRMED", "AskConfirmation"]

NOT_CONFIRMED = "NOT_CONFIRMED"
"""Code of a message that nobody confirmed in time."""
_log = logging.getLogger(__name__)


class AskConfirmation:
    """Errand of `message.confirm`: it only asks, so it may ask twice; what follows goes the way of all receipts."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        *,
        settings: Callable[[], Settings],
        personal: Callable[[Member], PersonalData],
        channels: Callable[[], Mapping[ChannelKind, Channel]],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._personal = personal
        self._channels = channels

    def look(self, firing: Firing) -> None:
        """What is not known at the last look stays as it is: nobody knows, so nothing is sent a second time."""
        item = firing.item
        message: Message | None = self._storage.get(*message_at(item.subject))
        if message is None or not _awaited(message, str(item.payload["receipt"])):
            firing.commit(lambda _batch: None)
            return
        found = self._ask(message)
        firing.commit(lambda batch: self._follow(batch, item, found))

    def _ask(self, message: Message) -> Confirmation | None:
        """None: not known now."""
        kind = message.channel or ChannelKind.INBOX
        channel, member = self._channels().get(kind), self._storage.get(*member_at(message.member_id))
        address = addresses_of(self._personal(member)).get(kind) if member else None
        if not isinstance(channel, Confirming) or not address:
            return None
        try:
            return channel.confirmation(message.receipt or "", address)
        except Exception as error:  # noqa: BLE001 - whatever broke, it is asked again
            _log.warning("a confirmation is not known", extra={"message_id": message.id, "error": type(error).__name__})
            return None

    def _follow(self, batch: Batch, item: AgendaItem, found: Confirmation | None) -> None:
        now = self._clock.now()
        again = next_look(item, now, polls(self._settings()))
        said = _word_said(found, last=again is None) if found else None
        if said:
            batch.plan(_told(item, said[0], said[1], now))
        elif again:
            batch.plan(again)


def _awaited(message: Message, receipt: str) -> bool:
    return message.state is MessageState.SENT and message.receipt == receipt and message.delivered_at is None


def _told(item: AgendaItem, word: Word, code: str, now: datetime) -> AgendaItem:
    channel, receipt = ChannelKind(str(item.payload["channel"])), str(item.payload["receipt"])
    return word_of(channel, receipt, word, at=now, code=code)


def _word_said(found: Confirmation, *, last: bool) -> tuple[Word, str] | None:
    """What an answer says of the message, and the code of a bounce; None: it still waits. `last`: it is over now."""
    match found:
        case Confirmation.SENT:
            return Word.DELIVERED, ""
        case Confirmation.WAITS:
            return (Word.BOUNCED, NOT_CONFIRMED) if last else None
        case _:
            return Word.BOUNCED, f"wecom:{found}"
