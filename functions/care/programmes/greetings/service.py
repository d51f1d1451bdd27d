"""Writes, submits, decides about, holds up and tells greetings (L7)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Place, Storage, fetch_by_id
from care.kernel.agenda import AgendaItem, soon
from care.kernel.clock import Clock
from care.kernel.errors import NotFound
from care.kernel.ids import derived_id
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.programmes.figures import widest
from care.programmes.greetings.errors import GreetingStepRefused
from care.programmes.greetings.items import counting, repeating, waving, withdrawing
from care.programmes.greetings.model import Greeting, GreetingKind, GreetingState, GreetingStep, Preview
from care.programmes.greetings.rules import GreetingDraft, check, decided, moved
from care.programmes.greetings.store import GREETINGS, greeting_at, greetings_listed
from care.scripts.service import Library
from care.tickets.words import check_told

__all__ = ["Greetings"]


class Greetings:
    """Plans `greeting.count` and `greeting.wave` (see `GreetingWaves`)."""

    def __init__(
        self,
        storage: Storage,
        requests: Requests,
        clock: Clock,
        settings: Callable[[], Settings],
        library: Library,
    ) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._settings = settings
        self._library = library

    def save(self, request: Request, by: str, draft: GreetingDraft, greeting_id: str | None = None) -> Answer:
        """A new draft, or a draft rewritten; its audience is counted anew. Result: its id.

        BadInput, WordsBanned, AudienceIsEveryone, NotFound, GreetingStepRefused.
        """

        def decide(batch: Batch) -> str:
            now = self._clock.now()
            check(draft, now)
            for field in ("festival", "words"):
                check_told(getattr(draft, field), self._library, field)
            known = self._stored(greeting_id) if greeting_id else None
            greeting = self._written(request, by, draft, known)
            batch.add(GREETINGS.save(greeting, name="greeting.save"))
            batch.plan(counting(greeting, 0, "", now))
            return greeting.id

        return self._requests.once(request, decide)

    def move(self, request: Request, greeting_id: str, step: GreetingStep) -> Answer:
        """NotFound, GreetingStepRefused, GreetingOver; SUBMIT: Audience…, where the count says that it cannot go."""

        def decide(batch: Batch) -> str:
            now = self._clock.now()
            after = moved(self._stored(greeting_id), step, now, widest(self._settings()))
            batch.add(GREETINGS.save(after, name="greeting.move"))
            if step is GreetingStep.RESUME:
                batch.plan(waving(after, max(now, after.starts_at)))
            batch.plan(*_around(after, step, now))
            return greeting_id

        return self._requests.once(request, decide)

    def decide(self, request: Request, by: str, greeting_id: str, refused_because: str | None) -> Answer:
        """Approve (None), or give back with a reason. NotFound, GreetingStepRefused, OwnGreeting, GreetingOver."""

        def decide(batch: Batch) -> str:
            now = self._clock.now()
            after = decided(self._stored(greeting_id), by, refused_because, now)
            batch.add(GREETINGS.save(after, name="greeting.decide"))
            if after.state is GreetingState.RUNNING:
                batch.plan(waving(after, max(now, after.starts_at)))
            return greeting_id

        return self._requests.once(request, decide)

    def get_many(self, greeting_ids: Sequence[str]) -> dict[str, Greeting]:
        return fetch_by_id(self._storage, greeting_at, greeting_ids)

    def listed(self, limit: int, after: Place = None) -> tuple[list[Greeting], Place]:
        """All greetings, the newest first, with an index's delay."""
        page = greetings_listed(self._storage, limit, after)
        return page.of(GREETINGS), page.after

    def _written(self, request: Request, by: str, draft: GreetingDraft, known: Greeting | None) -> Greeting:
        """Whoever rewrites a draft is its author: what they wrote, another person approves."""
        if known and known.state is not GreetingState.DRAFT:
            raise GreetingStepRefused(state=known.state)
        now = self._clock.now()
        new = Greeting(
            id=derived_id("greeting", request.name),
            title=draft.title.strip(),
            festival=draft.festival.strip(),
            words=draft.words.strip(),
            audience=draft.audience,
            kind=draft.kind,
            suggested=draft.suggested,
            audience_at=now,
            starts_at=draft.starts_at,
            ends_at=draft.ends_at,
            written_by=by,
            written_at=now,
        )
        if known is None:
            return new
        return replace(
            new,
            id=known.id,
            edition=known.edition + 1,
            written_at=known.written_at,
            preview=Preview(),
            version=known.version,
        )

    def _stored(self, greeting_id: str) -> Greeting:
        greeting = self._storage.get(*greeting_at(greeting_id))
        if greeting is None:
            raise NotFound("no such greeting", field="greeting_id")
        return greeting


def _around(greeting: Greeting, step: GreetingStep, now: datetime) -> Iterator[AgendaItem]:
    """What the waves that have gone out hear of it. What they plan is made by then (`soon`)."""
    if not greeting.waves or greeting.kind is GreetingKind.CARD:
        return
    if step in (GreetingStep.PAUSE, GreetingStep.STOP):
        yield withdrawing(greeting, greeting.waves - 1, soon(now))
    if step is GreetingStep.RESUME:
        yield repeating(greeting, greeting.waves - 1, soon(now))
