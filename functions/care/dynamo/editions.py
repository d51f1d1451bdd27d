"""Editions: the one mechanism for what is published with a number and takes effect at a stated time (G1, A3).

An edition never changes. In force at a time is the highest number that is effective by then, so a publication that
takes effect before one that still waits replaces it.

A sandbox keeps what it has read and asks for news every RE_READ seconds. Publications lie at least two minutes ahead,
and who has not heard for TOO_OLD seconds decides nothing, so all sandboxes switch at the same moment.

    published  ├── lead ≥ 120 s ──────────────┤ effective
    list read  ├── RE_READ 60 s ──┤── TOO_OLD 90 s ──┤ NotReady          30 s are left for clocks that differ
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypedDict, TypeVar

from care.dynamo.shelf import Shelf
from care.dynamo.storage import Ask, Found, Storage
from care.dynamo.writes import Key
from care.kernel.clock import SHANGHAI, Clock
from care.kernel.editions import Edition
from care.kernel.errors import BadInput, NotFound, NotReady, Refused
from care.kernel.work import Batch

__all__ = ["BUILT_IN", "Editions", "EffectiveTooSoon", "Imprint", "Publication", "edition_key"]

RE_READ = timedelta(seconds=60)
TOO_OLD = timedelta(seconds=90)
PAGE = 4
"""Editions that a fresh sandbox reads at first: mostly the newest is in force."""
LONGEST_WHY = 500

_log = logging.getLogger(__name__)


E = TypeVar("E", bound=Edition)


class EffectiveTooSoon(Refused):
    """Not every sandbox would have heard of it in time; `earliest` says when they will have."""

    code = "EFFECTIVE_TOO_SOON"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """From when, by whom and why; `lead` is how far ahead it must take effect at least. BadInput without a reason."""

    effective_at: datetime
    who: str
    why: str
    lead: timedelta

    def __post_init__(self) -> None:
        if not 0 < len(self.why.strip()) <= LONGEST_WHY:
            raise BadInput(f"say why, in at most {LONGEST_WHY} characters", field="why")


class Imprint(TypedDict):
    """What every edition bears, as the series gives it."""

    number: int
    effective_at: datetime
    published_by: str
    why: str
    published_at: datetime
    replaces: tuple[int, ...]


_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
BUILT_IN = Imprint(
    number=0,
    effective_at=_ALWAYS,
    published_by="built-in",
    why="built-in",
    published_at=_ALWAYS,
    replaces=(),
)
"""What the origin of every series bears: it was in force before anybody published anything."""


def edition_key(series: str, number: int) -> Key:
    return Key(series, f"VERSION#{number:06}")


class Editions(Generic[E]):
    """One series of editions. `origin` is number 0, built in, in force before any publication."""

    def __init__(self, storage: Storage, clock: Clock, shelf: Shelf[E], origin: E) -> None:
        self._storage = storage
        self._clock = clock
        self._shelf = shelf
        self._origin = origin
        self._series = shelf.key(origin).pk
        self._known: tuple[E, ...] = ()  # ascending, without gaps up to the newest that was read
        self._read_at: datetime | None = None
        self._bodies: dict[int, E] = {}

    def current(self) -> E:
        """What is in force now. No read while the list is fresh; NotReady if it is too old and cannot be read."""
        now = self._clock.now()
        if not self._fresh(now):
            self._refresh(now)
        return self._in_force(now)

    def at(self, instant: datetime) -> E:
        """What was, or as published so far will be, in force at `instant`."""
        self.current()
        return self._in_force(instant)

    def version(self, number: int) -> E:
        """An edition by its number; NotFound."""
        found = self.get_many([number]).get(number)
        if found is None:
            raise NotFound(f"there is no version {number}", field="number")
        return found

    def get_many(self, numbers: Sequence[int]) -> dict[int, E]:
        """Those of `numbers` that exist; at most one read."""
        known = self._read
        keys = {number: self._key(number) for number in numbers if number not in known}
        found = self._storage.fetch([(self._shelf, key) for key in keys.values()]) if keys else Found()
        self._bodies |= {number: each for number, key in keys.items() if (each := found.get(self._shelf, key))}
        known |= self._bodies
        return {number: known[number] for number in numbers if number in known}

    def page(self, limit: int, after: dict[str, str] | None = None) -> tuple[list[E], dict[str, str] | None]:
        """The published editions, the newest first, and where the next page begins; number 0 is not among them."""
        page = self._storage.query(self._ask(limit=limit, after=after, newest_first=True))
        return page.of(self._shelf), page.after

    def publish(self, batch: Batch, publication: Publication, make: Callable[[E, Imprint], E], *, name: str) -> E:
        """Add the next edition, made from the one that it follows on and its imprint; EffectiveTooSoon.

        Who loses the number to another decides again, with the other's edition in view.
        """
        now = self._clock.now()
        earliest = now + publication.lead
        if publication.effective_at < earliest:
            raise EffectiveTooSoon(field="effective_at", earliest=earliest.astimezone(SHANGHAI).isoformat())
        self._read_news()
        self._read_at = now - RE_READ  # what is published now is news at the next use
        previous = self._in_force(publication.effective_at)
        edition = make(previous, self._imprint(publication, now))
        batch.add(self._shelf.put(edition, name=name))
        return edition

    def _imprint(self, publication: Publication, now: datetime) -> Imprint:
        at = publication.effective_at
        return Imprint(
            number=self._highest + 1,
            effective_at=at,
            published_by=publication.who,
            why=publication.why,
            published_at=now,
            replaces=tuple(each.number for each in self._known if each.effective_at >= at),
        )

    @property
    def _read(self) -> dict[int, E]:
        """All that this sandbox has read; editions never change."""
        return self._bodies | {each.number: each for each in (self._origin, *self._known)}

    @property
    def _highest(self) -> int:
        return self._known[-1].number if self._known else 0

    def _key(self, number: int) -> Key:
        return edition_key(self._series, number)

    def _fresh(self, now: datetime) -> bool:
        return self._read_at is not None and timedelta() <= now - self._read_at < RE_READ

    def _refresh(self, now: datetime) -> None:
        try:
            self._read_news()
        except Exception as error:
            _log.exception("the list of editions cannot be read", extra={"series": self._series})
            if self._read_at is None or not timedelta() <= now - self._read_at <= TOO_OLD:
                raise NotReady("the list of versions is too old to decide by; retry in a moment") from error
        else:
            self._read_at = now

    def _read_news(self) -> None:
        if not self._known:
            self._read_older()
            return
        after = self._after(self._known[-1])
        while True:
            page = self._storage.query(self._ask(limit=PAGE, after=after))
            self._known += tuple(page.of(self._shelf))
            if page.after is None:
                return
            after = page.after

    def _read_older(self) -> None:
        after = self._after(self._known[0]) if self._known else None
        page = self._storage.query(self._ask(limit=PAGE, after=after, newest_first=True))
        self._known = (*reversed(page.of(self._shelf)), *self._known)

    def _in_force(self, instant: datetime) -> E:
        while True:
            for edition in reversed(self._known):
                if edition.effective_at <= instant:
                    return edition
            if not self._known or self._known[0].number == 1:
                return self._origin
            self._read_older()

    def _after(self, edition: E) -> dict[str, str]:
        key = self._shelf.key(edition)
        return {"pk": key.pk, "sk": key.sk}

    def _ask(self, *, limit: int, after: dict[str, str] | None, newest_first: bool = False) -> Ask:
        return Ask(table=self._shelf.table, pk=self._series, limit=limit, after=after, newest_first=newest_first)
