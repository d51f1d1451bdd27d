"""Counts the audience of a greeting, sends it in waves, and counts what became of it (L7).

    saved ──▶ greeting.count ──▶ greeting.count … (page by page; the preview is complete at the end)
    approved, resumed ──▶ greeting.wave ──▶ greeting.wave … ──▶ DONE
                               ├──▶ greeting.tally (again, until nothing of the wave waits)
                               ├──▶ greeting.card (each, of a CARD; care.programmes.greetings.cards)
                               └──▶ greeting.effect (of a SUGGESTION; care.programmes.greetings.effects)

The place on the way lies on the greeting and moves in the transaction that plans the wave's messages: a wave that is
fired twice, late or half-done tells nobody twice, and a paused greeting goes on where it stood.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from care.contact.figures import limits, quiet_hours
from care.contact.model import message_id
from care.contact.service import Contact
from care.contact.store import contact_at
from care.dynamo.storage import Storage, fetch_by_id
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.model import Member
from care.members.service import Members
from care.programmes.figures import effect_after, wave_pace, wave_size
from care.programmes.greetings.items import card_for, counting, measuring, tallying, wave_of, waving
from care.programmes.greetings.model import Greeting, GreetingKind, GreetingState, Preview, Wave
from care.programmes.greetings.notices import keys_of, of_greeting
from care.programmes.greetings.rules import counted, outcome_of, outcome_of_card, settled, suppressed
from care.programmes.greetings.store import GREETINGS, WAVES, card_at, greeting_at, wave_at
from care.programmes.greetings.walk import Walk

__all__ = ["GreetingWaves"]

PAGE = 90
"""Members that one count looks at."""
SAMPLE = 10
LOOK = timedelta(minutes=15)
"""How long after a wave its messages are first counted."""
LOOK_AGAIN = timedelta(hours=2)
GIVE_UP = timedelta(hours=1)
"""So long after a greeting's end nothing of it waits any more."""


