"""DataLoaders over synchronous `get_many`: edges of one level are read in one batch, on the event loop's own thread."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from strawberry.dataloader import DataLoader

__all__ = ["GetMany", "Loaders"]

K = TypeVar("K")
V = TypeVar("V")
GetMany = Callable[[Sequence[K]], Mapping[K, V]]
"""A service's batch read: what it has not found is absent from the answer."""


class Loaders:
    """The loaders of one request, made when first asked for."""

    def __init__(self) -> None:
        self._made: dict[str, DataLoader[Any, Any]] = {}

    def load(self, name: str, get_many: GetMany[K, V], key: K) -> Awaitable[V | None]:
        """What `get_many` finds for `key`, or None. All calls of one `name` must pass the same `get_many`."""
        return self._loader(name, get_many).load(key)

    def prime(self, name: str, get_many: GetMany[K, V], found: Mapping[K, V]) -> None:
        """Remember what has just been read or written, so that no edge reads it again."""
        self._loader(name, get_many).prime_many(cast("Mapping[Any, Any]", found), force=True)

    def _loader(self, name: str, get_many: GetMany[K, V]) -> DataLoader[K, V | None]:
        if name not in self._made:
            self._made[name] = DataLoader(load_fn=_batch(get_many))
        return self._made[name]


def _batch(get_many: GetMany[K, V]) -> Callable[[list[K]], Awaitable[list[V | BaseException | None]]]:
    async def load(keys: list[K]) -> list[V | BaseException | None]:
        try:
            found = get_many(keys)
        except BaseException as error:  # noqa: BLE001  # handed on to every waiter, or they would wait for ever
            return [error] * len(keys)
        return [found.get(key) for key in keys]

    return load
