"""Where slots can be booked (P5): everywhere or nowhere, as the figure says, and otherwise where a region is set apart.

Table `orders`: pk `REGION#region`, sk `SLOTS`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from care.dynamo.requests import Answer, Request, Requests
from care.dynamo.shelf import Shelf
from care.dynamo.storage import Storage, fetch_by_id
from care.dynamo.writes import Key
from care.kernel.clock import Clock
from care.kernel.errors import BadInput
from care.kernel.settings import Settings
from care.kernel.work import Batch
from care.logistics.figures import slot_terms
from care.logistics.slots.rules import SlotTerms

__all__ = ["REGION_SLOTS", "RegionSlots", "SlotRegions", "terms_in"]

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionSlots:
    """Whether slots are booked in a region; `open` None: as the figure says."""

    region: str
    open: bool | None = None
    by: str = ""
    changed_at: datetime | None = None
    version: int = 0

    @property
    def id(self) -> str:
        return self.region


REGION_SLOTS = Shelf(shape=RegionSlots, kind="region-slots", table="orders", key=lambda each: _key(each.region))


def terms_in(storage: Storage, region: str | None, settings: Settings) -> SlotTerms:
    """The terms as they hold in a region: one get, none where the region is not known."""
    terms = slot_terms(settings)
    known = storage.get(REGION_SLOTS, _key(region)) if region else None
    return terms if known is None or known.open is None else replace(terms, open=known.open)


class SlotRegions:
    """An operator switches slots on or off in a region; what is booked stays booked."""

    def __init__(self, storage: Storage, clock: Clock, requests: Requests, settings: Callable[[], Settings]) -> None:
        self._storage = storage
        self._clock = clock
        self._requests = requests
        self._settings = settings

    def get_many(self, regions: Collection[str]) -> dict[str, RegionSlots]:
        """Of each there is something: `open` as it counts now."""
        found = fetch_by_id(self._storage, lambda region: (REGION_SLOTS, _key(region)), regions)
        known = {each: found.get(each) or RegionSlots(region=each) for each in regions}
        everywhere = slot_terms(self._settings()).open
        return {each: replace(row, open=everywhere if row.open is None else row.open) for each, row in known.items()}

    def set(self, request: Request, by: str, region: str, open_: bool | None) -> Answer:  # noqa: FBT001 - three answers
        """On, off, or None: as everywhere. BadInput."""
        if not region.strip() or len(region) > _LONGEST_NAME or "#" in region:
            raise BadInput("a place is named by 1 to 64 characters without #", field="region")

        def decide(batch: Batch) -> str:
            known = self._storage.get(REGION_SLOTS, _key(region)) or RegionSlots(region=region)
            after = replace(known, open=open_, by=by, changed_at=self._clock.now())
            batch.add(REGION_SLOTS.save(after, name="slots.region"))
            return region

        return self._requests.once(request, decide)


def _key(region: str) -> Key:
    return Key(f"REGION#{region}", "SLOTS")
