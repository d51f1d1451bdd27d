"""A pause, and a stop, take back what waves have planned and not sent; resuming plans it anew (L7, P6).

PAUSE, STOP ──▶ greeting.withdraw (the newest wave first, then the one before it)
RESUME ──▶ greeting.again (likewise): under a key of its run, so that nobody is told twice
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from care.contact.figures import limits
from care.contact.model import Message, MessageState, message_id
from care.contact.service import Contact
from care.contact.withdraw import withdraw
from care.dynamo.shelf import attribute
from care.dynamo.storage import Storage
from care.dynamo.writes import DynamoWrite
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.programmes.greetings.items import repeating, tallying, withdrawing
from care.programmes.greetings.model import Greeting, GreetingState, Wave
from care.programmes.greetings.notices import keys_of, of_greeting
from care.programmes.greetings.store import GREETINGS, WAVES, greeting_at, wave_at

__all__ = ["TakeBack"]

_A_MOMENT = timedelta(seconds=1)
PAGE = 40
"""Messages: each is a message, and its member's contact."""
_HELD_UP = frozenset({GreetingState.PAUSED, GreetingState.STOPPED})


class TakeBack:
    """Deciders `withdraw` (`greeting.withdraw`), `again` (`greeting.again`). Generation: the run; part: the wave."""

    def __init__(self, storage: Storage, clock: Clock, settings: Callable[[], Settings], contact: Contact) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._contact = contact

    def withdraw(self, item: AgendaItem, batch: Batch) -> None:
        """The next PAGE of a wave that nobody has begun to send; a resumed greeting keeps what is left."""
        greeting, wave = self._read(item)
        if greeting is None or greeting.state not in _HELD_UP:
            return
        planned = self._planned(wave) if wave else {}
        page = list(planned)[:PAGE]
        for member_id in page:
            withdraw(self._storage, self._clock, batch, planned[member_id])
        if page and wave:
            taken = wave.again | dict.fromkeys(page, 0)
            batch.add(WAVES.save(replace(wave, again=taken), name="wave.withdraw"), _unchanged(greeting))
            batch.plan(tallying(greeting.id, wave.number, self._clock.now()))
        self._go_on(batch, item, greeting, more=len(planned) > PAGE, how=withdrawing)

    def again(self, item: AgendaItem, batch: Batch) -> None:
        """What a pause took back of a wave is planned anew, if it is still of use."""
        greeting, wave = self._read(item)
        if greeting is None or greeting.state not in (GreetingState.RUNNING, GreetingState.DONE):
            return
        waiting = [each for each, run in wave.again.items() if not run] if wave else []
        page = waiting[:PAGE]
        share = limits(self._settings()).hold_out_permille
        for member_id in page:
            self._contact.notify(batch, of_greeting(greeting, member_id, share, again=greeting.run))
        if page and wave:
            told = wave.again | dict.fromkeys(page, greeting.run)
            batch.add(WAVES.save(replace(wave, again=told), name="wave.again"))
            batch.plan(tallying(greeting.id, wave.number, self._clock.now()))
        self._go_on(batch, item, greeting, more=len(waiting) > PAGE, how=repeating)

    def _read(self, item: AgendaItem) -> tuple[Greeting | None, Wave | None]:
        at_greeting, at_wave = greeting_at(item.subject), wave_at(item.subject, int(item.payload["number"]))
        found = self._storage.fetch([at_greeting, at_wave])
        greeting = found.get(*at_greeting)
        if greeting is None or greeting.run != item.generation:
            return None, None
        return greeting, found.get(*at_wave)

    def _planned(self, wave: Wave) -> dict[str, str]:
        """The keys, by member, of the messages that wait and for which no channel was ever called."""
        keys = keys_of(wave)
        messages = self._contact.get_many([message_id(key) for key in keys.values()])
        return {member_id: key for member_id, key in keys.items() if _waits(messages.get(message_id(key)))}

    def _go_on(
        self,
        batch: Batch,
        item: AgendaItem,
        greeting: Greeting,
        *,
        more: bool,
        how: Callable[..., AgendaItem],
    ) -> None:
        now, number = self._clock.now(), int(item.payload["number"])
        if more:
            batch.plan(replace(item, due=now + _A_MOMENT, attempts=0, last_error=""))
        elif number > 0:
            batch.plan(how(greeting, number - 1, now))


def _waits(message: Message | None) -> bool:
    return message is not None and message.state is MessageState.PLANNED and message.attempt == 0


def _unchanged(greeting: Greeting) -> DynamoWrite:
    key = greeting_at(greeting.id)[1]
    return GREETINGS.check(key, attribute("version") == greeting.version, name="greeting.unchanged")
