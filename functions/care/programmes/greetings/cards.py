"""Cards by hand (手写感谢卡, L7): a greeting's members each give one of us a card to write; what came of it is counted.

greeting.card ──▶ TO_WRITE ──finish──▶ WRITTEN | NOT_WRITTEN
└─▶ SUPPRESSED: they want no marketing, are held out, or have an open red alert
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from care.contact.figures import limits
from care.contact.store import contact_at
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem
from care.kernel.clock import Clock
from care.kernel.errors import BadInput, NotFound
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.members.store import member_at
from care.programmes.greetings.errors import CardFinished
from care.programmes.greetings.model import CardState, Greeting, GreetingCard, GreetingState
from care.programmes.greetings.rules import suppressed
from care.programmes.greetings.store import CARDS, card_at, cards_of, greeting_at
from care.staff.notices import notify_staff
from care.staff.service import Directory

__all__ = ["GreetingCards"]

_LONGEST_NOTE = 200
_LOOK_AGAIN = timedelta(hours=1)
_UNDER_WAY = frozenset({GreetingState.RUNNING, GreetingState.DONE})


class GreetingCards:
    """Decider `card` (`greeting.card`); use case `finish`."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        requests: Requests,
        settings: Callable[[], Settings],
        directory: Directory,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings
        self._directory = directory

    def card(self, item: AgendaItem, batch: Batch) -> None:
        """One card a member; while the greeting is paused the card waits, once it is stopped none is asked for."""
        member_id = item.part
        wanted = (greeting_at(item.subject), card_at((item.subject, member_id)), member_at(member_id))
        found = self._storage.fetch([*wanted, contact_at(member_id)])
        greeting, card, member = (found.get(*each) for each in wanted)
        if greeting is None or card is not None or member is None:
            return
        now = self._clock.now()
        if greeting.state is GreetingState.PAUSED and now < greeting.ends_at:
            batch.plan(replace(item, due=now + _LOOK_AGAIN, attempts=0, last_error=""))
        if greeting.state not in _UNDER_WAY:
            return
        contact = found.get(*contact_at(member_id))
        share = limits(self._settings()).hold_out_permille
        why = suppressed(member, greeting.id, share, alert=bool(contact and contact.alerts))
        made = self._made(greeting, member_id, why.upper())
        batch.add(CARDS.save(made, name="greeting.card"))
        if not why:
            params = {"festival": greeting.festival}
            notify_staff(batch, [made.assignee], "card_to_write", at=now, about=made.id, params=params, cause=made.id)

    def finish(self, request: Request, by: str, card_id: str, *, written: bool, note: str) -> Answer:
        """The card's id. NotFound, CardFinished, BadInput (a note of more than 200 characters)."""
        if len(note) > _LONGEST_NOTE:
            raise BadInput(f"at most {_LONGEST_NOTE} characters", field="note")

        def decide(batch: Batch) -> str:
            card = self._storage.get(*card_at(_place(card_id)))
            if card is None or card.state is CardState.SUPPRESSED:
                raise NotFound(field="card_id")
            if card.state is not CardState.TO_WRITE:
                raise CardFinished(field="card_id")
            state = CardState.WRITTEN if written else CardState.NOT_WRITTEN
            done = replace(card, state=state, note=note, ended_at=self._clock.now(), ended_by=by)
            batch.add(CARDS.replace(done, name="greeting.card_end"))
            return card_id

        return self._requests.once(request, decide)

    def get_many(self, cards: Sequence[str]) -> dict[str, GreetingCard]:
        return fetch_by_id(self._storage, lambda card: card_at(_place(card)), cards)

    def of_staff(self, assignee: str, limit: int, after: Place) -> tuple[list[GreetingCard], Place]:
        """What somebody has to write, what is due first before all."""
        return cards_of(self._storage, assignee, limit, after)

    def _made(self, greeting: Greeting, member_id: str, why: str) -> GreetingCard:
        key = f"{greeting.id}#{member_id}"
        return GreetingCard(
            greeting_id=greeting.id,
            member_id=member_id,
            festival=greeting.festival,
            words=greeting.words,
            assignee="" if why else self._directory.assignee(key, None),
            by=greeting.ends_at,
            state=CardState.SUPPRESSED if why else CardState.TO_WRITE,
            reason=why,
        )


def _place(card_id: str) -> tuple[str, str]:
    greeting_id, _, member_id = card_id.partition("#")
    return greeting_id, member_id