class GreetingWaves:
    """Deciders: `count` (`greeting.count`), `wave` (`greeting.wave`), `tally` (`greeting.tally`)."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        settings: Callable[[], Settings],
        members: Members,
        contact: Contact,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._settings = settings
        self._members = members
        self._contact = contact

    def count(self, item: AgendaItem, batch: Batch) -> None:
        """The next PAGE of the audience joins the preview. Payload: `edition`, `turn`, `after`."""
        greeting = self._storage.get(*greeting_at(item.subject))
        if greeting is None or greeting.edition != item.payload["edition"] or greeting.preview.complete:
            return
        found = self._walk(greeting).stretch(int(item.payload["turn"]), str(item.payload["after"]), PAGE)
        preview = self._previewed(greeting, found.meant)
        preview = replace(preview, looked_at=preview.looked_at + found.looked_at, complete=found.last)
        batch.add(GREETINGS.save(replace(greeting, preview=preview), name="greeting.count"))
        if not found.last:
            batch.plan(counting(greeting, found.turn, found.after, self._clock.now()))

    def wave(self, item: AgendaItem, batch: Batch) -> None:
        """The next members are told, each at most once; at the end of the way or of its time it is done."""
        greeting = self._storage.get(*greeting_at(item.subject))
        if greeting is None or greeting.state is not GreetingState.RUNNING or item.part != wave_of(greeting):
            return
        now, settings = self._clock.now(), self._settings()
        if now >= greeting.ends_at:
            batch.add(GREETINGS.save(replace(greeting, state=GreetingState.DONE), name="greeting.end"))
            return
        found = self._walk(greeting).stretch(greeting.turn, greeting.after, wave_size(settings))
        self._tell(batch, greeting, found.meant)
        after = replace(
            greeting,
            waves=greeting.waves + 1,
            turn=found.turn,
            after=found.after,
            told=greeting.told + len(found.meant),
            outcomes=counted(greeting.outcomes, {}, _planned(found.meant)),
            state=GreetingState.DONE if found.last else greeting.state,
        )
        batch.add(GREETINGS.save(after, name="greeting.wave"))
        if not found.last:
            batch.plan(waving(after, quiet_hours(settings).next_allowed(now + wave_pace(settings))))

    def tally(self, item: AgendaItem, batch: Batch) -> None:
        """What has become of a wave's messages; looked at again while one of them waits. Payload: `number`."""
        number = int(item.payload["number"])
        at_greeting, at_wave = greeting_at(item.subject), wave_at(item.subject, number)
        found = self._storage.fetch([at_greeting, at_wave])
        greeting, wave = found.get(*at_greeting), found.get(*at_wave)
        if greeting is None or wave is None:
            return
        outcomes = self._outcomes(wave, greeting.kind)
        if outcomes != wave.outcomes:
            sums = counted(greeting.outcomes, wave.outcomes, outcomes)
            batch.add(
                GREETINGS.save(replace(greeting, outcomes=sums), name="greeting.tally"),
                WAVES.save(replace(wave, outcomes=outcomes), name="wave.tally"),
            )
        now = self._clock.now()
        if not settled(outcomes) and now < greeting.ends_at + GIVE_UP:
            batch.plan(tallying(greeting.id, number, now + LOOK_AGAIN))

    def _walk(self, greeting: Greeting) -> Walk:
        at = greeting.audience_at or greeting.written_at
        return Walk(self._storage, self._members, greeting.audience, at)

    def _tell(self, batch: Batch, greeting: Greeting, meant: tuple[Member, ...]) -> None:
        if not meant:
            return
        settings, now = self._settings(), self._clock.now()
        for member in meant:
            if greeting.kind is GreetingKind.CARD:
                batch.plan(card_for(greeting, member.id, now))
            else:
                self._contact.notify(batch, of_greeting(greeting, member.id, limits(settings).hold_out_permille))
        if greeting.kind is GreetingKind.SUGGESTION:
            batch.plan(measuring(greeting, greeting.ends_at + effect_after(settings)))
        ids = tuple(member.id for member in meant)
        wave = Wave(greeting_id=greeting.id, number=greeting.waves, member_ids=ids, outcomes=_planned(meant))
        batch.add(WAVES.save(wave, name="wave.save"))
        batch.plan(tallying(greeting.id, wave.number, self._clock.now() + LOOK))

    def _previewed(self, greeting: Greeting, meant: tuple[Member, ...]) -> Preview:
        share = limits(self._settings()).hold_out_permille
        contacts = fetch_by_id(self._storage, contact_at, [member.id for member in meant])
        preview = greeting.preview
        for member in meant:
            contact = contacts.get(member.id)
            why = suppressed(member, greeting.id, share, alert=bool(contact and contact.alerts))
            preview = _with(preview, member.id, why)
        return preview

    def _outcomes(self, wave: Wave, kind: GreetingKind) -> dict[str, int]:
        """Of one wave: where its messages, or its cards, are."""
        if kind is GreetingKind.CARD:
            cards = fetch_by_id(self._storage, card_at, [(wave.greeting_id, each) for each in wave.member_ids])
            return dict(Counter(outcome_of_card(cards.get((wave.greeting_id, each))) for each in wave.member_ids))
        ids = [message_id(key) for key in keys_of(wave).values()]
        messages = self._contact.get_many(ids)
        return dict(Counter(outcome_of(messages.get(each)) for each in ids))


def _planned(meant: tuple[Member, ...]) -> dict[str, int]:
    return {outcome_of(None): len(meant)} if meant else {}


def _with(preview: Preview, member_id: str, why: str) -> Preview:
    counts = replace(preview, meant=preview.meant + 1)
    if why:
        return replace(counts, **{why: getattr(counts, why) + 1})
    return replace(counts, sample=(*counts.sample, member_id)[:SAMPLE])
