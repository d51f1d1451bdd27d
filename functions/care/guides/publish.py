"""Product people publish guides (P3): each publication is an edition, kept for good, with who and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from care.catalog.model import known_category
from care.catalog.service import Catalog
from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.storage import Ask, Storage, fetch_by_id
from care.dynamo.storage import Place as Cursor
from care.guides.errors import GuideChanged, GuideGone, GuideGoodsUnknown, GuideLinkUnfit
from care.guides.model import Draft, Guide, GuideCount, GuideFor, Place
from care.guides.store import EDITIONS, NEWEST, count_at, edition_at, editions_of, newest_at, write_edition
from care.kernel.clock import Clock
from care.kernel.errors import BadInput
from care.kernel.work import Batch
from care.scripts.service import Library
from care.tickets.words import check_told, check_words

__all__ = ["MOST_PICTURES", "MOST_TITLE", "Guides"]

MOST_TITLE = 20
"""Characters: a message names two."""
MOST_PICTURES = 9
_MOST_LINK = 500
_LINK = re.compile(r"https://[A-Za-z0-9.-]+(:\d+)?/[^\s<>\"'@]*")


class Guides:
    """What is told, in its newest edition, and all that was told before."""

    def __init__(self, storage: Storage, requests: Requests, clock: Clock, catalog: Catalog, library: Library) -> None:
        self._storage = storage
        self._requests = requests
        self._clock = clock
        self._catalog = catalog
        self._library = library

    def publish(self, place: Place, draft: Draft, seen: int, who: str, why: str, request: Request) -> Answer:
        """The guide's id. `seen`: the number of the edition that the caller saw, 0 for none.

        GuideChanged, GuideGoodsUnknown, GuideLinkUnfit, WordsBanned; BadInput for what is empty or too long.
        """
        _check_why(why)
        self._check(draft)

        def decide(batch: Batch) -> str:
            return self._publish(batch, self._known(place), draft, seen, who, why)

        return self._requests.once(request, decide)

    def retire(self, guide_id: str, seen: int, who: str, why: str, request: Request) -> Answer:
        """Take a guide out; its editions stay. GuideChanged, GuideGone."""
        _check_why(why)
        return self._requests.once(request, lambda batch: self._retire(batch, guide_id, seen, who, why))

    def get_many(self, guide_ids: Sequence[str]) -> Mapping[str, Guide]:
        """The newest edition of each; those that do not exist are absent."""
        return fetch_by_id(self._storage, newest_at, guide_ids)

    def editions(self, wanted: Sequence[tuple[str, int]]) -> Mapping[tuple[str, int], Guide]:
        """By guide and number."""
        return fetch_by_id(self._storage, edition_at, wanted)

    def counts(self, wanted: Sequence[tuple[str, int]]) -> Mapping[tuple[str, int], GuideCount]:
        """What became of editions, by guide and number; one that was never pushed is absent."""
        return fetch_by_id(self._storage, count_at, wanted)

    def page(self, limit: int, after: Cursor) -> tuple[list[Guide], Cursor]:
        """All guides, those for kinds of goods first, by what they are for."""
        page = self._storage.query(Ask(table="outreach", index="by_a", pk="GUIDES", limit=limit, after=after))
        return page.of(NEWEST), page.after

    def history(self, guide_id: str, limit: int, after: Cursor) -> tuple[list[Guide], Cursor]:
        """Every edition, the newest first."""
        page = editions_of(self._storage, guide_id, limit, after)
        return page.of(EDITIONS), page.after

    def _publish(self, batch: Batch, place: Place, draft: Draft, seen: int, who: str, why: str) -> str:
        before = self._as_seen(place.id, seen)
        first = Guide(id=place.id, place=place, number=1, draft=draft, who=who, why=why, at=self._clock.now())
        guide = replace(first, number=before.number + 1, version=before.version) if before else first
        batch.add(*write_edition(guide))
        return guide.id

    def _retire(self, batch: Batch, guide_id: str, seen: int, who: str, why: str) -> str:
        before = self._as_seen(guide_id, seen)
        if before is None or before.draft is None:
            raise GuideGone(field="guide_id")
        gone = replace(before, number=before.number + 1, draft=None, who=who, why=why, at=self._clock.now())
        batch.add(*write_edition(gone))
        return guide_id

    def _as_seen(self, guide_id: str, seen: int) -> Guide | None:
        newest: Guide | None = self._storage.get(*newest_at(guide_id))
        number = newest.number if newest else 0
        if number != seen:
            raise GuideChanged(field="seen", number=number)
        return newest

    def _known(self, place: Place) -> Place:
        """The place as lines of orders name it."""
        if place.scope is GuideFor.CATEGORY:
            category = known_category(place.name)
            if category is None:
                raise GuideGoodsUnknown(field="name", name=place.name)
            return replace(place, name=category)
        if place.name not in self._catalog.get_many([place.name]):
            raise GuideGoodsUnknown(field="name", name=place.name)
        return place

    def _check(self, draft: Draft) -> None:
        if not 1 <= len(draft.title.strip()) <= MOST_TITLE:
            raise BadInput(f"between 1 and {MOST_TITLE} characters", field="title")
        check_told(draft.title, self._library, "title")
        check_told(draft.text, self._library)
        if len(draft.pictures) > MOST_PICTURES:
            raise BadInput(f"at most {MOST_PICTURES} pictures", field="pictures")
        for number, link in enumerate(draft.pictures):
            _check_link(link, f"pictures[{number}]")
        if draft.video is not None:
            _check_link(draft.video, "video")


def _check_link(link: str, field: str) -> None:
    if len(link) > _MOST_LINK or not _LINK.fullmatch(link):
        raise GuideLinkUnfit(field=field)


def _check_why(why: str) -> None:
    check_words(why, "why")
