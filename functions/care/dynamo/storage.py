"""What the stores ask of the database. `DynamoStorage` and the tests' in-memory fake pass the same contract tests."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from care.dynamo.codec import AttributeMap
from care.dynamo.shelf import Shelf
from care.dynamo.writes import DynamoWrite, Key

__all__ = ["Ask", "Found", "Page", "Place", "Storage", "Wanted", "fetch_by_id"]

T = TypeVar("T")
K = TypeVar("K")
Wanted = tuple[Shelf[Any], Key]
Place = dict[str, str] | None
"""Where a page goes on from; None: the start, or the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question that one partition answers in the order of its sort key."""

    table: str
    pk: str
    index: str | None = None
    """An index reads with a delay: nothing that decides about money may ask it."""
    prefix: str = ""
    up_to: str | None = None
    """The last sort key, inclusive. Not together with `prefix`."""
    since: str | None = None
    """The first sort key, inclusive. Together with `up_to` alone."""
    limit: int = 100
    after: dict[str, str] | None = None
    """Where the page before ended."""
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Items of one question. `after` is None at the end."""

    items: list[AttributeMap]
    after: dict[str, str] | None = None

    def of(self, shelf: Shelf[T]) -> list[T]:
        """Those that lie on `shelf`."""
        return [shelf.load(item) for item in self.items if item["type"]["S"] == shelf.kind]


@dataclass(frozen=True, slots=True)
class Found:
    """What `Storage.fetch` found."""

    items: dict[tuple[str, str, str], AttributeMap] = field(default_factory=dict)

    def get(self, shelf: Shelf[T], key: Key) -> T | None:
        item = self.items.get((shelf.table, key.pk, key.sk))
        return shelf.load(item) if item else None


class Storage(Protocol):
    """Reads of items, and the one commit."""

    def get(self, shelf: Shelf[T], key: Key) -> T | None:
        """One item, read consistently."""
        ...

    def fetch(self, wanted: Sequence[Wanted]) -> Found:
        """Items of any tables in one call (100 at a time), read consistently. Doubles are asked once."""
        ...

    def query(self, ask: Ask) -> Page:
        """One page; consistent unless it asks an index."""
        ...

    def transact(self, writes: Sequence[DynamoWrite]) -> None:
        """All of `writes` or none. Cancelled says by key whose condition was lost."""
        ...


def fetch_by_id(storage: Storage, at: Callable[[K], tuple[Shelf[T], Key]], ids: Iterable[K]) -> dict[K, T]:
    """Those of `ids` that exist, in one fetch; `at` says where each lies."""
    wanted = {each: at(each) for each in ids}
    found = storage.fetch(list(wanted.values()))
    return {each: thing for each, home in wanted.items() if (thing := found.get(*home)) is not None}
