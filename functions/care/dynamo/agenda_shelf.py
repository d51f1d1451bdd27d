"""Where agenda items lie: pk `lane#shard`, sk `due#id`. What is due is one Query per shard, whatever is stored."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec import ValidationError

from care.dynamo.shelf import PRESENT, Shelf, attribute
from care.dynamo.storage import Ask, Page, Storage
from care.dynamo.writes import DynamoWrite, Key
from care.kernel.agenda import AgendaItem, Lane
from care.kernel.clock import stamp
from care.kernel.errors import CareError

__all__ = ["AgendaShelf", "AlreadyFired", "Due"]

_log = logging.getLogger(__name__)


class AlreadyFired(CareError):
    """The stream and the sweep met at one item; the other one was quicker."""

    code = "ALREADY_FIRED"


@dataclass(frozen=True, slots=True)
class Due:
    """What a sweep reads at a time; `more`: a shard holds more than it gave."""

    items: list[AgendaItem]
    more: bool


class AgendaShelf:
    """Plans, finds and takes items. `shards` spreads each lane; it may grow, but never shrink while items wait."""

    def __init__(self, *, shards: int) -> None:
        self.shards = shards
        self.shelf = Shelf(shape=AgendaItem, kind="agenda", table="agenda", key=self._key)

    def plan(self, item: AgendaItem) -> DynamoWrite:
        return self.shelf.overwrite(item, name=f"agenda.plan:{item.kind}")

    def take(self, item: AgendaItem) -> DynamoWrite:
        """Delete an item, in the transaction of what its firing decides.

        AlreadyFired if it is gone, or was planned again since it was read: then it is due once more.
        """
        deletion = self.shelf.delete(
            self._key(item),
            name=f"agenda.take:{item.kind}",
            condition=PRESENT & (attribute("stamp") == item.stamp),
            lost=lambda _other: AlreadyFired(item.kind),
        )
        return replace(deletion, rank=0)

    def due(self, storage: Storage, lane: Lane, now: datetime, *, at_most: int) -> Due:
        """What is due at `now`, the oldest first within a shard: one Query per shard, `at_most` items of each."""
        up_to = f"{stamp(now)}#~"
        asks = (Ask(table="agenda", pk=f"{lane}#{shard}", up_to=up_to, limit=at_most) for shard in range(self.shards))
        pages = [storage.query(ask) for ask in asks]
        return Due([item for page in pages for item in self._read(page)], more=any(page.after for page in pages))

    def _read(self, page: Page) -> Iterator[AgendaItem]:
        """The items that this version can read; after a roll-back there may be others, which wait for the next one."""
        for stored in page.items:
            try:
                yield self.shelf.load(stored)
            except ValidationError:
                _log.exception("unreadable", extra={"kind": stored.get("kind"), "at": stored["sk"]["S"]})

    def _key(self, item: AgendaItem) -> Key:
        return Key(f"{item.lane}#{item.shard(self.shards)}", item.sort_key)
