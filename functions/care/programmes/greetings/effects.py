"""What came of a suggestion (L7): who bought what was suggested, of those who were told and of those left alone."""

from dataclasses import replace

from care.contact.model import Message, MessageState, Reason, message_id
from care.contact.service import Contact
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.agenda import AgendaItem
from care.kernel.work import Batch
from care.programmes.greetings.model import Effect, Greeting, Wave
from care.programmes.greetings.notices import keys_of
from care.programmes.greetings.store import GREETINGS, greeting_at, wave_at
from care.programmes.habits.store import bought_at

__all__ = ["GreetingEffects"]


class GreetingEffects:
    """Decider `measure` (`greeting.effect`): once for each wave."""

    def __init__(self, storage: Storage, contact: Contact) -> None:
        self._storage = storage
        self._contact = contact

    def measure(self, item: AgendaItem, batch: Batch) -> None:
        """The item is deleted in this transaction: no wave counts twice."""
        at_greeting = greeting_at(item.subject)
        at_wave = wave_at(item.subject, int(item.payload["number"]))
        found = self._storage.fetch([at_greeting, at_wave])
        greeting, wave = found.get(*at_greeting), found.get(*at_wave)
        if greeting and wave:
            after = replace(greeting, effect=self._added(greeting, wave))
            batch.add(GREETINGS.save(after, name="greeting.effect"))

    def _added(self, greeting: Greeting, wave: Wave) -> Effect:
        messages = self._contact.get_many([message_id(key) for key in keys_of(wave).values()]).values()
        buyers = self._buyers(greeting, wave)
        told = {each.member_id for each in messages if each.state is MessageState.SENT}
        left_alone = {each.member_id for each in messages if _held_out(each)}
        before = greeting.effect
        return Effect(
            told=before.told + len(told),
            told_bought=before.told_bought + len(told & buyers),
            held_out=before.held_out + len(left_alone),
            held_out_bought=before.held_out_bought + len(left_alone & buyers),
        )

    def _buyers(self, greeting: Greeting, wave: Wave) -> set[str]:
        """Who has bought any of what was suggested since it began."""
        pairs = [(member_id, sku) for member_id in wave.member_ids for sku in greeting.suggested]
        bought = fetch_by_id(self._storage, bought_at, pairs)
        return {each.member_id for each in bought.values() if each.times_since(greeting.starts_at)}


def _held_out(message: Message) -> bool:
    return message.state is MessageState.SUPPRESSED and message.reason is Reason.HELD_OUT
